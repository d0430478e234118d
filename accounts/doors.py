"""Which views of the accounts are open to others than administrators."""

from typing import Any

from django.http import HttpRequest
from post_office.models import Email
from wagtail.permissions import policy_registry

from core import gate


def readers_of_mails(request: HttpRequest, _kwargs: dict[str, Any]) -> bool:
    """Whoever was given the permission `post_office.view_email`, by a group."""
    return policy_registry.get_by_type(Email).user_has_permission(request.user, "view")


def connect() -> None:
    """Open the doors."""
    gate.open_to(readers_of_mails, ("mails:*",))
