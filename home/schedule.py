"""Which publications readers can open at an instant, past, present or to come.

At the present instant it is what is live. At a future one a page counts as live by its approved go-live and its
expiry; at a past one, from its first publication until it left. Restrictions are those of today.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.dateparse import parse_datetime
from wagtail.models import PageLogEntry, Revision, get_default_page_content_type

from core.querysets import restrictions_above
from partners.models import PublicationPage
from partners.querysets import PublicationQuerySet

UNPUBLISHED = "wagtail.unpublish"


@dataclass(frozen=True)
class Coming:
    """The version of a page that is approved for a future instant; `content` is what its revision holds."""

    pk: int
    at: datetime
    content: dict[str, Any]

    def instant(self, name: str) -> datetime | None:
        """An instant that the version holds, aware."""
        value = self.content.get(name)
        return parse_datetime(value) if value else None

    def is_over_at(self, instant: datetime) -> bool:
        """Whether this version will have expired."""
        expiry = self.instant("expire_at")
        return expiry is not None and expiry <= instant


def coming_by(instant: datetime, *, now: datetime) -> dict[int, Coming]:
    """The versions that will have gone live by `instant`, by page. One query; none for the present or the past."""
    if instant <= now:
        return {}
    rows = (
        Revision.objects.filter(base_content_type=get_default_page_content_type(), approved_go_live_at__lte=instant)
        .order_by("approved_go_live_at", "pk")
        .values_list("object_id", "approved_go_live_at", "content")
    )
    return {int(pk): Coming(int(pk), at, content) for pk, at, content in rows}


def readable_at(instant: datetime, *, now: datetime, coming: dict[int, Coming]) -> PublicationQuerySet:
    """The publications of every language that readers can open at `instant`; `coming` is what `coming_by` says."""
    public = PublicationPage.objects.filter(~Exists(restrictions_above(OuterRef("path"))))
    lasting = Q(expire_at=None) | Q(expire_at__gt=instant)
    if instant < now:
        left = (
            PageLogEntry.objects.filter(page=OuterRef("pk"), action__startswith=UNPUBLISHED)
            .order_by("-timestamp")
            .values("timestamp")[:1]
        )
        there = Q(live=True) & lasting | Q(live=False, left_at__gt=instant)
        return public.alias(left_at=Subquery(left)).filter(there, first_published_at__lte=instant)
    if not coming:
        return public.filter(lasting, live=True)
    staying = [pk for pk, version in coming.items() if not version.is_over_at(instant)]
    return public.filter(Q(pk__in=staying) | Q(live=True) & lasting & ~Q(pk__in=list(coming)))
