"""What an engine answered, as the contract says it."""

import re
from typing import Any

from search.contract import FACETS, Hit, Query, Unit
from search.engine.clauses import typed_words
from search.engine.waiting import Waiting
from search.folding import folded, words_of

# Between two passages of an extract.
GAP = " … "
# Slips that a spelling mends: none in the shortest words, as for the engine, one in a short word, two in a long one.
SHORTEST_WORD = 4
SHORT_WORD = 8
LONGEST_WORD = 40

# Characters of a text that are read for the spelling of a word.
LONGEST_READ = 20_000

_PARTS = re.compile(r"\w+")

Found = dict[str, Any]


def total_of(found: Found) -> int:
    """How many there are."""
    return found["hits"]["total"]["value"]


def total_without_facets(found: Found) -> int:
    """How many there would be, had no facet been chosen."""
    return found["aggregations"]["all"]["doc_count"]


def keys_of(found: Found) -> list[int]:
    """The keys of what was found, in order."""
    return [int(hit["_id"]) for hit in found["hits"]["hits"]]


def hits_of(found: Found, waiting: Waiting) -> list[Hit]:
    """What was found, with its extract; none of a page that has changed since the engine was told."""
    return [
        Hit(int(hit["_id"]), None if hit["_id"] in waiting.pages else extract_of(hit)) for hit in found["hits"]["hits"]
    ]


def extract_of(hit: Found) -> str | None:
    """The passages of the text in which something was found."""
    # What was looked for as it is written, first: `text_fr.exact`, then `text_fr`.
    for name, passages in sorted(hit.get("highlight", {}).items(), reverse=True):
        if name.startswith("text_"):
            return GAP.join(" ".join(passage.split()) for passage in passages)
    return None


def counts_of(found: Found) -> dict[str, dict[str, int]]:
    """By facet, how many publications have each value."""
    return {name: {bucket["key"]: bucket["doc_count"] for bucket in _buckets(found, name)} for name in FACETS}


def spelling_of(query: Query, found: Found, waiting: Waiting) -> str | None:
    """The search in the words of the first publication that has something like all of them; nothing if none has.

    Only what readers may see is read, so that nothing hidden is ever suggested.
    """
    for hit in found["aggregations"]["best"]["hits"]["hits"]:
        if hit["_id"] not in waiting.pages and (mended := _mended(query, _words_in(hit))):
            return mended
    return None


def _mended(query: Query, there: dict[str, str]) -> str | None:
    right: dict[str, str] = {}
    for word in typed_words(unit for unit in query.units if not _is_there_otherwise(unit, there)):
        plain = folded(word)
        if plain in there or len(plain) < SHORTEST_WORD:
            continue
        most = _allowed(plain)
        alike = [key for key in there if abs(len(key) - len(plain)) <= most]
        # As the engine does: one slip anywhere, two only after the first letter.
        near = [
            (slips, key)
            for key in alike
            if (slips := distance(plain, key)) <= most and (slips == 1 or key[0] == plain[0])
        ]
        if not near:
            return None
        right[word] = _cased(there[min(near)[1]], word)
    changed = query.text
    for found in reversed([*words_of(changed)]):
        changed = changed[: found.start] + right.get(found.text, found.text) + changed[found.end :]
    return changed if folded(changed) != folded(query.text) else None


def _is_there_otherwise(unit: Unit, there: dict[str, str]) -> bool:
    """Whether a publication has all the words of something that means the same."""
    return any(all(part in there for part in _PARTS.findall(folded(words))) for words in unit.synonyms)


def _allowed(word: str) -> int:
    return 1 if len(word) < SHORT_WORD else 2


def _cased(found: str, typed: str) -> str:
    return found.lower() if typed.islower() else found


def _words_in(hit: Found) -> dict[str, str]:
    """The words of a publication, by what they have in common with other spellings."""
    texts = [text for value in hit["_source"].values() for text in ([value] if isinstance(value, str) else value)]
    words: dict[str, str] = {}
    for text in texts:
        for word in words_of(text[:LONGEST_READ]):
            for part in _PARTS.findall(word.text):
                words.setdefault(folded(part), part)
    return words


def distance(one: str, other: str) -> int:
    """How many letters are to be changed, added, left out or swapped to make one word of another."""
    one, other = one[:LONGEST_WORD], other[:LONGEST_WORD]
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, previous, row = row, before, [at]
        for place, other_letter in enumerate(other, 1):
            best = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != other_letter))
            is_swap = at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == other_letter
            row.append(min(best, previous[place - 2] + 1) if is_swap else best)
    return row[-1]


def _buckets(found: Found, facet: str) -> list[Found]:
    counted = found["aggregations"][facet]
    return counted.get(facet, counted)["buckets"]
