"""Instants of events whose hour, or even day, may not be known."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def first_instant(day: date | None, hour: time | None, zone: ZoneInfo) -> datetime | None:
    """When something that starts on `day` at `hour` starts (aware); the start of the day without an hour.

    Local times that a change to summer time skips are read with the offset before the change, those that occur twice
    as the first occurrence (PEP 495, fold=0).
    """
    return datetime.combine(day, hour or time.min, zone) if day else None


def last_instant(
    first_day: date | None, last_day: date | None, start: time | None, end: time | None, zone: ZoneInfo
) -> datetime | None:
    """When something is over (aware, excluded): its end, else the end of its last day in its own zone.

    A night that ends after midnight (end at or before the start, on one day) ends the day after.
    """
    day = last_day or first_day
    if day is None:
        return None
    if end is None:
        return datetime.combine(day + timedelta(days=1), time.min, zone)
    over_midnight = start is not None and end <= start and day == first_day
    return datetime.combine(day + timedelta(days=1) if over_midnight else day, end, zone)


def days_between(first_day: date, last_day: date | None) -> list[date]:
    """Every day from the first to the last, both included."""
    count = ((last_day or first_day) - first_day).days + 1
    return [first_day + timedelta(days=offset) for offset in range(count)]
