"""Events for calendars (iCalendar, RFC 5545).

The same events give the same bytes: the stamp of an event is its last publication, not the moment of the request.
"""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest
from icalendar import Calendar, Event, Timezone, vDuration

from core.alternates import HREFLANG, absolute
from core.feeds import NEVER
from core.typography import prose
from events.dates import first_instant, last_instant
from events.models import EventPage, EventVenue, Venue
from events.seo import is_online_only
from partners.enums import EventStatus, Mode
from partners.models import PublicationSubject, PublicationTheme
from partners.querysets import PublicationQuerySet

KEPT = timedelta(days=90)
MOST = 500
# How often a calendar that subscribes should ask again.
REFRESH = timedelta(hours=6)

STATUS: dict[str, str] = {EventStatus.CANCELLED: "CANCELLED", EventStatus.POSTPONED: "TENTATIVE"}


def with_everything(events: PublicationQuerySet) -> PublicationQuerySet:
    """Events with what a calendar says of them, in as many queries for one as for all."""
    return (
        events.select_related("locale", "format")
        .prefetch_related(
            Prefetch("venues", EventVenue.objects.select_related("venue__territory")),
            Prefetch("subjects", PublicationSubject.objects.select_related("subject")),
            Prefetch("themes", PublicationTheme.objects.select_related("theme")),
        )
        .defer_streamfields()
    )


def listed(language: str, *, now: datetime) -> PublicationQuerySet:
    """The events of the calendar at `now` (aware, the readers' clock): those to come, and those of the last 90 days.

    Beyond 500, the furthest ahead are left out.
    """
    events = EventPage.objects.readable_in(language).upcoming(now - KEPT)
    return with_everything(events).order_by("starts_at", "pk")[:MOST]


def calendar_of(events: list[EventPage], request: HttpRequest, *, name: str | None) -> Calendar:
    """A calendar with these dated events and the time zones that they need; `name` is for one to subscribe to."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//Portail//{request.LANGUAGE_CODE.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if name:
        address = absolute(request.path)
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("source", address, parameters={"VALUE": "URI"})
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH).to_ical().decode())
    for event in events:
        event.places = [row.venue for row in event.venues.all()]
        calendar.add_component(entry(event, request))
    _add_zones(calendar, events)
    return calendar


def entry(page: EventPage, request: HttpRequest) -> Event:
    """One dated event. Raises `ValueError` for one without a date, which no calendar can hold."""
    if page.starts_on is None:
        message = "An event without a date has no place in a calendar."
        raise ValueError(message)
    language = {"LANGUAGE": HREFLANG[page.language]}
    url = absolute(page.get_url(request))
    changed = page.last_published_at or page.first_published_at or NEVER
    event = Event()
    event.add("uid", f"{page.translation_key}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", sequence(page))
    event.add("status", STATUS.get(page.event_status, "CONFIRMED"))
    event.add("summary", prose(page.title, page.language), parameters=language)
    event.add("description", _description(page, url), parameters=language)
    event.add("url", url)
    if place := _place(page):
        event.add("location", place, parameters=language)
    if categories := _categories(page):
        event.add("categories", categories)
    _add_times(event, page, page.starts_on, page.ends_on or page.starts_on)
    return event


def sequence(page: EventPage) -> int:
    """The revision of an event: the seconds between its first publication and its last (0, then ever more)."""
    if not page.first_published_at or not page.last_published_at:
        return 0
    return max(0, int((page.last_published_at - page.first_published_at).total_seconds()))


def _add_zones(calendar: Calendar, events: list[EventPage]) -> None:
    """The rules of each time zone in use, over the years of the events, in an order that is always the same."""
    years = [day.year for event in events for day in (event.starts_on, event.ends_on) if day]
    for name in sorted(calendar.get_missing_tzids()):
        zone = Timezone.from_tzid(name, first_date=date(min(years), 1, 1), last_date=date(max(years) + 1, 1, 2))
        calendar.subcomponents.insert(len(calendar.timezones), zone)


def _add_times(event: Event, page: EventPage, first_day: date, last_day: date) -> None:
    """Days without an hour take whole days, the end excluded, and leave their owner free; hours carry their zone."""
    zone = page.zone
    if page.start_time is None:
        event.add("dtstart", first_day)
        event.add("dtend", last_day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return
    event.add("dtstart", first_instant(first_day, page.start_time, zone))
    if page.end_time or last_day > first_day:
        event.add("dtend", last_instant(first_day, page.ends_on, page.start_time, page.end_time, zone))


def _description(page: EventPage, url: str) -> str:
    """What became of the plan where it changed, the summary, the address of the page."""
    status = page.get_event_status_display() if page.event_status not in {"", EventStatus.SCHEDULED} else ""
    return "\n\n".join(part for part in (status, prose(page.summary, page.language), url) if part)


def _place(page: EventPage) -> str:
    """Names and addresses of the venues; “Online” where one may take part from elsewhere."""
    places = [] if is_online_only(page) else [_written(venue) for venue in page.places]
    if is_online_only(page) or page.mode == Mode.HYBRID:
        places.append(str(Mode.ONLINE.label))
    return "; ".join(places)


def _written(venue: Venue) -> str:
    return ", ".join(part for part in (venue.name, venue.address or venue.city) if part)


def _categories(page: EventPage) -> list[str]:
    """The labels of its format, subjects and themes, in the reader's language."""
    labels = [page.format.label] if page.format else []
    labels += [row.subject.label for row in page.subjects.all()]
    return labels + [row.theme.label for row in page.themes.all()]
