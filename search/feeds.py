"""A search as a JSON Feed (https://www.jsonfeed.org/version/1.1/), for other programs."""

import json
from hashlib import sha256
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from core.alternates import HREFLANG, absolute
from core.feeds import PUBLIC, identity
from core.models import SiteSettings
from core.seo import moment
from core.typography import prose
from partners import bylines
from search import addresses
from search.results import Result, Results
from search.templatetags.search_tags import highlighted

VERSION = "https://jsonfeed.org/version/1.1"
CONTENT_TYPE = "application/feed+json; charset=utf-8"


def answer(request: HttpRequest, results: Results) -> HttpResponseBase:
    """The feed, or word that it has not changed. What the database says in the engine's place is asked for again."""
    content = json.dumps(feed(request, results), ensure_ascii=False).encode()
    etag = quote_etag(sha256(content).hexdigest()[:32])
    whole = HttpResponse(content, content_type=CONTENT_TYPE)
    response = get_conditional_response(request, etag, response=whole) or whole
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache" if results.answer.is_fallback else PUBLIC
    return response


def feed(request: HttpRequest, results: Results) -> dict[str, Any]:
    """One page of the search. Five queries more than the page itself, where it shows anything."""
    prefetch_related_objects(results.publications, *bylines.ROWS)
    number = results.page.number
    found = {
        "version": VERSION,
        "title": _title(request, results),
        "home_page_url": absolute(addresses.page_of(results, number)),
        "feed_url": absolute(addresses.page_of(results, number, is_feed=True)),
        "language": HREFLANG[results.language],
        "items": [_item(request, result, results.language) for result in results.page.object_list],
        "_search": _search(request, results),
    }
    if results.page.has_next():
        found["next_url"] = absolute(addresses.page_of(results, number + 1, is_feed=True))
    return found


def _title(request: HttpRequest, results: Results) -> str:
    portal = SiteSettings.load(request_or_site=request).portal_name
    if not results.asked.typed:
        return _("%(portal)s: search") % {"portal": portal}
    return _("%(portal)s: search for “%(words)s”") % {"portal": portal, "words": results.asked.typed}


def _item(request: HttpRequest, result: Result, language: str) -> dict[str, Any]:
    page = result.publication
    summary = prose(page.summary, language)
    item = {
        "id": identity(page.translation_key, language),
        "url": absolute(page.get_url(request)),
        "title": prose(page.title, language),
        "summary": summary,
        # A reader's program wants a content where there is an item.
        "content_text": summary,
        "language": HREFLANG[language],
        "date_published": moment(page.first_published_at),
        "date_modified": moment(page.last_published_at),
        "authors": [{"name": name} for name in bylines.authors(page)],
        "tags": bylines.tags(page),
        "_search": {"type": page.type, "extract_html": highlighted(result.extract) if result.extract else None},
    }
    return {name: value for name, value in item.items() if value not in (None, "", [])}


def _search(request: HttpRequest, results: Results) -> dict[str, Any]:
    """What only a search says, as an extension of the format."""
    found = results.answer
    return {
        "total": found.total,
        "page": results.page.number,
        "pages": results.page.paginator.num_pages,
        "sort": str(results.asked.sort),
        "facets": [
            {
                "name": facet.name,
                "label": str(facet.label),
                "values": [
                    {"value": one.value, "label": one.label, "count": one.count, "is_selected": one.is_selected}
                    for one in options
                ],
            }
            for facet, options in results.facets
        ],
        "partners": [
            {"title": page.partner.name, "url": absolute(page.get_url(request))} for page in results.beside.partners
        ],
        "people": [{"title": one.name, "url": absolute(one.get_absolute_url())} for one in results.beside.people],
        "spelling": found.spelling,
        "elsewhere": {
            "language": HREFLANG[results.other_language],
            "total": found.elsewhere,
            "url": absolute(addresses.elsewhere(results)),
        },
        "is_similar": found.is_similar,
        "is_fallback": found.is_fallback,
        "notices": list(results.asked.notices),
    }
