"""What the English of a passage may hold: the tags and links of its French, all of its links, and nothing else.

A passage is inline HTML as wagtail-localize cuts it: links stand as `<a id="a1">`, their addresses are kept apart and
come back by that identifier. Whatever a translator writes, by hand or in a file, passes here.
"""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _

# What a browser takes for the beginning of a tag, a comment or a declaration. “a < b” is text.
_OPENING = re.compile(r"<[A-Za-z/!?]")
# Everything that a passage has of tags: values stand in quotes.
_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:\s+[\w:.-]+\s*=\s*("[^"<>]*"|'[^'<>]*'))*)\s*/?>"""
)
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# Tags without an end.
_EMPTY = frozenset({"br"})
_EMPTY_LINK = re.compile(r"<a\b[^>]*>(?:\s|&nbsp;)*</a\s*>", re.IGNORECASE)
_SPACING = frozenset("\t\n\r")
# They write a text from right to left where nobody sees it.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# What a program fills in: %(name)s, {name}.
_PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")

Tag = tuple[str, tuple[tuple[str, str], ...]]


def check(french: str, english: str) -> None:
    """Refuse an English passage that its French does not bear out. Pure: asks no database.

    Raises `ValueError` with a sentence, in the language of whoever asks.
    """
    _guard_characters(english)
    tags = list(_tags(english))
    _guard_known(list(_parsed(french)), tags)
    if _EMPTY_LINK.search(english):
        raise ValueError(_("A link has no words: put it around the words that carry it."))
    # The portal reads it with this parser later: it must not see what was not seen here.
    if sorted(tags) != sorted(_parsed(english)):
        raise ValueError(_("Its markup is broken."))
    if not unescape(_TAG.sub("", english)).strip():
        raise ValueError(_("It has no words."))
    for lost in sorted(set(_PLACEHOLDER.findall(french)) - set(_PLACEHOLDER.findall(english))):
        raise ValueError(_("“%(placeholder)s” is missing: copy it from the French.") % {"placeholder": lost})


def _guard_characters(english: str) -> None:
    # A character may also be written as a reference; with a tag in them, words are never taken for an address.
    read = BeautifulSoup(f"{english}<br>", "html.parser").get_text() if "&" in english else ""
    for character in english + read:
        if character in _TURNING or (unicodedata.category(character) in {"Cc", "Cs"} and character not in _SPACING):
            raise ValueError(
                _("It has a character that cannot be seen (%(code)s): type the words again.")
                % {"code": f"U+{ord(character):04X}"}
            )


def _guard_known(french: list[Tag], english: list[Tag]) -> None:
    """Each tag is one of the French, with the same attributes; each link of the French is there once."""
    names = {name for name, _attributes in french}
    for name, attributes in english:
        if name not in names:
            raise ValueError(_("The tag <%(tag)s> is not in the French: only its own may be used.") % {"tag": name})
        if (name, attributes) not in french:
            raise ValueError(_not_in_french(name, attributes))
    for link in dict.fromkeys(french):
        if link[1] and english.count(link) != french.count(link):
            pairs = "".join(f' {key}="{value}"' for key, value in link[1])
            shown = f"<{link[0]}{pairs}>"
            raise ValueError(
                _("The link %(tag)s of the French has to be there once: put it around the words that carry it.")
                % {"tag": shown}
            )


def _not_in_french(name: str, attributes: tuple[tuple[str, str], ...]) -> str:
    strange = [key for key, _value in attributes if key != "id"]
    if strange:
        return _("The attribute “%(name)s” of <%(tag)s> is not in the French: leave it out.") % {
            "name": strange[0],
            "tag": name,
        }
    identifier = dict(attributes).get("id", "")
    return _("The tag <%(tag)s> with the identifier “%(id)s” is not in the French: keep those that it has.") % {
        "tag": name,
        "id": identifier,
    }


def _tags(english: str) -> Iterator[Tag]:
    """The tags that open, in order. Raises `ValueError` for all that is not a tag as passages have them."""
    opened: list[str] = []
    position = 0
    while found := _OPENING.search(english, position):
        tag = _TAG.match(english, found.start())
        if tag is None:
            raise ValueError(
                _("Its markup is broken at “%(words)s”.") % {"words": english[found.start() : found.start() + 20]}
            )
        position = tag.end()
        name = tag["name"].lower()
        if not tag["end"]:
            yield (
                name,
                tuple(
                    (key.lower(), unescape(value or other))
                    for key, value, other in _ATTRIBUTE.findall(tag["attributes"])
                ),
            )
            if name == "a" and name in opened:
                raise ValueError(_("A link stands in another one: close the first before the second."))
            if name not in _EMPTY:
                opened.append(name)
        elif not opened or opened.pop() != name or tag["attributes"]:
            raise ValueError(_("The tag </%(tag)s> closes nothing.") % {"tag": name})
    if opened:
        raise ValueError(_("The tag <%(tag)s> is not closed.") % {"tag": opened[-1]})


def _parsed(words: str) -> Iterator[Tag]:
    if "<" not in words:
        # Nothing to parse; the parser would warn of words that look like an address.
        return
    for element in BeautifulSoup(words, "html.parser").find_all(True):
        attributes = (
            (key, value if isinstance(value, str) else " ".join(value)) for key, value in element.attrs.items()
        )
        yield element.name, tuple(attributes)
