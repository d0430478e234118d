"""Venues and series in the administration."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from events.models import EventSeries, Venue
from partners.forms import ProposalForm
from partners.proposals.choosers import ProposalChooserViewSet
from partners.proposals.views import ProposalViewSet


class VenueProposalForm(ProposalForm):
    """What one knows of a venue, without leaving the text."""

    class Meta(ProposalForm.Meta):  # type: ignore[name-defined]
        model = Venue
        fields: ClassVar = ["name", "address", "city"]


class VenueChooserViewSet(ProposalChooserViewSet):
    """Venues."""

    creation_form_class = VenueProposalForm


class VenueViewSet(ProposalViewSet):
    """Places where events take place."""

    model = Venue
    chooser_viewset_class = VenueChooserViewSet
    icon = "home"
    list_display = ["name", "city", "territory", "time_zone", "is_confirmed", "proposed_by"]
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
