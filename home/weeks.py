"""Weeks from Monday, by the calendar of Montréal."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """The first day of the week of a day."""
    return day - timedelta(days=day.weekday())


def midnight(day: date) -> datetime:
    """The instant at which a day begins; aware."""
    return timezone.make_aware(datetime.combine(day, time.min))
