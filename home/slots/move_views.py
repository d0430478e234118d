"""Other dates, or another position, for a slot: a new version to approve. The timeline leads here, dragging too."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic.edit import FormMixin
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput

from accounts.people import person
from core.refusals import Refused
from home.enums import Position
from home.models import FeaturedSlot
from home.slots import drafting
from home.slots.approval_views import AboutSlot
from home.slots.slot_warnings import slot_warnings
from home.weeks import monday_of
from home.wording import span


class MoveForm(forms.Form):
    """Where, and when; with the version that was read."""

    position = forms.ChoiceField(label=gettext_lazy("Position"), choices=Position.choices)
    starts_at = forms.DateTimeField(
        label=pgettext_lazy("featured slot", "From"),
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Montréal time."),
    )
    ends_at = forms.DateTimeField(label=pgettext_lazy("featured slot", "Until"), widget=AdminDateTimeInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class GoalForm(forms.Form):
    """Where a slot was dropped: the Monday of a week, and a position."""

    position = forms.ChoiceField(choices=Position.choices, required=False)
    week = forms.DateField(required=False)


class MoveView(FormMixin, AboutSlot):
    """The short form."""

    template_name = "home/slots/move.html"
    page_title = gettext_lazy("Move")
    header_icon = "calendar"
    form_class = MoveForm

    def get_initial(self) -> dict[str, Any]:
        """As it is, or as it was dropped: the same days of the week and hours."""
        goal = GoalForm(self.request.GET)
        goal.is_valid()
        shift = _shift(self.draft, goal.cleaned_data.get("week"))
        return {
            "position": goal.cleaned_data.get("position") or self.draft.position,
            "starts_at": shifted(self.draft.starts_at, shift),
            "ends_at": shifted(self.draft.ends_at, shift),
            "seen": self.slot.latest_revision_id,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether readers get another version meanwhile."""
        return super().get_context_data(**kwargs) | {"is_approved": self.slot.live}

    def post(self, _request: Any, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Save the new version, or say why not."""
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form: MoveForm) -> HttpResponse:
        """Save it, say what one should know, and show the week to which it went."""
        now = timezone.now()
        try:
            draft = drafting.redraft(self.slot, user=person(self.request), now=now, **form.cleaned_data)
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
            return self.form_invalid(form)
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                form.add_error(name if name in form.fields else None, sentences)
            return self.form_invalid(form)
        words = {
            "title": draft.heading,
            "position": draft.get_position_display(),
            "when": span(draft.starts_at, draft.ends_at),
        }
        review = messages.button(reverse("portal_slots:review", args=[draft.pk]), _("Submit for approval"))
        messages.success(
            self.request, _("“%(title)s” moves to “%(position)s”, %(when)s, once approved.") % words, buttons=[review]
        )
        for warning in slot_warnings(draft, now=now):
            messages.warning(self.request, warning)
        week = monday_of(timezone.localtime(draft.starts_at).date())
        return redirect(f"{reverse('portal_slots:timeline')}?from={week.isoformat()}")


def shifted(instant: datetime, days: int) -> datetime:
    """So many days later at the same hour of Montréal's clock, whatever the season."""
    local = timezone.localtime(instant)
    return timezone.make_aware(local.replace(tzinfo=None) + timedelta(days=days))


def _shift(draft: FeaturedSlot, week: date | None) -> int:
    start = timezone.localtime(draft.starts_at).date()
    return (monday_of(week) - monday_of(start)).days if week else 0
