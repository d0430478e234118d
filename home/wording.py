"""Instants and spans in words, by the clock of Montréal, in the language of whoever reads."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.seo import spoken
from core.typography import WEEKDAYS, day, hour


def moment(instant: datetime, *, year: bool = True) -> str:
    """A day and an hour: `lundi 3 août 2026, 9 h`. `instant` is aware."""
    local, language = timezone.localtime(instant), spoken()
    return f"{day(local.date(), language, weekday=True, year=year)}, {hour(local.time(), language)}"


def span(start: datetime, end: datetime) -> str:
    """From one instant to another (aware), the year said once."""
    same_year = timezone.localtime(start).year == timezone.localtime(end).year
    return _("from %(start)s to %(end)s") % {"start": moment(start, year=not same_year), "end": moment(end)}


def short_span(start: datetime, end: datetime) -> str:
    """As `span` in a narrow place, where the year is known: `lun. 3 août, 9 h – lun. 10 août, 9 h`."""
    return f"{_short(start)} – {_short(end)}"


def _short(instant: datetime) -> str:
    local, language = timezone.localtime(instant), spoken()
    name = WEEKDAYS[language][local.weekday()][:3] + ("." if language == "fr" else "")
    said = {"name": name, "day": local.day, "month": date_format(local, "N"), "hour": hour(local.time(), language)}
    return _("%(name)s %(month)s %(day)s, %(hour)s") % said


def on_day(value: date) -> str:
    """A day: `3 août 2026`."""
    return day(value, spoken())
