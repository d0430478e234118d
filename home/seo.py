"""The portal itself as a schema.org node."""

from django.http import HttpRequest
from django.urls import reverse

from core.alternates import absolute
from core.models import SiteSettings
from core.seo import Node, address, language_tag, node, website_id, words
from home.models import HomePage


def portal(page: HomePage, request: HttpRequest) -> Node:
    """The web site in the language of the page, with its search."""
    settings = SiteSettings.load(request_or_site=request)
    target = f"{absolute(reverse('search'))}?q={{search_term_string}}"
    search = node("SearchAction", target=node("EntryPoint", urlTemplate=target))
    return node(
        "WebSite",
        id=website_id(),
        url=address(page, request),
        name=settings.portal_name,
        alternateName=words(settings.tagline),
        description=words(page.description),
        inLanguage=language_tag(),
        publisher=node("Organization", name=settings.portal_name, url=absolute("/")),
        potentialAction=search | {"query-input": "required name=search_term_string"},
    )
