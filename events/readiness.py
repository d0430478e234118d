"""Checks that only events and sessions know: their dates, their hours, their place."""

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.typography import day, hour
from events.dates import first_instant
from events.models import EventPage, SessionPage
from events.models.places import PORTAL_ZONE
from partners.enums import NOT_HAPPENING, Mode
from partners.readiness import Finding, Reading, check, hint, obstacle

# A night that ends before this hour of the next day is believed.
DAWN = time(6)
ON_SITE = frozenset({Mode.IN_PERSON, Mode.HYBRID})


@check(EventPage, SessionPage)
def dates(reading: Reading) -> Iterator[Finding]:
    """The end follows the start, and the start is to come."""
    page = reading.page
    if page.starts_on is None:
        return
    if page.ends_on and page.ends_on < page.starts_on:
        message = _("The event ends before it starts: correct the first day or the last day.")
        yield obstacle("event-ends-first", message, "ends_on")
    elif _ends_by_day(page):
        message = _("The event ends at %(end)s, before it starts: the page will say the next day. Correct the hours.")
        yield hint("event-overnight", message % {"end": hour(page.end_time, _language())}, "end_time")
    if page.event_status not in NOT_HAPPENING and _has_begun(page, reading.now):
        message = _("The first day is in the past (%(day)s): check the date.")
        yield hint("event-past", message % {"day": day(page.starts_on, _language())}, "starts_on")


@check(EventPage)
def whole_event(reading: Reading) -> Iterator[Finding]:
    """What may still be confirmed is asked for, not required: the page says so by itself."""
    page = reading.page
    if page.starts_on is None:
        message = _("The event has no date: the page will say that it is to be confirmed.")
        yield hint("event-dateless", message, "starts_on")
    if page.mode in ON_SITE and not page.venues.all():
        message = _("The event takes place in person and has no venue: choose one, or wait until it is known.")
        yield hint("event-placeless", message, "venues")
    today = reading.now.astimezone(zone_of(page)).date()
    closes_on = page.registration_deadline
    if closes_on and closes_on < today and page.starts_on and page.starts_on >= today:
        message = _("Registration closed on %(day)s: check the date.")
        yield hint("event-registration-past", message % {"day": day(closes_on, _language())}, "registration_deadline")


@check(EventPage)
def sessions_within_the_event(reading: Reading) -> Iterator[Finding]:
    """The day of each session, by its latest draft, is one of the event's. One query."""
    page = reading.page
    if page.starts_on is None or not page.path:
        return
    for title, on in _days_of_sessions(page):
        if on and not page.starts_on <= on <= (page.ends_on or page.starts_on):
            message = _("The session “%(title)s” is on %(day)s, outside the dates of the event: check both.")
            yield hint("event-stray-session", message % {"title": title, "day": day(on, _language())})


@check(SessionPage)
def session(reading: Reading) -> Iterator[Finding]:
    """A replay can still be watched, and the session takes place during its event. Two queries."""
    page = reading.page
    today = reading.now.astimezone(page.zone).date()
    if page.replay_until and page.replay_until < today:
        message = _("The replay ended on %(day)s: remove its address, or correct the date.")
        yield hint("session-replay-past", message % {"day": day(page.replay_until, _language())}, "replay_until")
    if page.is_outside_event():
        message = _("The day of the session is outside the dates of its event: check both.")
        yield hint("event-stray-session", message, "starts_on")


def zone_of(page: EventPage | SessionPage) -> ZoneInfo:
    """The zone of a page's first venue, unsaved rows counted, else the portal's. Two queries at most."""
    if isinstance(page, SessionPage):
        return page.zone
    first = next(iter(page.venues.all()), None)
    return first.venue.zone if first is not None and first.venue_id else ZoneInfo(PORTAL_ZONE)


def _has_begun(page: EventPage | SessionPage, now: datetime) -> bool:
    zone = zone_of(page)
    start = first_instant(page.starts_on, page.start_time, zone)
    if start is None:
        return False
    # Without an hour, it is to come until its day is over.
    return start < now if page.start_time else start.date() < now.astimezone(zone).date()


def _ends_by_day(page: EventPage | SessionPage) -> bool:
    is_one_day = page.ends_on is None or page.ends_on == page.starts_on
    if not is_one_day or page.start_time is None or page.end_time is None:
        return False
    return DAWN <= page.end_time <= page.start_time


def _days_of_sessions(event: EventPage) -> list[tuple[str, date | None]]:
    """Title and day of each session as its editors last left it: the day of a draft is in its revision."""
    rows = SessionPage.objects.child_of(event).order_by("path")
    columns = ("title", "starts_on", "latest_revision__content__title", "latest_revision__content__starts_on")
    found = []
    for title, on, drafted_title, drafted_on in rows.values_list(*columns):
        is_drafted = drafted_title is not None
        drafted_day = date.fromisoformat(drafted_on) if drafted_on else None
        found.append((drafted_title, drafted_day) if is_drafted else (title, on))
    return found


def _language() -> str:
    return "en" if get_language() == "en" else "fr"
