"""French first: a French page is not deleted from above the English that readers can open."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.languages import is_source

# How many titles one message names.
NAMED = 5


def keep_original(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Handler of `before_delete_page`: what is translated leaves readers first."""
    if not _refuse(request, [page]):
        return None
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def keep_originals(request: HttpRequest, action_type: str, objects: Iterable[Any], view: Any) -> HttpResponse | None:
    """Handler of `before_bulk_action`: the same for several pages; nothing is deleted when one of them stays."""
    if action_type != "delete" or not _refuse(request, [item for item in objects if isinstance(item, Page)]):
        return None
    return redirect(view.next_url)


def live_versions(page: Page) -> PageQuerySet:
    """What readers can open in another language of a French page and of those below it; nothing for other pages."""
    if not is_source(page):
        return Page.objects.none()
    keys = Page.objects.descendant_of(page, inclusive=True).order_by().values("translation_key")
    return Page.objects.live().filter(translation_key__in=keys).exclude(locale=page.locale_id).order_by("path")


def _refuse(request: HttpRequest, pages: Iterable[Page]) -> bool:
    """Say what keeps pages from being deleted, and return whether anything does."""
    is_refused = False
    for page in pages:
        if titles := list(live_versions(page).values_list("title", flat=True)[:NAMED]):
            is_refused = True
            messages.error(
                request,
                _(
                    "“%(title)s” cannot be deleted while readers can open it in English (%(titles)s): "
                    "withdraw it, which takes both away."
                )
                % {"title": page.get_admin_display_title(), "titles": ", ".join(f"“{title}”" for title in titles)},
            )
    return is_refused
