"""Venues and series in the administration."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from events.models import EventSeries, Venue


class VenueViewSet(SnippetViewSet):
    """Places where events take place."""

    model = Venue
    icon = "home"
    list_display = ["name", "city", "territory", "time_zone", "is_confirmed"]
    list_filter = ["territory", "is_confirmed"]


class EventSeriesViewSet(SnippetViewSet):
    """What comes back each year."""

    model = EventSeries
    icon = "history"
    list_display = ["name_fr", "name_en", "code"]


class EventGroup(SnippetViewSetGroup):
    """Venues and series, under one entry of the menu."""

    menu_label = _("Venues and series")
    menu_icon = "calendar"
    menu_order = 270
    items = (VenueViewSet, EventSeriesViewSet)
