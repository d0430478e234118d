"""What the history of a partner says of its members."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from partners.enums import Role


class MemberFormatter(LogFormatter):
    """A sentence with who it is about and the role. It begins with a word: Wagtail makes its first letter a capital."""

    sentence: str | Promise = ""

    def format_message(self, log_entry: Any) -> str:
        """The sentence."""
        data = log_entry.data or {}
        return self.sentence % {
            "who": data.get("email") or data.get("member", {}).get("name") or "—",
            "role": _role(data.get("role", "")),
            "before": _role(data.get("before", "")),
        }


class Invited(MemberFormatter):
    """Somebody was written to."""

    label = gettext_lazy("Invite a member")
    sentence = gettext_lazy("Invited: %(who)s (%(role)s)")


class Revoked(MemberFormatter):
    """An invitation was taken back."""

    label = gettext_lazy("Revoke an invitation")
    sentence = gettext_lazy("Invitation revoked: %(who)s")


class Joined(MemberFormatter):
    """An invitation was accepted."""

    label = gettext_lazy("Join a partner")
    sentence = gettext_lazy("Joined: %(who)s (%(role)s)")


class Left(MemberFormatter):
    """A member was removed, or left."""

    label = gettext_lazy("Remove a member")
    sentence = gettext_lazy("No longer a member: %(who)s (%(role)s)")


class RoleChanged(MemberFormatter):
    """A member has another role."""

    label = gettext_lazy("Change a member’s role")
    sentence = gettext_lazy("Role of %(who)s: %(before)s → %(role)s")


def register(actions: LogActionRegistry) -> None:
    """Name the entries that invitations and memberships write."""
    for action, formatter in (
        ("portal.invite", Invited),
        ("portal.revoke", Revoked),
        ("portal.join", Joined),
        ("portal.leave", Left),
        ("portal.role", RoleChanged),
    ):
        actions.register_action(action)(formatter)


def _role(value: str) -> str:
    return str(Role(value).label) if value in Role.values else _("unknown")
