"""Read whatever somebody can reach from where one starts: links, pictures, forms, windows, lists, exports."""

import json
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from tests.isolation.asking import undone
from tests.isolation.world import MARKS, text_of

# How many addresses of the same view, asked in the same way, are read; of some, more.
ENOUGH = 2
MORE = {"wagtail_serve": 60, "wagtailadmin_explore": 8, "portal_desk:list": 30, "wagtailadmin_pages:edit": 4}
# How lists are searched, where it is not by `q`.
QUERIES = {
    "wagtailadmin_api:pages:listing": "search",
    "wagtailadmin_api:images:listing": "search",
    "wagtailadmin_api:documents:listing": "search",
    "wagtailadmin_tag_autocomplete": "term",
}
SEARCHES = {"q", *QUERIES.values()}
# Of what is written in a page, an address: those of attributes, and those that scripts are given.
ADDRESS = re.compile(r"""["'(=]((?:https?://(?:testserver|localhost)(?::80)?)?/[^"'\s<>()\\]*)""")
# What would end the visit, or is no page.
LEFT_OUT = re.compile(r"^/(static/|admin/logout/|admin/password_reset/|admin/login/|fr/_util/|en/_util/)")
# Orders and pages of a list say nothing that the list does not.
IGNORED = {"next", "ordering", "p", "_w_filter_fragment", "is_searching"}


def secrets(mark: str) -> re.Pattern[str]:
    """The mark with more after it: a search repeats the mark alone, which whoever asks knows already."""
    return re.compile(rf"{mark}[ \-_@+.][a-zà-ÿ0-9]+")


@dataclass
class Crawl:
    """One person's visit. `read` counts the addresses of each view; `found` holds each mark's words, and where."""

    client: Client
    # What is typed into every search.
    searched: tuple[str, ...] = ()
    read: Counter[str] = field(default_factory=Counter)
    found: dict[str, dict[str, str]] = field(default_factory=lambda: {owner: {} for owner in MARKS})
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.waiting: deque[str] = deque()
        self.known: set[str] = set()
        self.asked: Counter[tuple[str, tuple[str, ...]]] = Counter()

    def go(self, starts: Iterable[str]) -> "Crawl":
        """Read everything from there."""
        with undone():
            self.add(starts)
            while self.waiting:
                self.visit(self.waiting.popleft())
        return self

    def add(self, urls: Iterable[str]) -> None:
        """Put aside what is new and of a kind of which not enough has been read."""
        for url in urls:
            plain = normal(url)
            if plain in self.known or LEFT_OUT.match(plain):
                continue
            self.known.add(plain)
            name = view_of(plain)
            if name is None:
                continue
            kind = (name, tuple(sorted(dict(parse_qsl(urlsplit(plain).query)))))
            enough = len(self.searched) if set(kind[1]) & SEARCHES else MORE.get(name, ENOUGH)
            if self.asked[kind] < enough:
                self.asked[kind] += 1
                self.waiting.append(plain)

    def visit(self, url: str) -> None:
        """Read one address, and put aside where it leads."""
        self.client.cookies.pop("messages", None)
        self.client.raise_request_exception = False
        response = self.client.get(url)
        self.read[view_of(url) or url] += 1
        if response.status_code >= 500:
            self.failed.append(f"{response.status_code} {url}")
        text = text_of(response)
        for owner, mark in MARKS.items():
            for words in secrets(mark).findall(text):
                self.found[owner].setdefault(words, url)
        self.add(urljoin(url, address) for address in addresses_in(response, text))
        self.add(self.further(url, text))

    def further(self, url: str, text: str) -> Iterator[str]:
        """The same list, searched, and as a file."""
        name = view_of(url) or ""
        if "?" in url:
            return
        if name in QUERIES or 'name="q"' in text or name.endswith("results"):
            yield from (f"{url}?{QUERIES.get(name, 'q')}={words}" for words in self.searched)
        if "export=" in text:
            yield from (f"{url}?export={kind}" for kind in ("csv", "xlsx"))


def normal(url: str) -> str:
    """The address without what says nothing."""
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in IGNORED]
    return parts.path + (f"?{urlencode(sorted(query))}" if query else "")


def view_of(url: str) -> str | None:
    """The name of the view at an address, or nothing."""
    try:
        match = resolve(urlsplit(url).path)
    except Resolver404:
        return None
    return match.view_name or None


def addresses_in(response: Any, text: str) -> list[str]:
    """Every address that an answer names. The text is in lower case, which addresses of the portal are."""
    found = [response.headers["Location"]] if "Location" in response.headers else []
    kind = response.headers.get("Content-Type", "")
    if "json" in kind:
        text = unescape(json.dumps(json.loads(response.content or b"null"), ensure_ascii=False).replace('\\"', '"'))
    elif ("html" in kind or "xml" in kind) and not response.streaming:
        text = unescape(unescape(response.content.decode()))
        text += " ".join(f"={line.strip()} " for line in re.findall(r"<loc>([^<]*)</loc>", text))
    else:
        return found
    return found + ADDRESS.findall(text.replace("\\u002D", "-").replace("\\/", "/"))
