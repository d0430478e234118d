"""Extracts of texts, where the database keeps only stems of them."""

from collections.abc import Collection
from functools import lru_cache

from search.backends.stemming import stem
from search.backends.wordings import parts_of
from search.contract import MARK_END, MARK_START
from search.folding import Word, words_of

# Words that an extract has, and those of them that stand before the first found.
LENGTH, BEFORE = 30, 6


def extract(text: str, stems: Collection[str], language: str) -> str | None:
    """The passage of a text where most of what was found stands, between the marks of the contract; nothing without."""
    words = list(words_of(text))
    found = [at for at, word in enumerate(words) if _is_found(word, stems, language)]
    if not found:
        return None
    best = max(found, key=lambda first: (len({words[at].key for at in _within(found, first)}), -first))
    start = max(best - BEFORE, 0)
    shown = words[start : start + LENGTH]
    marked = {words[at].start for at in found}
    pieces, at = [], shown[0].start
    for word in shown:
        said = text[word.start : word.end]
        pieces += [text[at : word.start], f"{MARK_START}{said}{MARK_END}" if word.start in marked else said]
        at = word.end
    return " ".join("".join(pieces).split())


def _within(found: list[int], first: int) -> list[int]:
    return [at for at in found if first <= at < first + LENGTH - BEFORE]


def _is_found(word: Word, stems: Collection[str], language: str) -> bool:
    return not word.is_stop and any(part in stems for part in _stems_of(word.text, language))


@lru_cache(maxsize=50_000)
def _stems_of(word: str, language: str) -> tuple[str, ...]:
    return tuple(stem(part, language) for part in parts_of(word))
