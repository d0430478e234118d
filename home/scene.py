"""What the rule reads (`home.rule.Scene`), asked of the database for one instant."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Max, Window
from django.db.models.functions import RowNumber

from core.clock import reader_now
from core.languages import source_locale
from home.enums import STORIES, Position
from home.models import FeaturedSlot
from home.rule import Booking, Scene, Story
from home.schedule import Coming, readable_at
from partners.enums import NOT_HAPPENING, PublicationType
from partners.querysets import PublicationQuerySet

STORY_TYPES = (PublicationType.ARTICLE, PublicationType.PROJECT)
# What stands above a position can keep as many of one partner's publications from it.
ENOUGH = len(Position) + 1


def scene_at(
    instant: datetime, *, now: datetime, coming: dict[int, Coming], draft: FeaturedSlot | None = None
) -> Scene:
    """The scene at `instant`; `now` is the real instant (both aware), `coming` what `coming_by` says of it.

    A `draft` of a slot is there in the place of what is approved of it, and before every other slot of its position.
    Six queries at most, whatever there is.
    """
    readable = readable_at(instant, now=now, coming=coming).filter(locale=source_locale())
    bookings = [
        Booking(*row)
        for row in FeaturedSlot.objects.active_at(instant)
        .order_by()
        .values_list("pk", "position", "publication", "priority", "starts_at", "ends_at")
    ]
    if draft is not None:
        bookings = [slot for slot in bookings if slot.pk != draft.pk] + [first(draft, bookings)]
    pages = {slot.page for slot in bookings if slot.page}
    return Scene(
        bookings=bookings,
        readable=frozenset(readable.filter(pk__in=pages).values_list("pk", flat=True)) if pages else frozenset(),
        stories=list(_stories(readable, coming)),
        events=list(_events(readable, instant)),
        last_ends=last_ends(instant),
    )


def first(draft: FeaturedSlot, others: Iterable[Booking]) -> Booking:
    """A draft as a booking that wins over the others. One that was never saved has no key."""
    highest = max((slot.priority for slot in others), default=0)
    return Booking(draft.pk or 0, draft.position, draft.publication_id, highest + 1, draft.starts_at, draft.ends_at)


def last_ends(instant: datetime) -> dict[tuple[str, int], datetime]:
    """When an approved slot of each partner last ended in each position that takes turns. One query."""
    ended = FeaturedSlot.objects.approved().filter(
        ends_at__lte=instant, position__in=STORIES, publication__isnull=False
    )
    rows = ended.order_by().values_list("position", "publication__lead_partner").annotate(last=Max("ends_at"))
    return {(position, partner): last for position, partner, last in rows}


def _stories(readable: PublicationQuerySet, coming: dict[int, Coming]) -> Iterable[Story]:
    """The latest few of each partner: no position ever shows another one. One query."""
    latest = Window(
        RowNumber(),
        partition_by=F("lead_partner"),
        order_by=[F("first_published_at").desc(nulls_first=True), F("pk").asc()],
    )
    # What is to be published for the first time counts from then on: it is not among those that take a place below.
    rows = (
        readable.filter(type__in=STORY_TYPES)
        .annotate(place=latest)
        .filter(place__lte=ENOUGH + len(coming))
        .order_by()
        .values_list("pk", "lead_partner", "first_published_at")
    )
    for pk, partner, published in rows:
        since = published or (coming[pk].at if pk in coming else None)
        if since:
            yield Story(pk, partner, since)


def _events(readable: PublicationQuerySet, instant: datetime) -> Iterable[int]:
    """The next ones that will happen. One query."""
    return (
        readable.filter(type=PublicationType.EVENT)
        .exclude(event_status__in=NOT_HAPPENING)
        .upcoming(reader_now(instant))
        .order_by("starts_at", "pk")
        .values_list("pk", flat=True)[: len(Position) + 1]
    )
