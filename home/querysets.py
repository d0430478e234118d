"""What the home page lists."""

from datetime import datetime

from django.db.models import QuerySet

from partners.enums import NOT_HAPPENING, PublicationType
from partners.models import PublicationPage

LATEST = 6
NEXT_EVENTS = 4


def latest(locale_id: int) -> QuerySet[PublicationPage]:
    """The articles and projects published last, in a language."""
    return (
        PublicationPage.objects.visible()
        .filter(locale_id=locale_id, type__in=[PublicationType.ARTICLE, PublicationType.PROJECT])
        .with_card()
        .order_by("-first_published_at", "pk")[:LATEST]
    )


def next_events(locale_id: int, *, now: datetime) -> QuerySet[PublicationPage]:
    """The next events that will take place, in a language, at `now` (aware, the readers' clock)."""
    return (
        PublicationPage.objects.visible()
        .filter(locale_id=locale_id, type=PublicationType.EVENT)
        .exclude(event_status__in=NOT_HAPPENING)
        .upcoming(now)
        .with_card()
        .order_by("starts_at", "pk")[:NEXT_EVENTS]
    )
