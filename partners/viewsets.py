"""Partners and people in the administration."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from partners.models import Partner, Person
from partners.partner_views import PartnerCreateView, PartnerEditView
from partners.proposals.choosers import PartnerChooserViewSet, PersonChooserViewSet
from partners.proposals.views import ProposalViewSet


class PartnerViewSet(SnippetViewSet):
    """Organisations that publish."""

    model = Partner
    add_view_class = PartnerCreateView
    edit_view_class = PartnerEditView
    chooser_viewset_class = PartnerChooserViewSet
    icon = "group"
    list_display = ["name", "acronym", "type", "territory", "joined_on", "is_active"]
    list_filter = ["type", "is_active"]
    ordering = ["name"]


class PersonViewSet(ProposalViewSet):
    """People whom publications cite."""

    model = Person
    chooser_viewset_class = PersonChooserViewSet
    icon = "user"
    list_display = ["name", "role_fr", "affiliation", "is_confirmed", "proposed_by"]
    list_filter = ["is_confirmed"]
    ordering = ["name"]


class PartnerGroup(SnippetViewSetGroup):
    """Partners and people, under one entry of the menu."""

    menu_label = _("Partners and people")
    menu_icon = "group"
    menu_order = 250
    items = (PartnerViewSet, PersonViewSet)
