"""Everything the rule reads over a while, asked of the database once; then a scene for any instant of it.

It says of an instant what `home.scene.scene_at` says of it, for reports that look at hundreds of instants.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Exists, OuterRef, Subquery
from wagtail.models import PageLogEntry

from core.clock import reader_now
from core.languages import source_locale
from core.querysets import restrictions_above
from home.enums import STORIES, Position
from home.models import FeaturedSlot
from home.rule import Booking, Scene, Story
from home.scene import ENOUGH, STORY_TYPES
from home.schedule import UNPUBLISHED, Coming, coming_by
from partners.enums import NOT_HAPPENING, PublicationType
from partners.models import PublicationPage

FOREVER = datetime.max.replace(tzinfo=UTC)
ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Shelf:
    """When French readers can open a page: from the first instant of each stay to the second, excluded."""

    pk: int
    partner: int
    first_published: datetime | None
    stays: tuple[tuple[datetime, datetime], ...]

    def is_readable_at(self, instant: datetime) -> bool:
        """Whether readers can open it then."""
        return any(start <= instant < end for start, end in self.stays)


@dataclass(frozen=True)
class Happening:
    """An event that will take place, on the readers' clock."""

    pk: int
    starts_at: datetime
    ends_at: datetime


class History:
    """The rows that the rule reads, from long ago until `end` (aware). Five queries."""

    def __init__(self, *, end: datetime, now: datetime) -> None:
        """Ask for them; `now` is the real instant."""
        coming = coming_by(end, now=now)
        self.shelves = {shelf.pk: shelf for shelf in shelves(coming, now)}
        rows = FeaturedSlot.objects.approved().filter(starts_at__lt=end).order_by("ends_at", "pk")
        columns = ("pk", "position", "publication", "priority", "starts_at", "ends_at")
        self.bookings = [Booking(*row) for row in rows.values_list(*columns)]
        self.stories = self._stories()
        self.events = [
            Happening(*row)
            for row in PublicationPage.objects.filter(pk__in=self.shelves, type=PublicationType.EVENT)
            .exclude(event_status__in=NOT_HAPPENING)
            .filter(ends_at__isnull=False)
            .order_by("starts_at", "pk")
            .values_list("pk", "starts_at", "ends_at")
        ]

    def boundaries(self, start: datetime, end: datetime) -> list[datetime]:
        """Every instant between two at which the home page may change, both of them included, in order."""
        instants = {start, end}
        for slot in self.bookings:
            instants |= {slot.starts_at, slot.ends_at}
        for shelf in self.shelves.values():
            instants |= {instant for stay in shelf.stays for instant in stay}
        # An event leaves at its end on the readers' clock.
        offset = reader_now(start) - start
        instants |= {event.ends_at - offset for event in self.events}
        return sorted(instant for instant in instants if start <= instant <= end)

    def scene_at(self, instant: datetime) -> Scene:
        """What the rule reads at an instant."""
        bookings = [slot for slot in self.bookings if slot.starts_at <= instant < slot.ends_at]
        pages = {slot.page for slot in bookings if slot.page in self.shelves}
        return Scene(
            bookings=bookings,
            readable=frozenset(page for page in pages if page and self.shelves[page].is_readable_at(instant)),
            stories=list(self._stories_at(instant)),
            events=list(self._events_at(instant)),
            last_ends=self._last_ends(instant),
        )

    def _stories(self) -> dict[int, tuple[list[float], list[Shelf]]]:
        """By partner: the instants of first publication, negated and in order, and the stories."""
        found: dict[int, list[Shelf]] = defaultdict(list)
        types = PublicationPage.objects.filter(pk__in=self.shelves, type__in=STORY_TYPES)
        for pk in types.order_by().values_list("pk", flat=True):
            shelf = self.shelves[pk]
            if shelf.first_published:
                found[shelf.partner].append(shelf)
        return {
            partner: (sorted(_age(shelf) for shelf in shelves), sorted(shelves, key=lambda one: (_age(one), one.pk)))
            for partner, shelves in found.items()
        }

    def _stories_at(self, instant: datetime) -> Iterator[Story]:
        for ages, shelves in self.stories.values():
            taken = 0
            for shelf in shelves[bisect_left(ages, -instant.timestamp()) :]:
                if shelf.first_published and shelf.is_readable_at(instant):
                    yield Story(shelf.pk, shelf.partner, shelf.first_published)
                    taken += 1
                    if taken == ENOUGH:
                        break

    def _events_at(self, instant: datetime) -> Iterator[int]:
        moment = reader_now(instant)
        found = (
            event.pk
            for event in self.events
            if event.ends_at > moment and self.shelves[event.pk].is_readable_at(instant)
        )
        for pk, _place in zip(found, range(len(Position) + 1), strict=False):
            yield pk

    def _last_ends(self, instant: datetime) -> dict[tuple[str, int], datetime]:
        last: dict[tuple[str, int], datetime] = {}
        for slot in self.bookings:
            if slot.ends_at > instant:
                break
            if slot.position in STORIES and slot.page in self.shelves:
                last[slot.position, self.shelves[slot.page].partner] = slot.ends_at
        return last


def _age(shelf: Shelf) -> float:
    return -shelf.first_published.timestamp() if shelf.first_published else 0.0


def shelves(coming: dict[int, Coming], now: datetime, *, keys: Collection[int] | None = None) -> Iterator[Shelf]:
    """Every French publication, or those of these keys, with when readers can open it. One query."""
    left = (
        PageLogEntry.objects.filter(page=OuterRef("pk"), action__startswith=UNPUBLISHED)
        .order_by("-timestamp")
        .values("timestamp")[:1]
    )
    french = PublicationPage.objects.filter(locale=source_locale())
    rows = (
        (french if keys is None else french.filter(pk__in=keys))
        .annotate(is_private=Exists(restrictions_above(OuterRef("path"))), left_at=Subquery(left))
        .order_by()
        .values_list("pk", "lead_partner", "first_published_at", "live", "expire_at", "left_at", "is_private")
    )
    for pk, partner, published, live, expiry, left_at, is_private in rows:
        version = coming.get(pk)
        stays = []
        until = (expiry or FOREVER) if live else (left_at and min(left_at, now))
        if until and published and not is_private:
            stays.append((published, min(until, version.at) if version else until))
        if version and not is_private:
            stays.append((version.at, version.instant("expire_at") or FOREVER))
        yield Shelf(pk, partner, published or (version.at if version else None), tuple(stays))
