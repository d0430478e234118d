"""Filters that print numbers, dates, hours and prose as the reader's language writes them (`core.typography`)."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core import typography

register = template.Library()


def _language() -> str:
    return "en" if get_language() == "en" else "fr"


@register.filter
def typo(value: Any, language: str = "") -> SafeString:
    """Text or HTML, its prose set for the reader's language, or for the one named."""
    return mark_safe(typography.html_prose(conditional_escape(value), language or _language()))  # noqa: S308


@register.filter
def number(value: Decimal | float | None) -> str:
    """A number with the separators of the language; a dash where there is none, for none is not zero."""
    return "—" if value is None else typography.number(value, _language())


@register.filter
def quantity(value: Decimal, unit: str) -> str:
    """A number with its unit."""
    return typography.quantity(value, unit, _language())


@register.filter
def day(value: date | None, form: str = "") -> str:
    """A date; `day:"weekday"` names the day of the week, `day:"short"` leaves the year out.

    `day:"month"` and `day:"dayname"` give the name of the month or of the day of the week alone, `day:"number"` the
    day of the month (`1er` in French).
    """
    if value is None:
        return ""
    if form == "month":
        return typography.MONTHS[_language()][value.month - 1]
    if form == "number":
        return typography.day_number(value, _language())
    if form == "dayname":
        return typography.WEEKDAYS[_language()][value.weekday()]
    return typography.day(value, _language(), weekday="weekday" in form, year="short" not in form)


@register.filter
def hour(value: time | None) -> str:
    """An hour."""
    return typography.hour(value, _language()) if value else ""


@register.simple_tag
def days(first: date, last: date | None) -> str:
    """A span of days."""
    return typography.days(first, last, _language())


@register.simple_tag
def hours(start: time, end: time | None) -> str:
    """A span of hours."""
    return typography.hours(start, end, _language())
