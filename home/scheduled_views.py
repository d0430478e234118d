"""Everything scheduled in one place, as a list and as a month."""

import calendar
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core import gate
from home.scheduled import Entry, Event, scheduled
from partners.models import Partner
from partners.roles import Standing, standing

NAMES = ("portal_scheduled",)
# How far the list looks, and from when something is about to expire.
AHEAD, SOON = timedelta(days=366), timedelta(days=7)
MONTH = "%Y-%m"


def may_see(who: Standing) -> bool:
    """Staff, and whoever works for a partner."""
    return who.is_staff or bool(who.partners | who.reads)


class ScheduledForm(forms.Form):
    """What to show. Whatever makes no sense is left out."""

    partner = forms.ModelChoiceField(
        Partner.objects.order_by("name"), label=_("Partner"), required=False, to_field_name="slug"
    )
    event = forms.ChoiceField(label=_("What"), required=False)
    month = forms.DateField(required=False, input_formats=[MONTH], widget=forms.HiddenInput)

    def __init__(self, *args: Any, who: Standing, **kwargs: Any) -> None:
        """Offer a member of partners those partners only."""
        super().__init__(*args, **kwargs)
        everything: list[tuple[str, Any]] = [("", _("Everything"))]
        self.fields["event"].choices = [*everything, *Event.choices]  # type: ignore[attr-defined]
        if not who.is_staff:
            self.fields["partner"].queryset = Partner.objects.filter(  # type: ignore[attr-defined]
                pk__in=who.partners | who.reads
            ).order_by("name")


class ScheduledView(WagtailAdminTemplateMixin, TemplateView):
    """The list, or the month that is asked for."""

    template_name = "home/scheduled.html"
    header_icon = "calendar-alt"
    page_title = _("Everything scheduled")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever has nothing to do with it."""
        if not may_see(standing(request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: the title says it."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the entries, by day; for a month, its weeks."""
        form = ScheduledForm(self.request.GET, who=standing(self.request.user))
        form.is_valid()
        asked = form.cleaned_data
        now = timezone.now()
        month = asked.get("month")
        start, end = _bounds(month) if month else (now, now + AHEAD)
        entries = [
            entry
            for entry in scheduled(self.request.user, start=start, end=end)
            if asked.get("event") in {None, "", entry.event} and asked.get("partner") in {None, entry.partner}
        ]
        context = super().get_context_data(**kwargs) | {
            "form": form,
            "entries": entries,
            "month": month,
            "to_list": self._address(asked),
            "to_month": self._address(asked, month or timezone.localdate()),
        }
        if month:
            return context | self._month(asked, month, entries)
        about_to = [entry for entry in entries if entry.event == Event.EXPIRY and entry.at < now + SOON]
        return context | {"about_to_expire": about_to}

    def _month(self, asked: dict[str, Any], month: date, entries: list[Entry]) -> dict[str, Any]:
        by_day: dict[date, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_day[timezone.localtime(entry.at).date()].append(entry)
        weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)
        return {
            "weeks": [[(day, day.month == month.month, by_day.get(day, [])) for day in week] for week in weeks],
            "today": timezone.localdate(),
            "before": self._address(asked, month - timedelta(days=1)),
            "after": self._address(asked, month.replace(day=28) + timedelta(days=4)),
        }

    def _address(self, asked: dict[str, Any], month: date | None = None) -> str:
        kept = {"event": asked.get("event"), "partner": asked["partner"].slug if asked.get("partner") else ""}
        kept["month"] = month.strftime(MONTH) if month else ""
        query = urlencode({name: value for name, value in kept.items() if value})
        return f"{reverse('portal_scheduled')}?{query}"


def _bounds(month: date) -> tuple[datetime, datetime]:
    first = month.replace(day=1)
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return timezone.make_aware(datetime.combine(first, time())), timezone.make_aware(
        datetime.combine(following, time())
    )


class ScheduledMenuItem(MenuItem):
    """The entry under Reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For whoever may see it."""
        return may_see(standing(request.user))


def menu_item() -> MenuItem:
    """Under Reports."""
    return ScheduledMenuItem(
        _("Everything scheduled"), reverse("portal_scheduled"), icon_name="calendar-alt", name="scheduled", order=150
    )


def urls() -> list[Any]:
    """The addresses below `/admin/`."""
    return [path("reports/scheduled/", ScheduledView.as_view(), name="portal_scheduled")]


def admits(request: HttpRequest, _kwargs: dict[str, Any]) -> bool:
    """Whether whoever asks may see it."""
    return may_see(standing(request.user))


def connect() -> None:
    """Open the door."""
    gate.open_to(admits, NAMES)
