"""How fairly partners and projects are featured: weighted hours against each one's share of the publications.

Only slots that show under the rule count; the automatic choice decides nothing that somebody must defend. An hour in a
position of rank r weighs 1/log2(r + 1): 1 for the hero, 0.63 for the first highlight, 0.36 for the banner.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from math import log2

from home.history import History
from home.rule import compose

HOUR = 3600


def weight(rank: int) -> float:
    """What an hour in a position of this rank weighs."""
    return 1 / log2(rank + 1)


def hours_by_page(start: datetime, end: datetime, *, now: datetime) -> dict[int, float]:
    """Weighted hours that each French page was, or will be, shown by a slot between two instants (aware)."""
    history = History(end=end, now=now)
    hours: dict[int, float] = defaultdict(float)
    for begin, finish in pairwise(history.boundaries(start, end)):
        length = (finish - begin).total_seconds() / HOUR
        for entry in compose(history.scene_at(begin)):
            if entry.slot is not None and entry.page is not None:
                hours[entry.page] += weight(entry.position.rank) * length
    return dict(hours)


def gini(values: Iterable[float]) -> float | None:
    """The Gini coefficient: 0 when all have the same, near 1 when one has everything; nothing where nobody has any.

    Source: half the relative mean absolute difference (C. Gini, 1912).
    """
    ordered = sorted(values)
    total = sum(ordered)
    if not total:
        return None
    count = len(ordered)
    ranked = sum(place * value for place, value in enumerate(ordered, start=1))
    return (2 * ranked) / (count * total) - (count + 1) / count


def summed(hours: Mapping[int, float], owners: Mapping[int, Iterable[int]]) -> dict[int, float]:
    """Hours by owner; `owners` names the owners of each page."""
    found: dict[int, float] = defaultdict(float)
    for page, length in hours.items():
        for owner in owners.get(page, ()):
            found[owner] += length
    return dict(found)
