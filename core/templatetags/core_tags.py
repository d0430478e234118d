"""Tags of the public templates."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import template
from django.db.models import Q
from django.http import HttpRequest
from wagtail.blocks import StructValue
from wagtail.models import Page

from core.alternates import Alternate, home_path, of_page, of_view, other_language
from core.models import MenuItem
from core.querysets import visible_pages

register = template.Library()

# Just below a home page, itself below the root.
STANDING_DEPTH = 3
NAMED = "_named_everywhere"


@dataclass(frozen=True)
class Entry:
    """An entry of the header menu as a reader sees it."""

    label: str
    href: str
    is_current: bool
    is_above: bool = False


@register.simple_tag(takes_context=True)
def header_menu(context: dict[str, Any]) -> list[Entry]:
    """The entries of the header menu in the reader's language. Two queries, however many entries.

    A page that has no version in this language, or that readers cannot open, is left out.
    """
    request: HttpRequest = context["request"]
    items = list(MenuItem.objects.filter(settings=context["portal"].pk).select_related("page"))
    keys = {item.page.translation_key for item in items if item.page}
    hrefs = {page.translation_key: page.get_url(request) for page in _named_everywhere(request, keys)}
    entries = []
    for item in items:
        href = hrefs.get(item.page.translation_key) if item.page else item.url
        if href:
            is_current = request.path == href
            entries.append(Entry(item.label, href, is_current, not is_current and request.path.startswith(href)))
    return entries


@register.simple_tag(takes_context=True)
def standing_pages(context: dict[str, Any]) -> list[Entry]:
    """The pages that the footer names: those just below the home page that are marked “show in menus”.

    No query where the header menu has been printed before.
    """
    request: HttpRequest = context["request"]
    entries = []
    for page in _named_everywhere(request, set()):
        if page.show_in_menus and page.depth == STANDING_DEPTH:
            href = page.get_url(request)
            entries.append(Entry(page.title, href, request.path == href))
    return entries


def _named_everywhere(request: HttpRequest, keys: set[UUID]) -> list[Page]:
    """The pages that every page names, in the order of the tree. One query, asked once for a request."""
    known: list[Page] | None = request.__dict__.get(NAMED)
    if known is None:
        wanted = Q(translation_key__in=keys) | Q(show_in_menus=True, depth=STANDING_DEPTH)
        pages = visible_pages().filter(wanted, locale__language_code=request.LANGUAGE_CODE)
        known = request.__dict__[NAMED] = list(pages.order_by("path"))
    return known


@register.simple_tag(takes_context=True)
def page_alternates(context: dict[str, Any]) -> list[Alternate]:
    """The addresses of this very page in each language that it has; none for a page of error.

    A view whose address holds more than a path says them itself, as `own_alternates`.
    """
    if context.get("own_alternates"):
        return context["own_alternates"]
    page = context.get("page")
    request = context["request"]
    if context.get("is_error"):
        return []
    if page is not None and hasattr(page, "sister"):
        return of_page(page, request) if page.pk and page.url_path else []
    return of_view(request)


@register.inclusion_tag("components/language_link.html", takes_context=True)
def language_link(context: dict[str, Any], alternates: list[Alternate]) -> dict[str, Any]:
    """The link to this page in the other language, or a sentence and the way to that language's home page."""
    language = other_language(context["request"].LANGUAGE_CODE)
    sister = next((alternate for alternate in alternates if alternate.language == language), None)
    is_error = context.get("is_error", False)
    return {"language": language, "sister": sister, "home": home_path(language), "is_error": is_error}


@register.simple_tag(takes_context=True)
def page_url(context: dict[str, Any], page: Page) -> str:
    """The path of a page."""
    return page.get_url(context["request"]) or ""


@dataclass(frozen=True)
class Link:
    """A link of a body as a reader sees it."""

    label: str
    href: str
    is_external: bool


@register.simple_tag(takes_context=True)
def resolved_links(context: dict[str, Any], links: list[StructValue]) -> list[Link]:
    """The links of a block, each page in the reader's language where there is one. One query, however many links.

    A link to a page that readers cannot open is left out.
    """
    request: HttpRequest = context["request"]
    keys = [link["page"].translation_key for link in links if link["page"]]
    versions: dict[Any, dict[str, Page]] = {}
    for page in visible_pages().filter(translation_key__in=keys).select_related("locale") if keys else ():
        versions.setdefault(page.translation_key, {})[page.locale.language_code] = page
    resolved = []
    for link in links:
        if not link["page"]:
            resolved.append(Link(link["label"], link["url"], is_external=True))
            continue
        found = versions.get(link["page"].translation_key, {})
        page = found.get(request.LANGUAGE_CODE) or next(iter(found.values()), None)
        if page:
            resolved.append(Link(link["label"], page.get_url(request), is_external=False))
    return resolved
