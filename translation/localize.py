"""Every change that the portal makes to wagtail-localize stands here.

The package passes by moderation in several ways: it publishes on commit, saves the live row, lists every title. Its
views answer administrators only, and so does its segment editor, which takes the place of Wagtail's for a page that is
kept in step with another.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail_localize import wagtail_hooks as package
from wagtail_localize.models import Translation

from core import gate

VIEWS = ("wagtail_localize:*",)


def administrators(request: HttpRequest, _kwargs: dict[str, Any]) -> bool:
    """Administrators."""
    return bool(request.user.is_superuser)


def connect() -> None:
    """Close the package's own views."""
    gate.open_to(administrators, VIEWS)


def edit_in_step(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead whoever opens a translation to its source; administrators go on to the package's editor."""
    if request.user.is_superuser:
        return package.before_edit_page(request, page)
    # A request that starts or converts a translation is one of the package's views, whatever its address.
    asked = any(name.startswith("localize-") for name in request.POST)
    source = _source_of(page)
    if source is None and not asked:
        return None
    messages.warning(
        request,
        _(
            "“%(title)s” is kept in step with its French page: change that one. "
            "An administrator brings this one up to date."
        )
        % {"title": page.get_admin_display_title()},
    )
    if source is None or not source.permissions_for_user(request.user).can_edit():
        return redirect("wagtailadmin_home")
    return redirect("wagtailadmin_pages:edit", source.pk)


def buttons(page: Page, user: Any, view_name: str | None = None, next_url: str | None = None) -> Iterator[Button]:  # noqa: ARG001
    """One button, without a query: the package asks three questions of each row of the explorer."""
    if user.is_superuser and not page.is_root() and page.alias_of_id is None:
        yield Button(
            _("Translate this page"),
            reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
            priority=60,
            icon_name="wagtail-localize-language",
        )


def leave_out_actions(items: list[ActionMenuItem], request: HttpRequest, _context: dict[str, Any]) -> None:
    """Take the package's entries out of the editor's menu for all but administrators."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if not (item.name or "").startswith("localize-")]


def leave_out_report(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take the package's report out of the menu for all but administrators."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if not isinstance(item, package.TranslationsReportMenuItem)]


def replace(hook: str, theirs: Callable[..., Any], ours: Callable[..., Any]) -> None:
    """Put a function of ours in the place of one of the package's. Raises `ValueError` when it is not there."""
    registered = hooks._hooks[hook]  # noqa: SLF001 -- Wagtail offers no way to take a hook back
    registered.remove((theirs, 0))
    hooks.register(hook, ours)


def _source_of(page: Page) -> Page | None:
    """The page with which this one is kept in step, if it is."""
    translation = (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .select_related("source")
        .first()
    )
    if translation is None:
        return None
    return Page.objects.filter(translation_key=page.translation_key, locale_id=translation.source.locale_id).first()
