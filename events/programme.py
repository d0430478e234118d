"""The programme of an event: its sessions by day, then by starting time."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import F, Prefetch

from events.dates import days_between
from events.models import EventPage, SessionPage
from partners.models import Contribution, PublicationTheme


@dataclass
class Slot:
    """The sessions that start together; `start` is none where the hour is to be confirmed."""

    start: time | None
    sessions: list[SessionPage] = field(default_factory=list)


@dataclass
class Day:
    """A day of the programme; `on` is none where the day is to be confirmed. A day may hold nothing."""

    on: date | None
    slots: list[Slot] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The name of the day within the page."""
        return f"j{self.on:%Y-%m-%d}" if self.on else "j"

    def add(self, session: SessionPage) -> None:
        """Append a session, in the slot of its starting time; sessions come in order."""
        if not self.slots or self.slots[-1].start != session.start_time:
            self.slots.append(Slot(session.start_time))
        self.slots[-1].sessions.append(session)


def programme_of(event: EventPage, *, now: datetime) -> list[Day]:
    """Every day of the event, with or without sessions, then the sessions whose day is to be confirmed.

    An event without sessions has no programme. The number of queries does not depend on that of the sessions.
    """
    sessions = (
        SessionPage.objects.child_of(event)
        .visible()
        .select_related("format", "venue__territory", "locale")
        .prefetch_related(
            Prefetch("contributions", Contribution.objects.select_related("person")),
            Prefetch("themes", PublicationTheme.objects.select_related("theme")),
        )
        .order_by(F("starts_on").asc(nulls_last=True), F("start_time").asc(nulls_last=True), "path")
        .defer_streamfields()
    )
    days: dict[date | None, Day] = {}
    known = days_between(event.starts_on, event.ends_on) if event.starts_on else []
    for session in sessions:
        # The event above is known: asking each session for it would cost a query each.
        session.event = event
        session.replay_open = session.has_replay(now)
        session.theme_labels = [row.theme.label for row in session.themes.all()]
        days.setdefault(session.starts_on, Day(session.starts_on)).add(session)
    if not days:
        return []
    for day in known:
        days.setdefault(day, Day(day))
    return sorted(days.values(), key=lambda day: (day.on is None, day.on or date.min))
