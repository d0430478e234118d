"""Who does what with featured slots: staff schedule them; nobody publishes one, or takes it off, in Wagtail's views."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from home.models import FeaturedSlot
from partners.roles import User, is_staff

SCHEDULING = frozenset({"add", "change", "view", "choose"})


class SlotPermissionPolicy(ModelPermissionPolicy):
    """Publication is a verb with four eyes (`slots.featuring`). Only a slot never handed to anybody is deleted.

    Superusers included: Wagtail lets them do everything.
    """

    def user_has_permission(self, user: User, action: str) -> bool:
        """Whether the person may do this with slots. Deletion is asked of each one."""
        return action in SCHEDULING and is_staff(user) and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: User, actions: Any) -> bool:
        """Whether the person may do one of these with slots."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: User, action: str, instance: FeaturedSlot) -> bool:
        """Whether the person may do this with this slot."""
        if action == "delete":
            return self.user_has_permission(user, "change") and is_unseen(instance)
        return self.user_has_permission(user, action)


def is_unseen(slot: FeaturedSlot) -> bool:
    """Whether the slot was never approved nor submitted: nothing has to be told of it later."""
    return not slot.live and slot.first_published_at is None and not slot.submissions.exists()
