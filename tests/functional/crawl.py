"""Everything that a visitor can reach from the two home pages by following links, as a robot sees it."""

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import requests
from bs4 import BeautifulSoup, Tag

HOMES = ("/fr/", "/en/")
STARTS = (*HOMES, "/", "/robots.txt")
SITEMAP = "/sitemap.xml"
# Where each element keeps the addresses of what it loads or leads to; a srcset holds several.
ADDRESSES = {
    "a": ("href",),
    "link": ("href",),
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "form": ("action",),
    "use": ("href",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "embed": ("src",),
    "object": ("data",),
}
TEXTS = ("text/", "application/xml", "application/json", "application/atom+xml", "application/rss+xml", "image/svg+xml")


@dataclass
class Answer:
    """What the server answers to an address (path and query). `found_on` is the page that led to it."""

    address: str
    status: int
    type: str
    headers: dict[str, str]
    text: str
    found_on: str

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The parsed page."""
        return BeautifulSoup(self.text, "html.parser")

    @property
    def path(self) -> str:
        """The address without its query."""
        return urlsplit(self.address).path

    @property
    def language(self) -> str:
        """The language that the address promises."""
        return self.path[1:3]

    @property
    def is_page(self) -> bool:
        """Whether it is a page that readers see."""
        return self.type == "text/html" and self.status == 200


def links(soup: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    """Every element that has an address, with each of its addresses as written."""
    for element in soup.find_all(list(ADDRESSES)):
        for attribute in ADDRESSES[element.name]:
            value = element.get(attribute)
            if value is None:
                continue
            # An address of ours holds neither comma nor space.
            parts = [part.split()[0] for part in value.split(",")] if attribute == "srcset" else [value]
            for part in parts:
                yield element, part


def crawl(portal: str) -> list[Answer]:
    """Follow every link inside the portal, once, then the sitemap's.

    From a page with a query, no other query is followed: months never end.
    """
    found: list[Answer] = []
    seen: set[str] = {SITEMAP}
    with requests.Session() as session:
        for starts in (STARTS, (SITEMAP,)):
            queue = deque((start, "") for start in starts)
            seen.update(starts)
            while queue:
                address, found_on = queue.popleft()
                answer = fetch(session, portal, address, found_on)
                found.append(answer)
                for target in targets(answer, portal):
                    if target not in seen and not ("?" in target and "?" in address):
                        seen.add(target)
                        queue.append((target, address))
    return found


def fetch(session: requests.Session, portal: str, address: str, found_on: str) -> Answer:
    """Ask for one address; a redirect is not followed."""
    response = session.get(portal + address, allow_redirects=False, timeout=60)
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    text = response.text if kind.startswith(TEXTS) else ""
    return Answer(address, response.status_code, kind, dict(response.headers), text, found_on)


def targets(answer: Answer, portal: str) -> Iterator[str]:
    """The addresses inside the portal that an answer leads to."""
    if "Location" in answer.headers:
        yield from inside(portal, answer.address, answer.headers["Location"])
    if answer.type == "text/html":
        for _element, address in links(answer.soup):
            yield from inside(portal, answer.address, address)
    elif answer.address == SITEMAP:
        for location in ElementTree.fromstring(answer.text).iterfind(".//{*}loc"):
            yield from inside(portal, answer.address, location.text)


def inside(portal: str, base: str, address: str) -> Iterator[str]:
    """The path and query of an address as written on a page, if it is of the portal."""
    url = urldefrag(urljoin(portal + base, address.strip())).url
    if url.startswith(portal + "/"):
        yield url.removeprefix(portal)


def dumped(answers: list[Answer]) -> str:
    """The crawl as text, for the other processes of the test run."""
    return json.dumps([asdict(answer) for answer in answers])


def loaded(text: str) -> list[Answer]:
    """The crawl that another process made."""
    return [Answer(**row) for row in json.loads(text)]
