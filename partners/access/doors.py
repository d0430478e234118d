"""Which views of the administration are open to whom; those not named here answer administrators only.

What a person may do with one object is asked again inside each view. Names are those of the addresses.
"""

from typing import Any

from django.http import HttpRequest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core import gate
from partners.roles import Standing, standing

# Log-in and what the pages of the administration are made of.
FURNITURE = (
    *("wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_password_reset*", "wagtailadmin_sprite"),
    *("wagtailadmin_javascript_catalog", "wagtail_localize:javascript_catalog", "wagtailadmin_dismissibles"),
    *("wagtailadmin_home", "wagtailadmin_account", "portal_guide", "portal_guide_image", "wagtailadmin_block_preview"),
    "",
)
# What is read of a text: its place in the tree, its versions, its history.
READING = (
    *("wagtailadmin_explore_root", "wagtailadmin_pages:search", "wagtailadmin_pages:search_results"),
    *("wagtailadmin_pages:history", "wagtailadmin_pages:history_results", "wagtailadmin_pages:workflow_history"),
    *("wagtailadmin_pages:workflow_history_detail", "wagtailadmin_pages:revisions_index"),
    *("wagtailadmin_pages:revisions_view", "wagtailadmin_pages:revisions_compare", "wagtailadmin_pages:usage"),
    *("portal_review:read", "wagtailadmin_api:pages:listing", "wagtailadmin_api:pages:detail"),
    "wagtailadmin_pages:view_draft",
    *("articlepage_list:index*", "eventpage_list:index*", "sessionpage_list:index*", "projectpage_list:index*"),
)
# What is needed to write one.
WRITING = (
    *("wagtailadmin_pages:add", "wagtailadmin_pages:add_subpage", "wagtailadmin_pages:preview_on_add"),
    *("wagtailadmin_pages:preview_on_edit", "wagtailadmin_pages:delete", "wagtailadmin_pages:revisions_revert"),
    *("wagtailadmin_pages:copy", "wagtailadmin_pages:move", "wagtailadmin_pages:unlock"),
    *(
        "wagtailadmin_editing_sessions:*",
        "wagtailsnippetchoosers_*",
        "wagtailimages_chooser:*",
        "wagtaildocs_chooser:*",
    ),
    *("wagtailimages:*", "wagtaildocs:*", "portal_review:review", "portal_readiness", "portal_desk:*"),
    *("wagtailsnippets_partners_person:*", "wagtailsnippets_events_venue:*", "portal_consents:*", "portal_members:*"),
    *("articlepage_list:choose_parent", "eventpage_list:choose_parent", "sessionpage_list:choose_parent"),
)
# What is needed to translate one: its editor, and what may be chosen there.
TRANSLATING = (
    *("wagtailadmin_pages:edit", "wagtailadmin_choose_page*"),
    *("wagtailimages_chooser:choose*", "wagtailimages_chooser:chosen*"),
    *("wagtaildocs_chooser:choose*", "wagtaildocs_chooser:chosen*"),
)
# What is for those who look after the portal as a whole.
STEWARDSHIP = (
    *("wagtailadmin_pages:lock", "wagtailadmin_pages:set_privacy", "wagtailadmin_pages:set_page_position"),
    *("wagtailadmin_pages:revisions_unschedule", "wagtailadmin_pages:type_use", "wagtailadmin_pages:type_use_results"),
    *("wagtailadmin_pages:choose_parent", "projectpage_list:choose_parent", "wagtailadmin_reports:*"),
    *("wagtailsnippets_partners_partner:list", "wagtailsnippets_partners_partner:list_results"),
    *("wagtailsnippets:index", "wagtailsnippets_core_*", "wagtailsnippets_events_eventseries:*", "wagtailredirects:*"),
    *("wagtailsettings:*", "periodic_jobs:index", "portal_review:force", "portal_review:forced"),
    *("portal_withdrawal:*",),
)
BULK = ("wagtail_bulk_action",)
# These show the titles of the pages in their addresses before Wagtail asks anything about those pages.
EXPLORING = ("wagtailadmin_explore", "wagtailadmin_explore_results")
MOVING = ("wagtailadmin_pages:move_confirm",)

# The key of an object in the address of a bulk action that stands for all of a list.
ALL = "all"


def anyone(_request: HttpRequest, _kwargs: dict[str, Any]) -> bool:
    """Whoever is logged in; Wagtail asks for admission to the administration itself."""
    return True


def readers(request: HttpRequest, _kwargs: dict[str, Any]) -> bool:
    """Whoever has a role, members of an inactive partner included."""
    who = _who(request)
    return who.is_staff or who.is_translator or bool(who.partners or who.reads)


def writers(request: HttpRequest, _kwargs: dict[str, Any]) -> bool:
    """Leads and editors of an active partner, and staff."""
    who = _who(request)
    return who.is_staff or bool(who.partners)


def translators(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """As `writers`, and translators."""
    return writers(request, kwargs) or _who(request).is_translator


def staff(request: HttpRequest, _kwargs: dict[str, Any]) -> bool:
    """Communications; administrators pass the gate anyway."""
    return _who(request).is_staff


def writers_about_what_they_find(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """As `writers`, when every object named is one that the person may find: the page that confirms shows titles."""
    if not writers(request, kwargs):
        return False
    # A tag is seen by everybody, whoever's file bears it: no form asks for one.
    if kwargs.get("action") == "add_tags":
        return False
    if _who(request).is_staff:
        return True
    keys = request.GET.getlist("id")
    if ALL in keys or not all(key.isdecimal() for key in keys):
        return False
    known = _findable(request.user, kwargs.get("app_label", ""), kwargs.get("model_name", ""))
    return known is not None and known.filter(pk__in=keys).count() == len(set(keys))


def readers_about_what_they_find(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """As `readers`, when the pages in the address are ones that the person may find."""
    return readers(request, kwargs) and _finds(request.user, kwargs)


def writers_about_pages_they_find(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
    """As `writers`, when the pages in the address are ones that the person may find."""
    return writers(request, kwargs) and _finds(request.user, kwargs)


def connect() -> None:
    """Open the doors."""
    gate.open_to(anyone, FURNITURE)
    gate.open_to(readers, READING)
    gate.open_to(writers, WRITING)
    gate.open_to(translators, TRANSLATING)
    gate.open_to(staff, STEWARDSHIP)
    gate.open_to(writers_about_what_they_find, BULK)
    gate.open_to(readers_about_what_they_find, EXPLORING)
    gate.open_to(writers_about_pages_they_find, MOVING)


def _who(request: HttpRequest) -> Standing:
    return standing(request.user)


def _finds(user: Any, kwargs: dict[str, Any]) -> bool:
    """Whether the person may find every page whose key is in an address."""
    keys = set(kwargs.values())
    return policy_registry.get_by_type(Page).explorable_instances(user).filter(pk__in=keys).count() == len(keys)


def _findable(user: Any, app: str, model: str) -> Any:
    """The objects of a model that the person finds in lists; nothing for a model that has no such list."""
    for known in (get_image_model(), get_document_model()):
        if (app, model) == (known._meta.app_label, known._meta.model_name):
            policy = policy_registry.get_by_type(known)
            return policy.instances_user_has_any_permission_for(user, ["add", "change"])
    if (app, model) == ("wagtailcore", "page"):
        return policy_registry.get_by_type(Page).explorable_instances(user)
    return None
