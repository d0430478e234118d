"""What other programs come back for: Atom feeds, and the answer to “has it changed?” for any of their formats."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5
from xml.sax.xmlreader import AttributesImpl

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date, quote_etag
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from core.alternates import HREFLANG, absolute, home_path
from core.models import BasePage, SiteSettings
from core.typography import prose

# A reader's program, or a cache on the way, may go five minutes without asking: what is withdrawn is soon gone.
PUBLIC = "public, max-age=300"

# When a feed without entries was last changed.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def answer(request: HttpRequest, content: bytes, content_type: str, *, changed: datetime | None) -> HttpResponseBase:
    """The content with its `ETag` and `Last-Modified`; 304 and nothing else when the asker has it already.

    The tag is computed from the content: a person renamed or a page withdrawn changes it too, when no page has a later
    date. `changed` is the last publication of what is listed (aware).
    """
    etag = quote_etag(sha256(content).hexdigest()[:32])
    modified = int((changed or NEVER).timestamp())
    whole = HttpResponse(content, content_type=content_type)
    response = get_conditional_response(request, etag, modified, whole) or whole
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(modified)
    response.headers["Cache-Control"] = PUBLIC
    return response


def identity(translation_key: UUID, language: str) -> str:
    """The name of a page in a language, the same wherever the page moves (RFC 4122, version 5)."""
    return uuid5(translation_key, language).urn


class Atom(Atom1Feed):
    """Django's Atom, with several authors, with the language of each entry, and the same bytes for the same entries."""

    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self) -> datetime:
        """The last change of what is listed; Django gives the present where nothing is."""
        return max((item["updateddate"] for item in self.items if item["updateddate"]), default=NEVER)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Say so when an entry is not in the language of the feed."""
        return {} if item["language"] == self.feed["language"] else {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Add every author, and the content where more than the summary is sent."""
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})
        for author in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", author)
            handler.endElement("author")


class PageFeed(Feed):
    """An Atom feed of pages in the language of its address. A new one is made for each request.

    A subclass says `name` (that of its address), `title`, `pages()` in their order with their locale, `authors_of`.
    """

    feed_type = Atom
    name: str

    def __init__(self, request: HttpRequest) -> None:
        """Read the language of the address and the settings of the portal. One query at most."""
        self.request = request
        self.language = HREFLANG[request.LANGUAGE_CODE]
        self.portal = SiteSettings.load(request_or_site=request)
        self.author_name = self.portal.portal_name

    @classmethod
    def as_view(cls) -> Callable[[HttpRequest], HttpResponseBase]:
        """A view that answers with the feed, or with word that it has not changed."""

        @require_safe
        def view(request: HttpRequest) -> HttpResponseBase:
            feed = cls(request).get_feed(None, request)
            content = feed.writeString("utf-8").encode()
            return answer(request, content, Atom.content_type, changed=feed.latest_post_date())

        return view

    def pages(self) -> Iterable[BasePage]:
        """The pages of the feed, latest first."""
        raise NotImplementedError

    def authors_of(self, page: BasePage) -> list[str]:
        """Who signs a page: at least one name."""
        raise NotImplementedError

    def content_of(self, page: BasePage) -> str:  # noqa: ARG002 -- a subclass may say more
        """What a reader's program shows in place of the summary, as HTML; nothing where the summary says it all."""
        return ""

    def items(self) -> list[BasePage]:
        """Django's name for the pages."""
        return list(self.pages())

    def link(self) -> str:
        """The home page in the language of the feed."""
        return absolute(home_path(self.request.LANGUAGE_CODE))

    def feed_url(self) -> str:
        """The feed itself."""
        return absolute(reverse(self.name))

    def feed_guid(self) -> str:
        """The feed is known by its address."""
        return self.feed_url()

    def item_title(self, item: BasePage) -> str:
        """The title, as its language prints it. Atom's titles are plain text: Django's own escape would show."""
        return prose(item.title, item.language)

    def item_description(self, item: BasePage) -> str:
        """The summary. Django writes it as HTML, so it is escaped as such."""
        return escape(prose(item.description, item.language))

    def item_link(self, item: BasePage) -> str:
        """The absolute address."""
        return absolute(item.get_url(self.request))

    def item_guid(self, item: BasePage) -> str:
        """A name that outlives moves and renamed addresses."""
        return identity(item.translation_key, item.language)

    def item_pubdate(self, item: BasePage) -> datetime | None:
        """When it was first published."""
        return item.first_published_at

    def item_updateddate(self, item: BasePage) -> datetime:
        """When it was last published."""
        return item.last_published_at or item.first_published_at or NEVER

    def item_extra_kwargs(self, item: BasePage) -> dict[str, Any]:
        """The authors, the content, and the language of the entry."""
        return {
            "authors": self.authors_of(item),
            "content": self.content_of(item),
            "language": HREFLANG[item.language],
        }
