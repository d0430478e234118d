"""Slots of one position beside each other in time: which of them shows, why, and when none does."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import cast

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from home.enums import SlotState
from home.rule import Booking, in_order
from home.wording import short_span, span

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Entry(Booking):
    """A version of a slot with what one says of it. `states` are those of the version."""

    title: str = ""
    states: tuple[SlotState, ...] = ()
    # A newer draft of a slot of which another version is approved.
    is_change: bool = False
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_approved(self) -> bool:
        """Whether the home page follows it."""
        return not {SlotState.DRAFT, SlotState.WAITING, SlotState.REFUSED} & set(self.states)


@dataclass(frozen=True)
class Overlap:
    """A while in which several slots ask for a position; `entries` the one that wins first."""

    starts_at: datetime
    ends_at: datetime
    entries: tuple[Entry, ...]

    def sentence(self) -> str:
        """Who wins, when, and by which part of the rule."""
        winner, others = self.entries[0], self.entries[1:]
        words = {
            "when": span(self.starts_at, self.ends_at),
            "winner": winner.title,
            "others": ", ".join(_("“%(title)s”") % {"title": entry.title} for entry in others),
            "why": why(winner, others[0]),
        }
        if winner.is_approved:
            return _("“%(winner)s” shows and not %(others)s, %(when)s: %(why)s.") % words
        return _("“%(winner)s” would show, once approved, and not %(others)s, %(when)s: %(why)s.") % words

    def short_sentence(self) -> str:
        """The same beside the slots themselves, without their full titles."""
        winner, others = self.entries[0], self.entries[1:]
        words = {
            "when": short_span(self.starts_at, self.ends_at),
            "winner": Truncator(winner.title).words(4, truncate="…"),
            "why": why(winner, others[0]),
        }
        if winner.is_approved:
            return _("%(when)s, “%(winner)s” shows: %(why)s.") % words
        return _("%(when)s, “%(winner)s” would show, once approved: %(why)s.") % words


def why(winner: Booking, loser: Booking) -> str:
    """The part of the rule that decides between two slots."""
    if winner.priority != loser.priority:
        return _("its priority is higher (%(higher)s against %(lower)s)") % {
            "higher": winner.priority,
            "lower": loser.priority,
        }
    if winner.starts_at != loser.starts_at:
        return _("with the same priority, the one that begins later shows")
    return _("with the same priority and the same start, the older one shows")


def overlaps(entries: Iterable[Entry], start: datetime, end: datetime) -> list[Overlap]:
    """Those of the slots of one position between two instants, in order of time."""
    found: list[Overlap] = []
    for begin, finish, active in _stretches(entries, start, end):
        if len(active) < 2:  # noqa: PLR2004 -- a pair
            continue
        if found and found[-1].ends_at == begin and found[-1].entries == active:
            begin = found.pop().starts_at  # noqa: PLW2901 -- the same goes on
        found.append(Overlap(begin, finish, active))
    return found


def gaps(entries: Iterable[Entry], start: datetime, end: datetime) -> list[Span]:
    """When no slot of a position is there, between two instants, in order of time."""
    found: list[Span] = []
    for begin, finish, active in _stretches(entries, start, end):
        if active:
            continue
        found.append((found.pop()[0] if found and found[-1][1] == begin else begin, finish))
    return found


def _stretches(
    entries: Iterable[Entry], start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime, tuple[Entry, ...]]]:
    """Every stretch of time in which the same slots are active, with those, the winner first."""
    known: Sequence[Entry] = [entry for entry in entries if entry.starts_at < end and entry.ends_at > start]
    instants = {start, end} | {entry.starts_at for entry in known} | {entry.ends_at for entry in known}
    within = sorted(instant for instant in instants if start <= instant <= end)
    for begin, finish in pairwise(within):
        active = [entry for entry in known if entry.starts_at <= begin < entry.ends_at]
        yield begin, finish, tuple(cast("list[Entry]", in_order(active)))
