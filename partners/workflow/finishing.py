"""Where Wagtail's workflow ends. Wagtail imports this while models are being defined: nothing may be imported here."""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what every step approved (`partners.moderation.publish_approved`)."""
    from partners import moderation  # noqa: PLC0415 -- see above

    moderation.publish_approved(workflow_state, user)
