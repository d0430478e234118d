"""How words are cut from a text, and when two of them are the same but for their spelling."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

APOSTROPHES = "'’‘ʼ′＇"
# The plain one last: elsewhere between the brackets of an expression it means a range.
HYPHENS = "‐‑-"

_SAME = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys(HYPHENS, "-"),
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ı": "i",
        "\u00ad": None,
    }
)

# Letters and digits; inside a word also an apostrophe, a hyphen, a full stop or an ampersand: `aujourd’hui`, `R&D`,
# `R & D`.
_LETTER = r"(?:[^\W_]|[\u0300-\u036f])"
_WORD = re.compile(rf"\b[^\W_] & [^\W_]\b|{_LETTER}+(?:[{APOSTROPHES}.&{HYPHENS}]{_LETTER}+)*")
_PART = re.compile(rf"{_LETTER}+")
_ELISION = re.compile(rf"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)[{APOSTROPHES}](?=\w)", re.IGNORECASE)
_PLURAL_ACRONYM = re.compile(r"[A-Z]{2,}s")
_SHORTEST_PLURAL = 4

# Words that say nothing of what is looked for. With their accents: `thé` is no `the`, `été` may be the summer.
_FRENCH = """
    à a afin ai ainsi alors après as au aucun aucune aussi autre autres aux avant avec avez avons ayant car ce ceci
    cela celle celles celui ces cet cette ceux chaque chez combien comme comment contre d dans de depuis des dont donc
    du elle elles en encore entre es est est-ce et êtes etes être etre eu eux fait faire faut il ils j je jusque l la
    là le les leur leurs lorsque lui m ma mais me même meme mêmes memes mes moi mon n ne ni nos notre nous on ont ou
    où par parce pas pendant peut peuvent plus pour pourquoi puis puisque qu quand que quel quelle quelles quels qui
    quoi s sa sans se selon sera ses si soi soit sommes son sont sous suis sur t ta te tes toi ton tous tout toute
    toutes très tu un une va vers voici voilà vos votre vous y
"""
_ENGLISH = """
    about am an and any are aren't at be been before being but by can can't could did didn't do does doesn't doing
    don't for from had has have having he her here hers him his how how's i if in into is isn't it it's its just me my
    no nor not of off on or our ours out over own she should so some such than that that's the their theirs them then
    there there's these they this those through to too under until up upon very was wasn't we were what what's when
    where where's which while who who's whom whose why will with without would you your yours
"""
STOP_WORDS = frozenset((_FRENCH + _ENGLISH).split())
# Written in capitals by those who know other engines.
_OPERATORS = frozenset({"AND", "OR", "NOT", "ET", "OU", "SAUF", "NEAR"})


@dataclass(frozen=True)
class Word:
    """A word of a text, from `start` to `end`, without the article that was elided before it.

    `key` is the same for all its spellings. `is_stop` says that it helps nobody to find anything.
    """

    text: str
    start: int
    end: int
    key: str
    is_stop: bool


def folded(text: str) -> str:
    """The text in lower case without accents, `œ` as `oe`, with one apostrophe, one hyphen and one kind of space."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SAME))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_SAME).split())


def words_of(text: str) -> Iterator[Word]:
    """The words of a text, in their order, in a time that grows with its length."""
    # Capitals among small letters, or alone, are an acronym: IT, ON; one of them is a name: R et D.
    shouts = " " in text and text.upper() == text
    for found in _WORD.finditer(text):
        start, end = found.span()
        elided = _ELISION.match(text, start, end)
        if elided and elided.end() < end:
            start = elided.end()
        word = text[start:end]
        yield Word(word, start, end, _key(word), _is_stop(word, shouts=shouts, is_first=not found.start()))


@lru_cache(maxsize=4096)
def key_of(text: str) -> str:
    """What an expression has in common with its other spellings: those of its words that say something, run together.

    `e-mail`, `e mail` and `Emails` have the same; so have `R&D` and `R et D`.
    """
    words = list(words_of(text))
    return "".join(word.key for word in words if not word.is_stop) or "".join(word.key for word in words)


# Texts say the same words again and again.
@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    if _PLURAL_ACRONYM.fullmatch(word):
        word = word[:-1]
    return "".join(_singular(folded(part)) for part in _PART.findall(word))


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= _SHORTEST_PLURAL and word.endswith(("s", "x")) else word


def _is_stop(word: str, *, shouts: bool, is_first: bool) -> bool:
    is_name = len(word) > 1 or (not is_first and word not in {"A", "I", "À"})
    if word.isupper() and is_name and not shouts:
        return word in _OPERATORS
    plain = word.lower().translate(_SAME)
    return plain in STOP_WORDS or all(part in STOP_WORDS for part in re.split(r"[-.]", plain))
