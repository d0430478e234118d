"""The sitemap: every page that readers may open, each with its versions."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page

from core.alternates import Alternate
from core.querysets import visible_pages

# A sitemap file may hold 50,000 addresses (https://www.sitemaps.org/protocol.html).
MOST_ADDRESSES = 50_000


def entries(request: HttpRequest) -> list[dict[str, Any]]:
    """Each page with its address, its last change, its versions. As many queries for one page as for all."""
    versions: dict[Any, list[Alternate]] = {}
    found = []
    for page in _listed():
        alternate = Alternate(page.locale.language_code, page.get_url(request))
        versions.setdefault(page.translation_key, []).append(alternate)
        found.append((page, alternate))
    return [
        {
            "url": alternate.url,
            "changed": page.last_published_at,
            "alternates": sorted(versions[page.translation_key], key=lambda version: version.language != "fr"),
        }
        for page, alternate in found
    ]


def sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`, with `hreflang` for each version: Wagtail's own has none."""
    return render(request, "sitemap.xml", {"entries": entries(request)}, content_type="application/xml")


def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: everything public may be indexed; the administration is none of it."""
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


def _listed() -> QuerySet[Page]:
    pages = visible_pages().filter(depth__gt=1).select_related("locale").order_by("path")
    return pages.defer_streamfields()[:MOST_ADDRESSES]
