"""A better spelling of words that no text holds, among the words that the texts have."""

import re
from collections.abc import Sequence
from dataclasses import replace

from search.backends import vocabulary
from search.backends.wordings import parts_of
from search.contract import Query, Unit
from search.folding import Word, words_of

# Letters that may be wrong, added, missing or exchanged in a word, and from which length two are.
SLIPS, LONG = 1, 8


def better(query: Query, is_held: Sequence[bool], *, language: str, using: str) -> Query | None:
    """The query with its words written as a text writes them; nothing when one that no text holds is like no word.

    `is_held` says of each unit whether a text holds it in some form: then it may also stay as it is. One query, and one
    or two for each word looked up.
    """
    looked_up = {parts[0] for unit in query.units for _word, parts in _words(unit)}
    right = vocabulary.known(looked_up, language, using=using)
    text, units, at = query.text, [], 0
    for unit, is_fine in zip(query.units, is_held, strict=True):
        mended = _mended(unit, right, is_held=is_fine, language=language, using=using)
        if mended is None:
            return None
        if place := re.compile(rf"(?<!\w){re.escape(unit.text)}(?!\w)").search(text, at):
            text, at = text[: place.start()] + mended.text + text[place.end() :], place.start() + len(mended.text)
        units.append(mended)
    mended_query = Query(text, tuple(units))
    return None if mended_query == query else mended_query


def _words(unit: Unit) -> list[tuple[Word, list[str]]]:
    """The words of a unit that may be misspelled."""
    found = [(word, parts_of(word.text)) for word in words_of(unit.text) if not word.is_stop]
    return [(word, parts) for word, parts in found if len(parts) == 1]


def _mended(unit: Unit, right: set[str], *, is_held: bool, language: str, using: str) -> Unit | None:
    """The unit with each word that is not right as the nearest is written; synonyms go with what they stood for."""
    text, words = unit.text, _words(unit)
    # A word alone that no text holds was in one, which has been mended since.
    was_held = len(words) == 1 and not is_held
    for word, parts in reversed(words):
        if parts[0] in right and not was_held:
            continue
        nearest = _nearest(parts[0], language=language, using=using)
        if nearest is not None:
            text = text[: word.start] + nearest + text[word.end :]
        elif not is_held:
            return None
    return unit if text == unit.text else replace(unit, text=text, synonyms=())


def _nearest(part: str, *, language: str, using: str) -> str | None:
    if len(part) < vocabulary.SHORTEST or any(sign.isdigit() for sign in part):
        return None
    slack = SLIPS + (len(part) >= LONG)
    near = [
        (slips, folded[0] != part[0], place, word)
        for place, (folded, word) in enumerate(vocabulary.neighbours(part, language, slack=slack, using=using))
        if 0 < (slips := distance(part, folded, most=slack)) <= slack
    ]
    return min(near)[-1] if near else None


def distance(one: str, other: str, *, most: int) -> int:
    """How many letters are wrong, added, missing or exchanged with their neighbour; `most + 1` for any more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        row = [at]
        for place, sign in enumerate(other, 1):
            cost = min(last[place] + 1, row[-1] + 1, last[place - 1] + (letter != sign))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == sign:
                cost = min(cost, before[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
