"""What the calendar's page shows: a month as a grid, and a list day by day, under the same filters."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import filters
from core.pagination import paginate
from core.typography import WEEKDAYS
from events.filters import FACETS
from events.month import month_from, month_of
from partners.enums import PublicationType
from partners.models import PublicationPage

PAST = "past"


class CalendarForm(forms.Form):
    """What the query string may say besides the filters."""

    month = forms.CharField(required=False, max_length=7)
    when = forms.ChoiceField(required=False, choices=[(PAST, PAST)])


def calendar_context(request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """The context of the calendar at `now` (aware, the readers' clock)."""
    form = CalendarForm(request.GET)
    form.is_valid()
    is_past = form.cleaned_data.get("when") == PAST
    events = PublicationPage.objects.readable_in(request.LANGUAGE_CODE).filter(type=PublicationType.EVENT)
    filtered = filters.apply(
        events, FACETS, request.GET, keep=[name for name in ("month", "when") if name in form.cleaned_data]
    )
    today = timezone.localdate(now)
    first, is_known = month_from(form.cleaned_data.get("month"), today)
    if not is_known or "month" in form.errors:
        filtered.notices.append(_("This month is not one that the calendar knows: the current one is shown."))
    chosen = filtered.queryset.with_card()
    month = month_of(first, chosen, today=today)
    listed = (
        chosen.past(now).order_by("-starts_at", "-pk") if is_past else chosen.upcoming(now).order_by("starts_at", "pk")
    )
    cells = [cell for week in month.weeks for cell in week if cell.events]
    publications = paginate(request, listed)
    for publication in publications:
        publication.month_start = publication.starts_on.replace(day=1)
    return {
        "filtered": filtered,
        "now": now,
        "is_past": is_past,
        "month": month,
        "month_days": cells,
        "month_events": list({event.pk: event for cell in cells for event in cell.events}.values()),
        "weekdays": WEEKDAYS["en" if get_language() == "en" else "fr"],
        "publications": publications,
        "undated": [] if is_past else list(chosen.filter(starts_on=None).order_by("title", "pk")),
    }
