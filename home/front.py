"""What the home page shows."""

from datetime import datetime
from typing import Any

from partners.enums import NOT_HAPPENING, PublicationType
from partners.models import PublicationPage

# One story in large, three highlights, then the thread; one event in large, then the agenda.
HIGHLIGHTS, THREAD, AGENDA = 3, 6, 4


def front_page(language: str, *, home_depth: int, now: datetime) -> dict[str, Any]:
    """The context of the home page in a language, at `now` (aware, the readers' clock). Three queries.

    Projects are the hubs, which stand two levels below the home page; sub-projects are found on their hub.
    """
    readable = PublicationPage.objects.readable_in(language).with_card()
    articles = list(
        readable.filter(type=PublicationType.ARTICLE).order_by("-first_published_at", "pk")[: 1 + HIGHLIGHTS + THREAD]
    )
    coming = list(
        readable.filter(type=PublicationType.EVENT)
        .exclude(event_status__in=NOT_HAPPENING)
        .upcoming(now)
        .order_by("starts_at", "pk")[: 1 + AGENDA]
    )
    hubs = readable.filter(type=PublicationType.PROJECT, depth=home_depth + 2).order_by("path")
    return {
        "now": now,
        "lead": articles[0] if articles else None,
        "highlights": articles[1 : 1 + HIGHLIGHTS],
        "thread": articles[1 + HIGHLIGHTS :],
        "event": coming[0] if coming else None,
        "agenda": coming[1:],
        "projects": list(hubs),
    }
