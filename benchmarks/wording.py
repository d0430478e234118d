"""Words for publications by the thousand, as frequent as in texts: the n-th about n times rarer than the first."""

import itertools
import json
import random
from collections.abc import Callable
from typing import Any

SYLLABLES = (
    *("ra", "mi", "to", "nu", "mé", "ri", "que", "dé", "cou", "vra", "bi", "li", "té", "cul", "tu", "re", "pla", "for"),
    *("me", "ac", "ces", "si", "ble", "fi", "nan", "ce", "par", "te", "nai", "re", "œu", "vre", "mo", "dè", "le"),
)
WORDS = 20_000
TITLE, SUMMARY, TEXT = 7, 25, 250
SEED = 1


def vocabulary() -> list[str]:
    """Words that can be said, each once, always the same: the most frequent first."""
    chance = random.Random(SEED)  # noqa: S311 -- no secret
    made = {"".join(chance.choices(SYLLABLES, k=2 + number % 4)): None for number in range(3 * WORDS)}
    return list(itertools.islice(made, WORDS))


def sayings() -> Callable[[int], dict[str, Any]]:
    """A function that gives the title, the summary and the text of a publication by its number."""
    words = vocabulary()
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))

    def say(number: int) -> dict[str, Any]:
        chance = random.Random(number)  # noqa: S311 -- no secret
        said = chance.choices(words, cum_weights=weights, k=TITLE + SUMMARY + TEXT)
        title = f"{' '.join(said[:TITLE]).capitalize()} {number}"
        body = f"<p>{' '.join(said[TITLE + SUMMARY :])}.</p>"
        return {
            "title": title,
            "draft_title": title,
            "summary": " ".join(said[TITLE : TITLE + SUMMARY])[:300],
            "body": json.dumps([{"type": "text", "value": body, "id": f"{number:032x}"}]),
        }

    return say


def questions(count: int) -> list[str]:
    """What readers would look for in those texts: one to three words, frequent and rare, the same each time."""
    words = vocabulary()
    chance = random.Random(SEED + 1)  # noqa: S311 -- no secret
    return [
        " ".join(
            words[int(chance.paretovariate(0.35) * 10) % len(words)] for _ in range(chance.choice([1, 1, 2, 2, 3]))
        )
        for _ in range(count)
    ]
