"""The home page in the administration: its slots, and the group of the menu under which everything about it stands."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.models import FeaturedSlot
from home.slots.slot_filters import SlotFilters
from home.slots.slot_panels import SLOT_FORM
from home.slots.slot_views import SlotCreateView, SlotDeleteView, SlotEditView, SlotIndexView
from partners.roles import is_staff


class SlotViewSet(SnippetViewSet):
    """Featured slots."""

    model = FeaturedSlot
    icon = "pin"
    menu_label = _("Featured slots")
    base_url_path = "home/slots"
    index_view_class = SlotIndexView
    add_view_class = SlotCreateView
    edit_view_class = SlotEditView
    delete_view_class = SlotDeleteView
    filterset_class = SlotFilters
    edit_handler = SLOT_FORM
    ordering = ("-starts_at", "position", "pk")
    search_fields = ("title_fr", "title_en", "publication__title", "url_fr", "reason")
    # Titles of slots change faster than a search index.
    search_backend_name = None
    # A copy would take the history's place: what is featured again is chosen again.
    copy_view_enabled = False


class StaffItem(MenuItem):
    """An entry for staff."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may open it."""
        return is_staff(request.user)


class HomeGroup(SnippetViewSetGroup):
    """The timeline, the slots and the home page at a date."""

    menu_label = _("Home page")
    menu_icon = "home"
    menu_order = 140
    items = (SlotViewSet,)

    def get_submenu_items(self) -> list[Any]:
        """The slots, between the pages that have no model."""
        return [
            StaffItem(_("Timeline"), reverse("portal_slots:timeline"), name="timeline", icon_name="calendar", order=1),
            *super().get_submenu_items(),
            StaffItem(
                _("The home page at a date"), reverse("portal_home:preview"), name="preview", icon_name="view", order=9
            ),
        ]
