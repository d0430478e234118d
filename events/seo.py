"""Events and their sessions as schema.org nodes.

An event whose date is to be confirmed is printed without `startDate`: schema.org asks for none, its name and status
are true, and a date made up for a search engine would not be. Google then shows no event card, as it should
(https://developers.google.com/search/docs/appearance/structured-data/event).
"""

import re
from datetime import date
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from core.models import TerritoryKind
from core.seo import Node, address, language_tag, node, one_or_all, words
from events.dates import first_instant, last_instant
from events.models import EventPage, ScheduledPage, SessionPage, Venue
from events.models.places import PORTAL_ZONE
from partners.enums import ContributionRole, EventStatus, Mode
from partners.seo import people, publication, publishers

SCHEMA = "https://schema.org/"

# A full event still takes place: that is said of the offer.
STATUS: dict[str, str] = {
    EventStatus.SCHEDULED: "EventScheduled",
    EventStatus.FULL: "EventScheduled",
    EventStatus.RESCHEDULED: "EventRescheduled",
    EventStatus.MOVED_ONLINE: "EventMovedOnline",
    EventStatus.POSTPONED: "EventPostponed",
    EventStatus.CANCELLED: "EventCancelled",
}
ATTENDANCE: dict[str, str] = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}
ON_STAGE = frozenset({ContributionRole.SPEAKER, ContributionRole.MODERATOR, ContributionRole.INTERVIEWED})

# `1501, rue De Bleury, Montréal (Québec) H3A 0H3`
CANADIAN = re.compile(
    r"^(?P<street>.+), (?P<city>[^,()]+) \((?P<region>[^()]+)\)\s+(?P<code>[A-Z]\d[A-Z]\s?\d[A-Z]\d)$"
)


def event_with_sessions(page: EventPage, request: HttpRequest) -> Node:
    """An event and its programme, which the page has asked for already: no query for a session."""
    zone = page.zone
    sessions = [session for day in page.programme for slot in day.slots for session in slot.sessions]
    return _on_its_page(page, request, zone=zone, venues=page.places) | node(
        "Event",
        offers=_offer(page),
        subEvent=[_in_programme(session, request, zone=zone) for session in sessions],
    )


def session_of_event(page: SessionPage, request: HttpRequest) -> Node:
    """A session on its own page, within its event."""
    whole = page.event
    zone = whole.zone
    whole_node = node("Event", name=words(whole.title), url=address(whole, request), **_when(whole, zone))
    zone, venues = (page.venue.zone, [page.venue]) if page.venue else (zone, [])
    return _on_its_page(page, request, zone=zone, venues=venues) | node("Event", superEvent=whole_node)


def zone_of(event: EventPage) -> ZoneInfo:
    """The zone of the event's first venue, from those that were asked for already."""
    return event.places[0].zone if event.places else ZoneInfo(PORTAL_ZONE)


def postal_address(venue: Venue) -> Node | None:
    """The address of a venue, taken apart where it is written as Canada Post has it; none for one that has none."""
    if not venue.address and not venue.city:
        return None
    kind = venue.territory.kind if venue.territory else ""
    regions: dict[str, str] = {TerritoryKind.REGION: "QC", TerritoryKind.PROVINCE: str(venue.territory or "")}
    written = CANADIAN.match(venue.address)
    return node(
        "PostalAddress",
        streetAddress=written["street"] if written else venue.address,
        addressLocality=venue.city or (written["city"] if written else ""),
        addressRegion=regions.get(kind, ""),
        postalCode=written["code"] if written else "",
        addressCountry="CA" if kind in regions or written else "",
    )


def is_online_only(page: ScheduledPage) -> bool:
    """Whether nobody is expected anywhere."""
    return page.mode == Mode.ONLINE or page.event_status == EventStatus.MOVED_ONLINE


def _on_its_page(page: ScheduledPage, request: HttpRequest, *, zone: ZoneInfo, venues: list[Venue]) -> Node:
    """An event or a session as its own page describes it."""
    return (
        publication(page, request)
        | _event(page, request, zone=zone, venues=venues)
        | node(
            "Event",
            inLanguage=language_tag(),
            organizer=one_or_all(publishers(page)),
            performer=people(page.people, ON_STAGE),
            about=[node("Thing", name=words(term)) for term in page.about],
        )
    )


def _in_programme(session: SessionPage, request: HttpRequest, *, zone: ZoneInfo) -> Node:
    """A session as the page of its event describes it."""
    zone, venues = (session.venue.zone, [session.venue]) if session.venue else (zone, [])
    event = _event(session, request, zone=zone, venues=venues)
    return event | node("Event", performer=people(session.contributions.all(), ON_STAGE))


def _event(page: ScheduledPage, request: HttpRequest, *, zone: ZoneInfo, venues: list[Venue]) -> Node:
    """What an event, a session on its page and a session of a programme have in common."""
    url = address(page, request)
    mode = Mode.ONLINE if is_online_only(page) else page.mode
    locations = []
    if not is_online_only(page):
        locations = [node("Place", name=words(venue.name), address=postal_address(venue)) for venue in venues]
    if mode in {Mode.ONLINE, Mode.HYBRID}:
        locations.append(node("VirtualLocation", url=getattr(page, "registration_url", "") or url))
    return node(
        "Event",
        name=words(page.title),
        url=url,
        eventStatus=f"{SCHEMA}{STATUS.get(page.event_status, 'EventScheduled')}",
        eventAttendanceMode=f"{SCHEMA}{ATTENDANCE[mode]}" if mode in ATTENDANCE else None,
        location=one_or_all(locations),
        **_when(page, zone),
    )


def _when(page: ScheduledPage, zone: ZoneInfo) -> dict[str, str]:
    """First and last instant with their offset where the hour is known, days without an hour where it is not."""
    if page.starts_on is None:
        return {}
    last_day = page.ends_on or page.starts_on
    if page.start_time is None:
        return {"startDate": _iso(page.starts_on), "endDate": _iso(last_day)}
    found = {"startDate": _iso(first_instant(page.starts_on, page.start_time, zone))}
    if page.end_time:
        found["endDate"] = _iso(last_instant(page.starts_on, page.ends_on, page.start_time, page.end_time, zone))
    elif last_day > page.starts_on:
        found["endDate"] = _iso(last_day)
    return found


def _iso(value: date | None) -> str:
    """A day, or an instant with the offset of its own zone."""
    return value.isoformat() if value else ""


def _offer(page: EventPage) -> Node | None:
    """Where to register, and until the end of which day."""
    if not page.registration_url:
        return None
    return node(
        "Offer",
        url=page.registration_url,
        availability=f"{SCHEMA}{'SoldOut' if page.event_status == EventStatus.FULL else 'InStock'}",
        validThrough=page.registration_deadline.isoformat() if page.registration_deadline else None,
    )
