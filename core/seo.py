"""What pages say to machines: schema.org nodes for search engines, a card for those who share a link.

`structured_data` and `card` of a page or another public object are built from these pieces; the tags of
`core.templatetags.seo_tags` print them. Nothing here asks the database but for a rendition.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.images.models import SourceImageIOError

from core.alternates import HREFLANG, absolute, home_path, other_language
from core.languages import source_code
from core.models import BasePage, PortalImage
from core.typography import prose

Node = dict[str, Any]

# What Facebook, LinkedIn and Mastodon show whole (https://developers.facebook.com/docs/sharing/webmasters/images).
SHARED = "fill-1200x630|format-jpeg"

# Characters that could end the script element, or the line of an old JavaScript.
_ESCAPED = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class SharedImage:
    """A rendition with its absolute address and its size in pixels; no `alt` for a decorative one."""

    url: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True)
class Card:
    """What a shared link shows. `type` is one of Open Graph's: website, article, profile."""

    title: str
    description: str
    type: str = "website"
    image: SharedImage | None = None
    published: datetime | None = None
    modified: datetime | None = None


class Described(Protocol):
    """A page or another public object that can tell machines what it is."""

    def structured_data(self, request: HttpRequest) -> list[Node]:
        """The schema.org nodes of the object."""

    def card(self, request: HttpRequest) -> Card:
        """What a shared link shows of the object."""


def shared_image(image: PortalImage | None, alt: str = "", *, spec: str = SHARED) -> SharedImage | None:
    """A rendition of an image, made when it is asked for the first time; none where the file is gone or broken."""
    if image is None:
        return None
    try:
        rendition = image.get_rendition(spec)
    except (SourceImageIOError, OSError):
        return None
    return SharedImage(absolute(rendition.url), rendition.width, rendition.height, alt)


def node(kind: str, **properties: Any) -> Node:
    """A schema.org node of type `kind`, without the properties that have no value; `id` is its address as a thing."""
    name = {"id": "@id"}
    kept = {name.get(key, key): value for key, value in properties.items() if value not in (None, "", [], ())}
    return {"@type": kind, **kept}


def words(text: str) -> str:
    """A sentence as the language of the page prints it."""
    return prose(text, spoken())


def spoken() -> str:
    """The language of the page that is being written: `fr` or `en`."""
    return "en" if get_language() == "en" else "fr"


def language_tag() -> str:
    """The language of the page with its region: `fr-CA` or `en-CA`."""
    return HREFLANG[spoken()]


def address(page: Any, request: HttpRequest | None = None) -> str | None:
    """The absolute address of a page; none while it has no place in a site."""
    path = page.get_url(request) if page.url_path else None
    return absolute(path) if path else None


def moment(value: datetime | date | None) -> str | None:
    """A date as it is, an instant with the offset of the portal's clock (ISO 8601)."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value.isoformat() if value else None


def one_or_all(values: list[Any]) -> Any:
    """The value alone where there is one, else the list."""
    return values[0] if len(values) == 1 else values


def other_version(kind: str, page: BasePage, request: HttpRequest) -> Node:
    """The properties that name the page in the other language: the French is what the English translates.

    Nothing where readers find it in one language only. One query, unless the sister has been asked for.
    """
    if page.sister is None:
        return {}
    is_original = spoken() == source_code()
    found = node(kind, url=address(page.sister, request), inLanguage=HREFLANG[other_language(spoken())])
    return {"workTranslation" if is_original else "translationOfWork": found}


def picture(image: SharedImage | None) -> Node | None:
    """The node of an image."""
    return node("ImageObject", url=image.url, width=image.width, height=image.height) if image else None


def website_id() -> str:
    """The portal as a thing, in the language of the page; the node that says what it is stands on the home page."""
    return absolute(f"{home_path(spoken())}#website")


def breadcrumb_list(page: BasePage, request: HttpRequest) -> list[Node]:
    """The way to a page from the home page, itself included; nothing for a home page, which has none."""
    if not page.breadcrumbs:
        return []
    steps: list[tuple[str, str | None]] = [(crumb.title, absolute(crumb.url)) for crumb in page.breadcrumbs]
    steps.append((page.title, address(page, request)))
    items = [node("ListItem", position=rank, name=words(name), item=url) for rank, (name, url) in enumerate(steps, 1)]
    return [node("BreadcrumbList", itemListElement=items)]


def graph(nodes: list[Node]) -> str:
    """The nodes as JSON-LD that can stand inside a `script` element, whatever their words hold."""
    content = {"@context": "https://schema.org", "@graph": nodes}
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False).translate(_ESCAPED)
