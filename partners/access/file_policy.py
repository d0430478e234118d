"""Who does what with images and documents: a partner's people with their partner's, but nothing that readers see."""

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from core.visibility import is_on_show
from partners.roles import User, is_staff


class FilePermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's, by collection. What readers see changes only as texts do: with somebody's approval.

    `delete` and `alter` (what readers see of a file: its credit, its framing) are for staff once the file is on show.
    `replace`, another file in the place of the one that is there, is for staff always: whoever reads a submission
    approves the image that it shows, and nothing would tell that it was exchanged since.
    """

    def user_has_any_permission_for_instance(self, user: User, actions: Iterable[str], instance: Any) -> bool:
        """Whether the person may do one of these with this file."""
        return any(self._may(user, action, instance) for action in actions)

    def _may(self, user: User, action: str, instance: Any) -> bool:
        if action not in {"delete", "alter", "replace"}:
            return bool(super().user_has_any_permission_for_instance(user, [action], instance))
        if not super().user_has_any_permission_for_instance(user, ["change"], instance):
            return False
        return is_staff(user) or (action != "replace" and not is_on_show(instance))
