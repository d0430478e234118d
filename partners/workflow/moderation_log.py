"""What the history of a page says of moderation."""

from typing import Any

from django.utils.translation import gettext_lazy as _


def register(actions: Any) -> None:
    """Name the entries that the verbs of moderation write."""
    actions.register_action(
        "portal.restart", _("Approvals begin again"), _("The text has changed: approvals begin again")
    )
    actions.register_action(
        "portal.force_publish", _("Publish without a second person"), _("Published without a second person")
    )
    actions.register_action("portal.confirm_forced", _("Confirm a publication"), _("Confirmed by a second person"))
