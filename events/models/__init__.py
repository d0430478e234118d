"""Models of events."""

from .event import EventPage, EventVenue
from .index import EventIndexPage
from .places import EventSeries, Venue
from .scheduled import ScheduledPage
from .session import SessionPage

__all__ = ["EventIndexPage", "EventPage", "EventSeries", "EventVenue", "ScheduledPage", "SessionPage", "Venue"]
