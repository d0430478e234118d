"""The timeline: weeks × positions, with the slots of each, where they overlap and where there is none."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.seo import spoken
from core.typography import days
from home.enums import Position
from home.history import Shelf, shelves
from home.models import FeaturedSlot
from home.schedule import coming_by
from home.slots.entries import change_of, entry_of, has_change
from home.slots.overlaps import Entry, Overlap, Span, gaps, overlaps
from home.slots.slot_warnings import is_same_page, twice_sentence, unreadable, unreadable_sentence
from home.weeks import WEEK, midnight
from home.wording import short_span
from partners.models import PublicationPage

WEEKS = 8
# The drawing of a cell is as many units wide as a week has hours.
WIDTH = 168


@dataclass(frozen=True)
class Bar:
    """A slot in the drawing of a week, in units from its left edge."""

    x: float
    width: float
    state: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """Something that is so for a part of a week: a slot, an overlap, or a stretch without a slot."""

    starts_at: datetime
    kind: str
    when: str
    entry: Entry | None = None
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A position in a week. `free` is the first stretch without a slot that is not over."""

    position: Position
    lines: list[Line]
    bars: list[Bar]
    free: Span | None


@dataclass(frozen=True, kw_only=True)
class Week:
    """A week of the table. `notices` are what one should know before it comes."""

    monday: date
    sunday: date
    cells: list[Cell]
    notices: list[str]
    is_current: bool

    @property
    def label(self) -> str:
        """Its days, in words."""
        return days(self.monday, self.sunday, spoken())


def timeline(monday: date, *, now: datetime, shown: Collection[int] | None = None) -> list[Week]:
    """Eight weeks from a Monday, at `now` (aware). With `shown`, only the slots of these keys, and no empty stretches.

    Four queries, whatever there is.
    """
    start, end = midnight(monday), midnight(monday + WEEKS * WEEK)
    entries = _noted(list(_entries(start, end, now)), end, now)
    by_position: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: (entry.starts_at, entry.pk, entry.is_change)):
        by_position[entry.position].append(entry)
    return [_week(monday + number * WEEK, by_position, now, shown) for number in range(WEEKS)]


def _entries(start: datetime, end: datetime, now: datetime) -> Iterator[Entry]:
    """What is approved or drafted between two instants, and the newer drafts of what is approved. Two queries."""
    known = FeaturedSlot.objects.filter(
        Q(starts_at__lt=end, ends_at__gt=start) | Q(live=True, has_unpublished_changes=True)
    )
    slots = list(known.with_submission().select_related("publication", "latest_revision"))
    changed = [slot for slot in slots if has_change(slot)]
    # Often none: a change that names another publication.
    keys = {slot.latest_revision.content["publication"] for slot in changed}
    titles = dict(PublicationPage.objects.filter(pk__in=keys).values_list("pk", "title"))
    for slot in slots:
        yield entry_of(slot, now)
    for slot in changed:
        yield change_of(slot, titles)


def _noted(entries: list[Entry], end: datetime, now: datetime) -> list[Entry]:
    """Each with what keeps it from showing. Two queries."""
    coming = coming_by(max(end, now), now=now)
    keys = {entry.page for entry in entries if entry.page}
    known = {shelf.pk: shelf for shelf in shelves(coming, now, keys=keys)}
    return [replace(entry, notes=tuple(_notes(entry, entries, known, now))) for entry in entries]


def _notes(entry: Entry, entries: Iterable[Entry], known: dict[int, Shelf], now: datetime) -> Iterator[str]:
    if entry.ends_at <= now:
        return
    start = max(entry.starts_at, now)
    if entry.page:
        away = unreadable(known.get(entry.page), start, entry.ends_at)
        if words := unreadable_sentence(entry.title, away, start, entry.ends_at):
            yield words
    for other in entries:
        is_other = other.pk != entry.pk and not other.is_change
        if is_other and is_same_page(entry.page, entry.position, start, entry.ends_at, other):
            beside = max(start, other.starts_at), min(entry.ends_at, other.ends_at)
            places = Position(entry.position), Position(other.position)
            yield twice_sentence(entry.title, *places, short_span(*beside))


def _week(monday: date, entries: dict[str, list[Entry]], now: datetime, shown: Collection[int] | None) -> Week:
    start, end = midnight(monday), midnight(monday + WEEK)
    cells, count = [], 0
    for position in Position:
        within = [entry for entry in entries[position] if entry.starts_at < end and entry.ends_at > start]
        standing = [entry for entry in within if not entry.is_change]
        found = overlaps(standing, max(start, min(now, end)), end)
        count += len(found)
        cells.append(_cell(position, within, found, (start, end), now, shown))
    is_empty = not any(cell.bars for cell in cells) if shown is None else False
    notices = []
    if end > now and is_empty:
        notices.append(_("No slot this week: the home page chooses by itself."))
    if count:
        notices.append(ngettext("%(count)d overlap", "%(count)d overlaps", count) % {"count": count})
    today = timezone.localtime(now).date()
    return Week(
        monday=monday,
        sunday=monday + timedelta(days=6),
        cells=cells,
        notices=notices,
        is_current=monday <= today < monday + WEEK,
    )


def _cell(
    position: Position,
    within: list[Entry],
    found: list[Overlap],
    week: Span,
    now: datetime,
    shown: Collection[int] | None,
) -> Cell:
    start, end = week
    visible = [entry for entry in within if shown is None or entry.pk in shown]
    lines = [
        Line(
            starts_at=max(entry.starts_at, start),
            kind="slot",
            when=short_span(entry.starts_at, entry.ends_at),
            entry=entry,
        )
        for entry in visible
    ]
    for overlap in found:
        if shown is None or any(entry.pk in shown for entry in overlap.entries):
            sentence = overlap.short_sentence()
            lines.append(Line(starts_at=overlap.starts_at, kind="overlap", when="", sentence=sentence))
    free = gaps([entry for entry in within if not entry.is_change], max(start, min(now, end)), end)
    free = [(begin, finish) for begin, finish in free if finish > now]
    for begin, finish in free if shown is None else ():
        whole = (begin, finish) == week
        lines.append(Line(starts_at=begin, kind="gap", when="" if whole else short_span(begin, finish)))
    order = {"slot": 0, "overlap": 1, "gap": 2}
    return Cell(
        position=position,
        lines=sorted(lines, key=lambda line: (line.starts_at, order[line.kind])),
        bars=[_bar(entry, week) for entry in visible],
        free=free[0] if free else None,
    )


def _bar(entry: Entry, week: Span) -> Bar:
    start, end = week
    whole = (end - start).total_seconds()
    first = (max(entry.starts_at, start) - start).total_seconds() / whole
    last = (min(entry.ends_at, end) - start).total_seconds() / whole
    state = "change" if entry.is_change else (entry.states[0].value if entry.states else "draft")
    return Bar(round(first * WIDTH, 1), round((last - first) * WIDTH, 1), state)
