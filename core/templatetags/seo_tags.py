"""Tags of the head: what the page says to machines (`core.seo`). They print nothing where there is nothing to say."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.alternates import Alternate
from core.seo import Described, graph, spoken, words

register = template.Library()

LOCALES = {"fr": "fr_CA", "en": "en_CA"}


def described(context: dict[str, Any]) -> Described | None:
    """What the template is about: its page, or what the view of another public object calls `described`."""
    for name in ("page", "described"):
        found = context.get(name)
        if hasattr(found, "structured_data") and hasattr(found, "card"):
            return found
    return None


@register.simple_tag(takes_context=True)
def structured_data(context: dict[str, Any]) -> SafeString:
    """The page as one JSON-LD graph. A block of data: the content security policy has no say in it."""
    subject, request = described(context), context.get("request")
    nodes = subject.structured_data(request) if subject is not None and request is not None else []
    if not nodes:
        return SafeString("")
    script = '<script type="application/ld+json">{}</script>'
    return format_html(script, mark_safe(graph(nodes)))  # noqa: S308 -- `graph` leaves no character that HTML reads


@register.inclusion_tag("components/open_graph.html", takes_context=True)
def open_graph(context: dict[str, Any]) -> dict[str, Any]:
    """What shows where somebody shares the link of the page. The addresses are those of the canonical link."""
    subject, request = described(context), context.get("request")
    if subject is None or request is None:
        return {}
    card = subject.card(request)
    alternates: list[Alternate] = context.get("alternates") or []
    own = [alternate.url for alternate in alternates if alternate.language == spoken()]
    return {
        "card": card,
        "title": words(card.title),
        "description": words(card.description),
        "url": own[0] if own else "",
        "site_name": context["portal"].portal_name if "portal" in context else "",
        "locale": LOCALES[spoken()],
        "other_locales": [LOCALES[other.language] for other in alternates if other.language != spoken()],
    }
