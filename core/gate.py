"""The gate of the administration: a view that no rule opens answers administrators only.

Wagtail's views check permissions themselves; about half of its security advisories were one that did not. Here a view
that is added tomorrow is closed until an application opens it, for whom it says, in its `AppConfig.ready`.
"""

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from wagtail.admin.auth import permission_denied
from wagtail.admin.utils import get_valid_next_url_from_request

from core.middleware import ADMIN_PREFIX
from core.refusals import Refused, tell

# Told the request and the arguments of the view, whether this person may come in.
Rule = Callable[[HttpRequest, dict[str, Any]], bool]

_rules: dict[str, Rule] = {}


def open_to(rule: Rule, names: Iterable[str]) -> None:
    """Open views, by the names of their addresses (`namespace:name`, with `*` for any characters), to whom a rule says.

    An exact name goes before a pattern, a longer pattern before a shorter one. Raises `ValueError` for a name that is
    ruled already.
    """
    for name in names:
        if _rules.get(name, rule) is not rule:
            message = f"Two rules for {name}."
            raise ValueError(message)
        _rules[name] = rule
    rule_for.cache_clear()


@cache
def rule_for(name: str) -> Rule | None:
    """The rule of a view, or nothing: then only administrators enter."""
    if name in _rules:
        return _rules[name]
    found = [pattern for pattern in _rules if fnmatchcase(name, pattern)]
    return _rules[max(found, key=len)] if found else None


class AdminGate:
    """Stops whoever is logged in at a view that is not open to them. Who is not is sent to log in by Wagtail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:  # noqa: D107
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do before the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Refuse as Wagtail does: with a message, on the person's own landing page."""
        match = request.resolver_match
        user = request.user
        if match is None or not request.path_info.startswith(ADMIN_PREFIX) or not user.is_authenticated:
            return None
        if user.is_active and user.is_superuser:
            return None
        rule = rule_for(match.view_name or "")
        if rule is not None and rule(request, kwargs):
            return None
        return permission_denied(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """A refusal that a view of Wagtail's does not expect is said, where the person was."""
        if not isinstance(exception, Refused) or not request.path_info.startswith(ADMIN_PREFIX):
            return None
        tell(request, exception)
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
