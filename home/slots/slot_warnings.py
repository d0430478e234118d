"""What one should know of a slot before it is approved. None of it is forbidden: somebody may want it so."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from home.enums import STORIES, Position
from home.history import Shelf, shelves
from home.models import FeaturedSlot
from home.rule import Booking
from home.schedule import coming_by
from home.slots.entries import entry_of
from home.slots.overlaps import Entry, Span, gaps, overlaps
from home.wording import moment, span

WEEK = timedelta(days=7)


def slot_warnings(slot: FeaturedSlot, *, now: datetime) -> list[str]:
    """Sentences about a version of a slot, at `now` (aware). A constant number of queries."""
    if slot.ends_at <= now:
        return []
    others = list(_others(slot, now))
    return [
        *_about_overlaps(slot, others, now),
        *_about_its_page(slot, now),
        *_about_other_positions(slot, others, now),
        *_about_what_follows(slot, others),
    ]


def unreadable(shelf: Shelf | None, start: datetime, end: datetime) -> list[Span]:
    """When readers cannot open a page, between two instants (aware)."""
    stays = shelf.stays if shelf else ()
    return gaps([Entry(0, "", None, 0, *stay) for stay in stays], start, end)


def unreadable_sentence(title: str, away: list[Span], start: datetime, end: datetime) -> str:
    """Why a slot does not show for a while; nothing where readers can open its page all along."""
    if not away:
        return ""
    (first, last), words = away[0], {"title": title}
    if (first, last) == (start, end):
        return _("“%(title)s” is not published at that time: the slot will show nothing.") % words
    if first == start:
        return _("“%(title)s” is published only on %(when)s: until then, the slot shows nothing.") % {
            **words,
            "when": moment(last),
        }
    if last == end:
        return _("“%(title)s” expires on %(when)s, before the end of the slot.") % {**words, "when": moment(first)}
    return _("“%(title)s” is not published %(when)s: the slot shows nothing then.") % {
        **words,
        "when": span(first, last),
    }


def _others(slot: FeaturedSlot, now: datetime) -> Iterator[Entry]:
    """Every other slot beside this one, or in the week after it. One query."""
    near = FeaturedSlot.objects.overlapping(slot.starts_at, slot.ends_at + WEEK).exclude(pk=slot.pk)
    for other in near.filter(Q(live=True) | Q(ends_at__gt=now)).with_submission().select_related("publication"):
        yield entry_of(other, now)


def _about_overlaps(slot: FeaturedSlot, others: list[Entry], now: datetime) -> Iterator[str]:
    beside = [entry for entry in others if entry.position == slot.position]
    for overlap in overlaps([entry_of(slot, now), *beside], max(slot.starts_at, now), slot.ends_at):
        yield overlap.sentence()


def _about_its_page(slot: FeaturedSlot, now: datetime) -> Iterator[str]:
    if slot.publication_id is None:
        return
    coming = coming_by(slot.ends_at, now=now)
    shelf = next(iter(shelves(coming, now, keys=[slot.publication_id])), None)
    start = max(slot.starts_at, now)
    if words := unreadable_sentence(slot.heading, unreadable(shelf, start, slot.ends_at), start, slot.ends_at):
        yield words


def _about_other_positions(slot: FeaturedSlot, others: list[Entry], now: datetime) -> Iterator[str]:
    begin = max(slot.starts_at, now)
    for entry in others:
        if is_same_page(slot.publication_id, slot.position, begin, slot.ends_at, entry):
            start, end = max(begin, entry.starts_at), min(slot.ends_at, entry.ends_at)
            yield twice_sentence(slot.heading, Position(slot.position), Position(entry.position), span(start, end))


def is_same_page(page: int | None, position: str, start: datetime, end: datetime, other: Booking) -> bool:
    """Whether another slot shows the same page in another position for a while."""
    is_beside = other.starts_at < end and other.ends_at > start
    return page is not None and other.page == page and other.position != position and is_beside


def twice_sentence(title: str, one: Position, other: Position, when: str) -> str:
    """The same page in two positions: it shows in the first."""
    above = min(one, other, key=lambda position: position.rank)
    return _("“%(title)s” is in “%(one)s” and in “%(other)s” %(when)s: it will show once, in “%(above)s”.") % {
        "title": title,
        "one": one.label,
        "other": other.label,
        "when": when,
        "above": above.label,
    }


def _about_what_follows(slot: FeaturedSlot, others: list[Entry]) -> Iterator[str]:
    after = [entry for entry in others if entry.position == slot.position]
    if gaps(after, slot.ends_at, slot.ends_at + WEEK) != [(slot.ends_at, slot.ends_at + WEEK)]:
        return
    position = Position(slot.position)
    if position in STORIES or position == Position.EVENT:
        yield _("No slot follows in “%(position)s” in the week after this one: the automatic choice will show.") % {
            "position": position.label
        }
    else:
        yield _("No slot follows in “%(position)s” in the week after this one: it will not show.") % {
            "position": position.label
        }
