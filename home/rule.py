"""The rule by which the home page is composed, written once: a pure function of rows and an instant.

Positions fill in order. Each shows the active slot of highest priority, then latest start, then lowest identifier,
passing over a page that is shown above or that French readers cannot open; else the automatic choice: of articles and
projects, one of the partner that was longest not featured there, then the latest; of events, the next one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from home.enums import STORIES, Choice, PassedOver, Position


@dataclass(frozen=True)
class Booking:
    """An approved slot, as the rule sees it. `page` is the key of its French page, nothing for an address elsewhere."""

    pk: int
    position: str
    page: int | None
    priority: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Story:
    """An article or a project that French readers can open; `first_published` is aware."""

    pk: int
    partner: int
    first_published: datetime


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Everything the rule reads at an instant.

    `bookings` are the active slots; `readable` holds those of their pages that French readers can open then.
    `stories` are those from which the automatic choice is made, `events` the coming ones in order. `last_ends` gives,
    by position and partner, when an approved slot of that partner ended there last, at the instant or before.
    """

    bookings: Sequence[Booking] = ()
    readable: Collection[int] = frozenset()
    stories: Sequence[Story] = ()
    events: Sequence[int] = ()
    last_ends: Mapping[tuple[str, int], datetime] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a position shows, and why. `page` is the key of a French page; `passed_over` are slots, in their order."""

    position: Position
    choice: Choice
    page: int | None = None
    slot: int | None = None
    passed_over: tuple[tuple[int, PassedOver], ...] = ()


def compose(scene: Scene) -> list[Shown]:
    """What each position shows, in order. The same page never shows twice."""
    shown: list[Shown] = []
    above: set[int] = set()
    for position in Position:
        entry = _fill(position, scene, above)
        if entry.page is not None:
            above.add(entry.page)
        shown.append(entry)
    return shown


def in_order(bookings: Iterable[Booking]) -> list[Booking]:
    """Slots of one position, the one that wins first."""
    return sorted(bookings, key=lambda slot: (-slot.priority, -slot.starts_at.timestamp(), slot.pk))


def _fill(position: Position, scene: Scene, above: set[int]) -> Shown:
    passed: list[tuple[int, PassedOver]] = []
    winner = None
    for slot in in_order(slot for slot in scene.bookings if slot.position == position):
        obstacle = PassedOver.OUTRANKED if winner else _obstacle(slot, scene, above)
        if obstacle:
            passed.append((slot.pk, obstacle))
        else:
            winner = slot
    if winner:
        return Shown(position=position, choice=Choice.SLOT, page=winner.page, slot=winner.pk, passed_over=tuple(passed))
    page = _automatic(position, scene, above)
    choice = Choice.NOTHING if page is None else Choice.AUTOMATIC
    return Shown(position=position, choice=choice, page=page, passed_over=tuple(passed))


def _obstacle(slot: Booking, scene: Scene, above: set[int]) -> PassedOver | None:
    if slot.page is None:
        return None
    if slot.page not in scene.readable:
        return PassedOver.NOT_READABLE
    return PassedOver.SHOWN_ABOVE if slot.page in above else None


def _automatic(position: Position, scene: Scene, above: set[int]) -> int | None:
    if position == Position.EVENT:
        return next((page for page in scene.events if page not in above), None)
    if position not in STORIES:
        return None

    def turn(story: Story) -> tuple[float, float, int]:
        # Whoever never had a slot there comes before whoever had one long ago.
        last = scene.last_ends.get((position, story.partner))
        return (last.timestamp() if last else float("-inf"), -story.first_published.timestamp(), story.pk)

    free = [story for story in scene.stories if story.pk not in above]
    return min(free, key=turn).pk if free else None
