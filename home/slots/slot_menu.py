"""The buttons below the form of a slot."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.action_menu import ActionMenuItem, PublishMenuItem, UnpublishMenuItem

from home.enums import SlotState
from home.models import FeaturedSlot
from home.slots.slot_views import SUBMIT
from home.slots.states import approved_state, draft_state


class SubmitItem(ActionMenuItem):
    """Save, and hand the slot to a second person."""

    name = SUBMIT
    label = _("Submit for approval")
    icon_name = "resubmit"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """While it waits for nobody."""
        return context["view"] == "create" or draft_state(context["instance"]) != SlotState.WAITING


class ReviewItem(ActionMenuItem):
    """Go where one reads and decides."""

    name = "action-review"
    label = _("Read and decide")
    icon_name = "check"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Once it is saved."""
        return context["view"] == "edit"

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """The page of the decision."""
        return reverse("portal_slots:review", args=[parent_context["instance"].pk])


class MoveItem(ReviewItem):
    """Give it other dates or another position, without the rest of the form."""

    name = "action-move"
    label = _("Move…")
    icon_name = "resubmit"

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """The short form."""
        return reverse("portal_slots:move", args=[parent_context["instance"].pk])


class TakeOffItem(ReviewItem):
    """Take it off the home page."""

    name = "action-take-off"
    label = _("Take off the home page…")
    icon_name = "download"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """While readers see it, or are to."""
        if context["view"] != "edit":
            return False
        return approved_state(context["instance"], timezone.now()) in {SlotState.COMING, SlotState.ON_AIR}

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """The page that asks."""
        return reverse("portal_slots:take_off", args=[parent_context["instance"].pk])


def _for_slots(item: type[ActionMenuItem], order: int) -> Any:
    return lambda model: item(order=order) if model is FeaturedSlot else None


ITEMS = tuple(
    _for_slots(item, order) for item, order in ((SubmitItem, 10), (ReviewItem, 20), (MoveItem, 30), (TakeOffItem, 40))
)


def arrange(items: list[Any], _request: HttpRequest, context: dict[str, Any]) -> None:
    """Leave out what Wagtail offers to superusers and the portal does otherwise."""
    if context["model"] is FeaturedSlot:
        items[:] = [item for item in items if not isinstance(item, PublishMenuItem | UnpublishMenuItem)]
