"""Models of events."""

from .pages import EventIndexPage, EventPage, EventVenue, SessionPage
from .places import EventSeries, Venue

__all__ = ["EventIndexPage", "EventPage", "EventSeries", "EventVenue", "SessionPage", "Venue"]
