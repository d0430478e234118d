"""A month of the calendar as a grid of weeks."""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from partners.models import PublicationPage

MONTH = re.compile(r"^(20\d\d|19\d\d)-(0[1-9]|1[0-2])$")

# Monday first, as in Québec's calendars of events.
GRID = calendar.Calendar(firstweekday=calendar.MONDAY)


@dataclass
class Cell:
    """A day of the grid; `in_month` is false for the days that fill the first and last weeks."""

    on: date
    in_month: bool
    is_today: bool
    events: list[PublicationPage] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A month, its weeks, and the months beside it."""

    first: date
    previous: date
    following: date
    weeks: list[list[Cell]]


def month_from(text: str | None, today: date) -> tuple[date, bool]:
    """The first day of the month that `text` (`2023-10`) names, and whether it named one; else this month."""
    match = MONTH.match(text or "")
    if match:
        return date(int(match[1]), int(match[2]), 1), True
    return today.replace(day=1), not text


def beside(first: date, step: int) -> date:
    """The first day of the month `step` months away."""
    index = first.year * 12 + first.month - 1 + step
    return date(index // 12, index % 12 + 1, 1)


def month_of(first: date, events: QuerySet[PublicationPage], *, today: date) -> Month:
    """The grid of the month that starts on `first`, with the events that touch each day. One query."""
    days = [day for week in GRID.monthdatescalendar(first.year, first.month) for day in week]
    touching = (
        events.annotate(last=Coalesce("ends_on", "starts_on"))
        .filter(Q(starts_on__lte=days[-1]), Q(last__gte=days[0]))
        .order_by("starts_at", "pk")
    )
    cells = {day: Cell(day, day.month == first.month, day == today) for day in days}
    for event in touching:
        for day in days:
            if event.starts_on <= day <= event.last and cells[day].in_month:
                cells[day].events.append(event)
    weeks = [[cells[day] for day in days[start : start + 7]] for start in range(0, len(days), 7)]
    return Month(first, beside(first, -1), beside(first, 1), weeks)
