"""Partners and people in the administration."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from partners.models import Partner, Person


class PartnerViewSet(SnippetViewSet):
    """Organisations that publish."""

    model = Partner
    icon = "group"
    list_display = ["name", "acronym", "type", "territory", "joined_on", "is_active"]
    list_filter = ["type", "is_active"]
    ordering = ["name"]


class PersonViewSet(SnippetViewSet):
    """People whom publications cite."""

    model = Person
    icon = "user"
    list_display = ["name", "role_fr", "affiliation", "is_confirmed"]
    list_filter = ["is_confirmed"]
    ordering = ["name"]


class PartnerGroup(SnippetViewSetGroup):
    """Partners and people, under one entry of the menu."""

    menu_label = _("Partners and people")
    menu_icon = "group"
    menu_order = 250
    items = (PartnerViewSet, PersonViewSet)
