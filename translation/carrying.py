"""What becomes of the English when the French changes: words that stand elsewhere follow, changed ones are kept.

A French passage that is new at its place is either one that stood elsewhere in the page, whose English follows as it
is; or one that took the place of another, whose English is kept, marked to be reviewed; or nothing is known of it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from bs4 import BeautifulSoup
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import extract_ids

from translation.models import CarriedPassage, SourceVersion, VersionPassage

# How alike two passages must be for one to count as the other, changed, where their places do not tell.
ALIKE = 0.5
# Pairs of passages that are compared at most: a rewritten text is published while somebody waits.
PAIRS = 400
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Placed:
    """A French passage at its place. `field` is the kind of place, the same for each paragraph of a body."""

    context: int
    field: str
    string: int
    words: str


def placed(version: SourceVersion) -> list[Placed]:
    """The passages of a version, in order. One query."""
    rows = VersionPassage.objects.filter(version=version).order_by("order")
    columns = ("context", "context__field_path", "string", "string__data")
    return [Placed(*row) for row in rows.values_list(*columns)]


def carry(translation: Translation, before: SourceVersion, after: SourceVersion) -> None:
    """Give the passages of `after` what English is known from those of `before`, and from earlier ones."""
    old, new = placed(before), placed(after)
    known = _known(translation)
    by_string: dict[int, StringTranslation] = {}
    for made in known.values():
        # Of two, the one that can be taken, then the one that is not to be reviewed, then the latest.
        other = by_string.get(made.translation_of_id)
        if other is None or _burden(made) <= _burden(other):
            by_string[made.translation_of_id] = made
    counterparts = dict(_counterparts(old, new))
    for index, passage in enumerate(new):
        if (passage.context, passage.string) in known:
            continue
        if passage.string in by_string:
            _follow(by_string[passage.string], passage)
        elif index in counterparts:
            earlier = old[counterparts[index]]
            if made := known.get((earlier.context, earlier.string)):
                _keep(made, passage)


def _burden(made: StringTranslation) -> tuple[bool, bool]:
    """What is wrong with an English passage: the less, the better."""
    return made.has_error, hasattr(made, "carried")


def _known(translation: Translation) -> dict[tuple[int, int], StringTranslation]:
    made = StringTranslation.objects.filter(
        context__object=translation.source.object_id, locale=translation.target_locale_id
    )
    return {
        (row.context_id, row.translation_of_id): row
        for row in made.select_related("carried").order_by("updated_at")
        if row.data
    }


def _follow(made: StringTranslation, passage: Placed) -> None:
    """The same French at another place: its English as it is, to be reviewed if it was."""
    copy = _copy(made, passage, made.data)
    if hasattr(made, "carried"):
        CarriedPassage.objects.create(translation=copy, previous=made.carried.previous)


def _keep(made: StringTranslation, passage: Placed) -> None:
    """Other French at the same place: the English of the former, to be reviewed."""
    copy = _copy(made, passage, _without_lost_links(made.data, passage.words))
    # What nobody has reviewed yet was made from still earlier French.
    previous = made.carried.previous_id if hasattr(made, "carried") else made.translation_of_id
    CarriedPassage.objects.create(translation=copy, previous_id=previous)


def _copy(made: StringTranslation, passage: Placed, data: str) -> StringTranslation:
    return StringTranslation.objects.create(
        translation_of_id=passage.string,
        context_id=passage.context,
        locale_id=made.locale_id,
        data=data,
        translation_type=made.translation_type,
        tool_name=made.tool_name,
        last_translated_by_id=made.last_translated_by_id,
        has_error=made.has_error,
        field_error=made.field_error,
    )


def _without_lost_links(english: str, french: str) -> str:
    """The English without the links that the French has lost: wagtail-localize takes no other."""
    lost = extract_ids(english) - extract_ids(french)
    if not lost:
        return english
    soup = BeautifulSoup(english, "html.parser")
    for link in soup.find_all("a", id=list(lost)):
        link.unwrap()
    return str(soup)


def _counterparts(old: Sequence[Placed], new: Sequence[Placed]) -> Iterator[tuple[int, int]]:
    """Pairs of positions, in `new` and in `old`: first within each place, then of what is left anywhere."""
    pairs: dict[int, int] = {}
    # A string that stands in both has not been replaced.
    staying = {item.string for item in old} & {item.string for item in new}
    there = _grouped(old, range(len(old)), "context")
    for place, here in _grouped(new, range(len(new)), "context").items():
        pairs |= dict(_replaced(old, new, there.get(place, []), here))
    rest = [index for index, item in enumerate(new) if index not in pairs and item.string not in staying]
    taken = set(pairs.values())
    left = [index for index, item in enumerate(old) if index not in taken and item.string not in staying]
    free = _grouped(old, left, "field")
    for field, here in _grouped(new, rest, "field").items():
        pairs |= dict(_anywhere(old, new, free.get(field, []), here))
    yield from pairs.items()


def _grouped(passages: Sequence[Placed], positions: Iterable[int], name: str) -> dict[Any, list[int]]:
    """The positions, in order, by what the passages there have in one column."""
    found: dict[Any, list[int]] = {}
    for index in positions:
        found.setdefault(getattr(passages[index], name), []).append(index)
    return found


def _replaced(
    old: Sequence[Placed], new: Sequence[Placed], there: list[int], here: list[int]
) -> Iterator[tuple[int, int]]:
    """Within one place: what stands between two passages that stayed took the place of what stood there."""
    matcher = SequenceMatcher(
        None, [old[index].string for index in there], [new[index].string for index in here], autojunk=False
    )
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "replace":
            yield from _in_order(old, new, there[start:end], here[first:last])


def _in_order(
    old: Sequence[Placed], new: Sequence[Placed], there: list[int], here: list[int]
) -> Iterable[tuple[int, int]]:
    """As many on both sides: one for one. Otherwise those that are most alike, never crossing.

    Where that would compare more than `PAIRS`, one for one from the first: what is left at the end has no counterpart.
    """
    if len(there) == len(here) or len(there) * len(here) > PAIRS:
        return list(zip(here, there, strict=False))
    best: dict[tuple[int, int], tuple[float, list[tuple[int, int]]]] = {}
    for rows in range(len(there) + 1):
        for columns in range(len(here) + 1):
            if not rows or not columns:
                best[rows, columns] = (0.0, [])
                continue
            score, pairs = best[rows - 1, columns - 1]
            likeness = _likeness(old[there[rows - 1]], new[here[columns - 1]])
            best[rows, columns] = max(
                (score + likeness, [*pairs, (here[columns - 1], there[rows - 1])]),
                best[rows - 1, columns],
                best[rows, columns - 1],
                key=lambda found: found[0],
            )
    return best[len(there), len(here)][1]


def _anywhere(
    old: Sequence[Placed], new: Sequence[Placed], there: list[int], here: list[int]
) -> Iterator[tuple[int, int]]:
    """Where places do not tell: each with the one that is most alike, if it is `ALIKE`.

    Where that would compare more than `PAIRS`, each is compared with the one that has the same rank.
    """
    if len(there) * len(here) > PAIRS:
        for index, other in zip(here, there, strict=False):
            if _likeness(old[other], new[index], at_least=ALIKE) >= ALIKE:
                yield index, other
        return
    free = list(there)
    for index in here:
        best, chosen = ALIKE, None
        for other in free:
            likeness = _likeness(old[other], new[index], at_least=best)
            if likeness > best or (likeness == best and chosen is None):
                best, chosen = likeness, other
        if chosen is not None:
            free.remove(chosen)
            yield index, chosen


def _likeness(one: Placed, other: Placed, *, at_least: float = 0.0) -> float:
    """How many of their words two passages share, in order, from 0 to 1; 0 also for less than `at_least`."""
    matcher = SequenceMatcher(None, _WORD.findall(one.words), _WORD.findall(other.words), autojunk=False)
    if matcher.real_quick_ratio() < at_least or matcher.quick_ratio() < at_least:
        return 0.0
    return matcher.ratio()
