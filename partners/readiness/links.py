"""Checks of the links: their form, their words, and the pages and documents that they lead to.

Nothing is fetched from elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from . import targets
from .reading import Link, Reading
from .registry import Finding, check, hint, obstacle

SCRIPTS = frozenset({"javascript", "vbscript", "data"})
PHONE = re.compile(r"^\+?[\d().\s;=a-z-]{3,40}$", re.IGNORECASE)
VAGUE = frozenset(
    {
        *(
            "ici",
            "cliquez ici",
            "cliquer ici",
            "lien",
            "ce lien",
            "lire la suite",
            "en savoir plus",
            "plus",
            "la suite",
        ),
        *("voir", "voir ici", "lire plus", "page", "cette page", "site web", "cliquez sur ce lien", "suivez ce lien"),
        *("here", "click here", "link", "this link", "read more", "learn more", "more", "this page", "website"),
    }
)
is_web_address = URLValidator(schemes=["http", "https"])


@dataclass
class Targets:
    """What the links of a page lead to, asked for once."""

    links: list[Link]
    own: dict[str, targets.OwnAddress] = field(init=False)

    def __post_init__(self) -> None:
        """Tell the portal's own addresses from those elsewhere."""
        typed = {link.address: targets.own_address(link.address) for link in self.links if link.address}
        self.own = {address: own for address, own in typed.items() if own is not None}

    @cached_property
    def documents(self) -> set[int]:
        """The documents that exist."""
        chosen = [link.document_id for link in self.links] + [own.document_id for own in self.own.values()]
        return targets.documents(key for key in chosen if key is not None)

    @cached_property
    def by_key(self) -> dict[int, targets.Target]:
        """The pages that exist, by their keys."""
        return self._pages[0]

    @cached_property
    def by_address(self) -> dict[str, targets.Target]:
        """The pages that exist, by the paths that Wagtail gives them."""
        return self._pages[1]

    @cached_property
    def redirected(self) -> set[str]:
        """The paths where no page stands and that lead on all the same."""
        lost = [own.path for own in self.own.values() if own.page_path and own.page_path not in self.by_address]
        return targets.redirected(lost)

    @cached_property
    def _pages(self) -> tuple[dict[int, targets.Target], dict[str, targets.Target]]:
        keys = [link.page_id for link in self.links if link.page_id is not None]
        return targets.pages(keys, [own.page_path for own in self.own.values() if own.page_path])


@check()
def links_that_lead_somewhere(reading: Reading) -> Iterator[Finding]:
    """Each link by its kind: a page, a document, an address of the portal or elsewhere."""
    known = Targets(reading.links)
    for link in reading.links:
        if link.page_id is not None:
            yield from _to_page(link, known.by_key.get(link.page_id), reading)
        elif link.document_id is not None:
            yield from _to_document(link, link.document_id, known)
        elif (own := known.own.get(link.address or "")) is not None:
            yield from _to_own_address(link, own, known, reading)
        else:
            yield from _elsewhere(link)


@check()
def links_that_say_where_they_lead(reading: Reading) -> Iterator[Finding]:
    """The words of a link are read alone by those who go from link to link."""
    for link in reading.links:
        if link.words is None:
            continue
        words = link.words.strip(" \u00a0.:…!?»«→>").casefold()
        if not words:
            yield hint("link-words", _("A link has no words: write where it leads, or remove it."), link.path)
        elif words in VAGUE or _is_bare_address(words):
            message = _("“%(words)s” does not say where the link leads: name the page or the organisation instead.")
            yield hint("link-words", message % {"words": shortened(link.words)}, link.path)


def shortened(text: str) -> str:
    """The first words of a text, enough to find it."""
    return Truncator(" ".join(text.split())).chars(50)


def _named(link: Link) -> dict[str, str]:
    return {"link": shortened(link.words or link.address or "")}


def _is_bare_address(words: str) -> bool:
    return words.startswith(("http://", "https://", "www.")) and " " not in words


def _to_page(link: Link, target: targets.Target | None, reading: Reading) -> Iterator[Finding]:
    if target is None:
        message = _("A link leads to a page that does not exist: choose another page or remove the link.")
        if link.words or link.address:
            message = _("The link “%(link)s” leads to a page that does not exist: choose another or remove the link.")
        yield obstacle("link-gone", message % _named(link), link.path)
    elif target.is_private:
        message = _("“%(title)s”, to which a link leads, is reserved: other readers will not be able to open it.")
        yield hint("link-private", message % {"title": target.title}, link.path)
    # What stands below a page is published with it.
    elif not target.is_live and not target.path.startswith(reading.page.path or "-"):
        message = _("“%(title)s”, to which a link leads, is not published yet: publish it first or remove the link.")
        yield hint("link-unpublished", message % {"title": target.title}, link.path)


def _to_document(link: Link, document_id: int, known: Targets) -> Iterator[Finding]:
    if document_id not in known.documents:
        message = _("A document was deleted: choose another one or remove it from the text.")
        if link.words:
            message = _("The document behind the link “%(link)s” was deleted: choose another one or remove the link.")
        yield obstacle("link-gone", message % _named(link), link.path)


def _to_own_address(link: Link, own: targets.OwnAddress, known: Targets, reading: Reading) -> Iterator[Finding]:
    if own.is_admin:
        message = _("The link “%(link)s” leads to the administration, closed to readers: choose the page itself.")
        yield obstacle("link-admin", message % _named(link), link.path)
    elif own.document_id is not None:
        yield from _to_document(link, own.document_id, known)
    elif not own.is_known:
        yield from _to_page(link, None, reading)
    elif own.page_path and own.path not in known.redirected:
        yield from _to_page(link, known.by_address.get(own.page_path), reading)


def _elsewhere(link: Link) -> Iterator[Finding]:
    address = link.address or ""
    scheme = address.partition(":")[0].lower() if ":" in address else ""
    if scheme in SCRIPTS:
        message = _("The link “%(link)s” runs a script: replace it with the address of a page.")
        yield obstacle("link-script", message % _named(link), link.path)
    elif address.startswith("#"):
        message = _("The link “%(link)s” leads to a place of the page that does not exist: remove it.")
        yield obstacle("link-anchor", message % _named(link), link.path)
    elif scheme == "mailto":
        yield from _to_mailbox(link, address)
    elif scheme == "tel":
        if not PHONE.match(address.partition(":")[2]):
            message = _("“%(address)s” is no telephone number: type digits, with + and the country first.")
            yield obstacle("link-malformed", message % {"address": address}, link.path)
    elif not _is_web(address):
        message = _("“%(address)s” is no complete address: begin it with https:// and copy all of it.")
        yield obstacle("link-malformed", message % {"address": shortened(address)}, link.path)
    elif scheme == "http":
        message = _("“%(address)s” is not a secure address: try it with https://.")
        yield hint("link-insecure", message % {"address": shortened(address)}, link.path)


def _to_mailbox(link: Link, address: str) -> Iterator[Finding]:
    recipients = unquote(urlsplit(address).path).split(",")
    try:
        for recipient in recipients:
            validate_email(recipient.strip())
    except ValidationError:
        message = _("“%(address)s” is no e-mail address: write it as name@example.ca.")
        yield obstacle("link-malformed", message % {"address": address.partition(":")[2]}, link.path)


def _is_web(address: str) -> bool:
    try:
        is_web_address(address)
    except (ValidationError, ValueError):
        return False
    return True
