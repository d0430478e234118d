"""What a reader typed, as the units that must be found."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from search.contract import LONGEST_QUERY, MOST_UNITS, Query, Unit
from search.folding import HYPHENS, Word, folded, words_of
from search.synonyms import Synonyms

__all__ = ["clean", "folded", "read"]

_QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
_JOINTS = re.compile(rf"[.{HYPHENS}]")


def read(typed: str, groups: Synonyms | None = None) -> Query:
    """The words of a search, with what means the same in `groups`.

    What stands between quotation marks is one unit, and so is an expression that `groups` knows. Words such as `le` or
    `of` make no unit, unless nothing else is left. Nothing that is typed is refused.
    """
    text = clean(typed)
    pieces = text.translate(_QUOTATION_MARKS).split('"')
    table = groups or Synonyms()
    passages: list[tuple[bool, list[Word], str]] = []
    start = 0
    for number, piece in enumerate(pieces):
        own = text[start : start + len(piece)]
        start += len(piece) + 1
        # A quotation mark that nobody closes opens nothing.
        is_exact = number % 2 == 1 and number < len(pieces) - 1
        passages.append((is_exact, list(words_of(own)), own))
    said = [
        (is_exact, [word for word in words if is_exact or not word.is_stop], own) for is_exact, words, own in passages
    ]
    if not any(words for _is_exact, words, _own in said):
        said = passages
    units: dict[tuple[bool, str], Unit] = {}
    for is_exact, words, own in said:
        for key, unit in _exact(words, own) if is_exact else _units(words, own, table):
            units.setdefault((is_exact, key), unit)
    return Query(text, tuple(units.values())[:MOST_UNITS])


def clean(typed: str) -> str:
    """Text without what no engine should see (NUL, marks of direction, unassigned signs), at most `LONGEST_QUERY` long.

    What is too long ends with a whole word.
    """
    # Twice what is kept: signs that go, and accents that join their letter.
    text = unicodedata.normalize("NFC", "".join(map(_seen, typed.strip()[: LONGEST_QUERY * 2])))
    text = " ".join(text.split())
    if len(text) <= LONGEST_QUERY:
        return text
    cut = text[:LONGEST_QUERY]
    return cut if text[LONGEST_QUERY] == " " else cut.rpartition(" ")[0] or cut


def _seen(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Cf":
        return ""
    return " " if category.startswith("C") else sign


def _exact(words: list[Word], own: str) -> Iterator[tuple[str, Unit]]:
    if words:
        yield " ".join(word.key for word in words), Unit(own[words[0].start : words[-1].end], is_exact=True)


def _units(words: list[Word], own: str, table: Synonyms) -> Iterator[tuple[str, Unit]]:
    """Words, the longest expression that the table knows first."""
    at = 0
    while at < len(words):
        count, key, others = _longest(words[at : at + max(table.longest, 1)], own, table)
        first, last = words[at], words[at + count - 1]
        text = own[first.start : last.end]
        yield key, Unit(text, synonyms=tuple(dict.fromkeys((*others, *_joined(first, last)))))
        at += count


def _longest(words: list[Word], own: str, table: Synonyms) -> tuple[int, str, Iterable[str]]:
    """How many of the words make the longest expression that is known, its key, and its other wordings."""
    for count in range(len(words), 0, -1):
        key = "".join(word.key for word in words[:count])
        if (others := table.of(key, own[words[0].start : words[count - 1].end])) is not None:
            return count, key, others
    return 1, words[0].key, ()


def _joined(first: Word, last: Word) -> tuple[str, ...]:
    """A compound written as one word, and an acronym without its points: `cybersécurité`, `UQAM`."""
    parts = _JOINTS.split(first.text) if first is last else []
    is_compound = len(parts) == 2  # noqa: PLR2004 -- more are names of places
    is_acronym = len(parts) > 1 and all(len(part) == 1 for part in parts)
    return ("".join(parts),) if is_compound or is_acronym else ()
