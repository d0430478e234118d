"""Words that mean the same: the groups that staff keep, and the acronyms of the sector with what they stand for."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from core.models import Acronym
from search.folding import folded, key_of, words_of
from search.models import SynonymGroup

# Each wording costs the search a clause.
MOST_SYNONYMS = 12

Sets = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Synonyms:
    """The wordings that mean the same, by the key of each; `longest` is the most words that one of them has."""

    wordings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    longest: int = 0

    def of(self, key: str, text: str) -> tuple[str, ...] | None:
        """The other wordings of an expression, given its key and as it was typed; `None` when it is not known."""
        if (known := self.wordings.get(key)) is None:
            return None
        return tuple(term for term in known if folded(term) != folded(text))[:MOST_SYNONYMS]


def load() -> Synonyms:
    """The table as the database has it now. Two queries."""
    groups = tuple(tuple(group.lines()) for group in SynonymGroup.objects.all())
    acronyms = Acronym.objects.values_list("acronym_fr", "expansion_fr", "acronym_en", "expansion_en")
    return gather(groups, tuple(acronyms))


def gather(groups: Iterable[Iterable[str]], acronyms: Iterable[Iterable[str]] = ()) -> Synonyms:
    """A table of groups of terms and of acronyms.

    What is in a group and is also the acronym or the expansion of one brings both together. An acronym that stands for
    several things does not: whoever looks for it finds all of them, and nobody who looks for one finds the others.
    """
    return _gather(tuple(map(tuple, groups)), tuple(map(tuple, acronyms)))


# Kept by what it is made of: the database is read each time, and the table worked out when that has changed.
@lru_cache(maxsize=4)
def _gather(groups: Sets, acronyms: Sets) -> Synonyms:
    rows = [_known(terms) for terms in acronyms]
    told = Counter(key for row in rows for key in {key_of(term) for term in row})
    several = {key for key, times in told.items() if times > 1}
    wordings: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for terms in _merged([*map(_known, groups), *rows], apart=several):
        for term in terms:
            known = wordings[key_of(term)]
            for other in terms:
                known.setdefault(folded(other), other)
    return Synonyms(
        {key: tuple(found.values()) for key, found in wordings.items()},
        max((len(list(words_of(term))) for found in wordings.values() for term in found.values()), default=0),
    )


def _known(terms: Iterable[str]) -> list[str]:
    return [term for term in terms if key_of(term)]


def _merged(sets: list[list[str]], *, apart: set[str]) -> Iterable[list[str]]:
    """The sets, those that share a term brought together unless its key is in `apart`."""
    home = list(range(len(sets)))

    def root(number: int) -> int:
        while home[number] != number:
            number = home[number]
        return number

    first: dict[str, int] = {}
    for number, terms in enumerate(sets):
        for key in {key_of(term) for term in terms} - apart:
            home[root(number)] = root(first.setdefault(key, number))
    whole: defaultdict[int, list[str]] = defaultdict(list)
    for number, terms in enumerate(sets):
        whole[root(number)] += terms
    return whole.values()
