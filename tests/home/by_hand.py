"""The home page worked out a second time, slowly, from plain rows: what the portal composes is held against it.

It shares nothing with `home/`: no query, no rule, no clock.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONTREAL = ZoneInfo("America/Toronto")
PLACES = ("hero", "highlight-1", "highlight-2", "highlight-3", "event", "banner")
FOR_STORIES = PLACES[:4]
OFF = ("cancelled", "postponed")


@dataclass
class Text:
    """A page in one language. `coming_at` is when another version of it is approved for."""

    title: str
    published: datetime | None = None
    live: bool = True
    left: datetime | None = None
    expiry: datetime | None = None
    private: bool = False
    coming_at: datetime | None = None
    coming_expiry: datetime | None = None
    coming_title: str = ""

    def has_changed(self, instant, now):
        return self.coming_at is not None and now < instant and self.coming_at <= instant

    def can_be_read(self, instant, now):
        if self.private:
            return False
        if instant >= now:
            if self.has_changed(instant, now):
                return self.coming_expiry is None or instant < self.coming_expiry
            return self.live and (self.expiry is None or instant < self.expiry)
        if self.published is None or instant < self.published:
            return False
        end = self.expiry if self.live else self.left
        if end is None:
            return self.live
        return instant < end

    def name(self, instant, now):
        return self.coming_title if self.has_changed(instant, now) else self.title

    def changes(self):
        return [self.published, self.left, self.expiry, self.coming_at, self.coming_expiry]


@dataclass
class Work:
    """A publication in French, and in English where it has been translated."""

    number: int
    kind: str
    partner: str
    french: Text
    english: Text | None = None
    first_day: date | None = None
    last_day: date | None = None
    status: str = ""

    def begins(self):
        return datetime.combine(self.first_day, time(0), MONTREAL).astimezone(UTC)

    def is_over_at(self):
        return datetime.combine(self.last_day + timedelta(days=1), time(0), MONTREAL).astimezone(UTC)


@dataclass
class Turn:
    """A slot; without a work it leads elsewhere."""

    number: int
    place: str
    work: Work | None
    start: datetime
    end: datetime
    priority: int = 0
    approved: bool = True
    words: dict[str, str] = field(default_factory=dict)

    def is_on(self, instant):
        return self.approved and self.start <= instant < self.end

    def goes_before(self, other):
        if self.priority != other.priority:
            return self.priority > other.priority
        if self.start != other.start:
            return self.start > other.start
        return self.number < other.number


@dataclass
class World:
    """Everything there is, at the real instant `now`; readers see events `offset` later."""

    works: list[Work]
    turns: list[Turn]
    now: datetime
    offset: timedelta

    def stories(self, instant):
        """The articles and projects with a French page that can be read."""
        return [work for work in self.works if work.kind != "event" and work.french.can_be_read(instant, self.now)]

    def titles(self, instant, language):
        """What readers of a language see in each place; nothing where it is hidden."""
        seen, found = [], {}
        for place in PLACES:
            turn, work = self._choose(place, instant, seen)
            if work is not None:
                seen.append(work)
            found[place] = self._title(turn, work, instant, language)
        return found

    def boundaries(self):
        """Every instant at which something changes."""
        found = {self.now}
        for turn in self.turns:
            found |= {turn.start, turn.end}
        for work in self.works:
            found |= {instant for text in (work.french, work.english) if text for instant in text.changes() if instant}
            if work.last_day:
                found.add(work.is_over_at() - self.offset)
        return sorted(found)

    def _choose(self, place, instant, seen):
        best = None
        for turn in self.turns:
            if turn.place != place or not turn.is_on(instant):
                continue
            if turn.work and (turn.work in seen or not turn.work.french.can_be_read(instant, self.now)):
                continue
            if best is None or turn.goes_before(best):
                best = turn
        if best is not None:
            return best, best.work
        if place in FOR_STORIES:
            return None, self._story(place, instant, seen)
        return None, self._event(instant, seen) if place == "event" else None

    def _story(self, place, instant, seen):
        rest = [work for work in self.stories(instant) if work not in seen]
        # From the last thing that counts to the first: each sort keeps the order of what it finds equal.
        rest.sort(key=lambda work: work.number)
        rest.sort(key=lambda work: work.french.published or work.french.coming_at, reverse=True)
        never = [work for work in rest if self._last_turn(place, work.partner, instant) is None]
        rest.sort(key=lambda work: self._last_turn(place, work.partner, instant) or instant)
        return next(iter(never or rest), None)

    def _last_turn(self, place, partner, instant):
        ends = [
            turn.end
            for turn in self.turns
            if turn.approved and turn.place == place and turn.work and turn.work.partner == partner
        ]
        return max((end for end in ends if end <= instant), default=None)

    def _event(self, instant, seen):
        best = None
        for work in self.works:
            if work.kind != "event" or work in seen or work.status in OFF or work.first_day is None:
                continue
            if not work.french.can_be_read(instant, self.now) or work.is_over_at() <= instant + self.offset:
                continue
            if best is None or (work.begins(), work.number) < (best.begins(), best.number):
                best = work
        return best

    def _title(self, turn, work, instant, language):
        if work is None:
            return turn.words[language] if turn else None
        text, is_own = work.french, language == "fr"
        if language == "en" and work.english and work.english.can_be_read(instant, self.now):
            text, is_own = work.english, True
        if turn and turn.words and is_own:
            return turn.words[language]
        return text.name(instant, self.now)
