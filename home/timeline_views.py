"""The timeline in the administration."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput, HeaderButton

from home.enums import STORIES, Position
from home.models import FeaturedSlot
from home.preview_views import StaffOnly
from home.slots.overlaps import Span
from home.slots.slot_filters import partners, projects
from home.timeline import WEEKS, Cell, Week, timeline
from home.weeks import WEEK, monday_of
from partners.models import Partner, PublicationPage

AS_TYPED = "%Y-%m-%dT%H:%M"
HOUR = timedelta(hours=1)


class TimelineForm(forms.Form):
    """From which week, and of whom."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner"), required=False)
    project = forms.ModelChoiceField(PublicationPage.objects.none(), label=_("Project"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the partners and projects of now."""
        super().__init__(*args, **kwargs)
        # “from” is no name in Python.
        self.fields["from"] = forms.DateField(label=_("Week of"), required=False, widget=AdminDateInput)
        self.order_fields(["from", "partner", "project"])
        self.fields["partner"].queryset = partners()  # type: ignore[attr-defined]
        self.fields["project"].queryset = projects()  # type: ignore[attr-defined]


class TimelineView(WagtailAdminTemplateMixin, StaffOnly, TemplateView):
    """Eight weeks, six positions."""

    template_name = "home/timeline.html"
    page_title = _("Timeline of the home page")
    header_icon = "calendar"

    @cached_property
    def form(self) -> TimelineForm:
        """As asked; what makes no sense is left out, and said."""
        form = TimelineForm(self.request.GET)
        form.is_valid()
        return form

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """A new slot."""
        url = reverse("wagtailsnippets_home_featuredslot:add")
        return [HeaderButton(_("New slot"), url=url, icon_name="plus")]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Where one is: the bar that says so has the button."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the table, and the ways to other weeks."""
        now = timezone.now()
        this_week = monday_of(timezone.localtime(now).date())
        monday = monday_of(self.form.cleaned_data.get("from") or this_week)
        weeks = timeline(monday, now=now, shown=self.shown)
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "positions": list(Position),
            "weeks": [(week, self._with_addresses(week, now)) for week in weeks],
            "ahead": [week for week in weeks if week.notices],
            "earlier": self._address(monday - WEEKS * WEEK),
            "later": self._address(monday + WEEKS * WEEK),
            "today": self._address(this_week) if monday != this_week else None,
            "is_filtered": self.shown is not None,
            "automatic": {*STORIES, Position.EVENT},
            "last": weeks[-1].sunday,
        }

    @cached_property
    def shown(self) -> set[int] | None:
        """The keys of the slots that the filters leave; nothing where none is set. One query."""
        asked = self.form.cleaned_data
        slots: Any = FeaturedSlot.objects.order_by()
        if not (asked.get("partner") or asked.get("project")):
            return None
        if asked.get("partner"):
            slots = slots.of_partner(asked["partner"])
        if asked.get("project"):
            slots = slots.of_project(asked["project"])
        return set(slots.values_list("pk", flat=True))

    def _with_addresses(self, week: Week, now: datetime) -> list[tuple[Cell, str]]:
        return [(cell, self._add_url(cell.position, cell.free, now)) for cell in week.cells]

    def _address(self, monday: date) -> str:
        kept = {name: self.request.GET[name] for name in ("partner", "project") if self.request.GET.get(name)}
        return f"{reverse('portal_slots:timeline')}?{urlencode({'from': monday.isoformat(), **kept})}"

    def _add_url(self, position: Position, free: Span | None, now: datetime) -> str:
        """The form of a new slot, for the first free stretch; nothing where there is none."""
        if free is None:
            return ""
        start, end = (timezone.localtime(instant) for instant in free)
        if start < now + HOUR:
            start = timezone.localtime(now).replace(minute=0, second=0, microsecond=0) + HOUR
        asked = {"position": position, "from": start.strftime(AS_TYPED), "until": end.strftime(AS_TYPED)}
        return f"{reverse('wagtailsnippets_home_featuredslot:add')}?{urlencode(asked)}" if start < end else ""
