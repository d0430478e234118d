"""Everything that is to happen by itself: publications and expiries of pages, slots that begin and end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Revision, get_default_page_content_type

from home.models import FeaturedSlot
from home.schedule import Coming
from home.wording import moment
from partners.models import Partner, PartnerPage, PublicationPage
from partners.roles import standing


class Event(models.TextChoices):
    """What happens."""

    GO_LIVE = "go-live", pgettext_lazy("schedule", "Publication")
    EXPIRY = "expiry", pgettext_lazy("schedule", "Expiry")
    SLOT_START = "slot-start", _("Slot begins")
    SLOT_END = "slot-end", _("Slot ends")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something that happens at an instant (aware). `partner` is that of the page, where it has one."""

    at: datetime
    event: Event
    title: str
    url: str
    language: str = ""
    partner: Partner | None = None
    place: str = ""

    @property
    def when(self) -> str:
        """Its day and hour in words."""
        return moment(self.at)


def scheduled(user: Any, *, start: datetime, end: datetime) -> list[Entry]:
    """What happens between two instants, the end excluded, in order, of what this person may know. Six queries.

    Staff see everything; members of a partner see its own pages, and the slots of those.
    """
    who = standing(user)
    versions = list(_versions())
    pages = _pages({version.pk for version in versions}, end)
    owners = _owners(set(pages))
    found = [*_of_pages(pages, versions, owners), *_of_slots(start, end)]
    own = who.partners | who.reads
    return sorted(
        (
            entry
            for entry in found
            if start <= entry.at < end and (who.is_staff or (entry.partner is not None and entry.partner.pk in own))
        ),
        key=lambda entry: (entry.at, entry.title),
    )


def _versions() -> list[Coming]:
    """The approved version of each page, with its hour."""
    rows = Revision.objects.filter(
        base_content_type=get_default_page_content_type(), approved_go_live_at__isnull=False
    ).values_list("object_id", "approved_go_live_at", "content")
    return [Coming(int(pk), at, content) for pk, at, content in rows]


def _pages(scheduled_ones: set[int], end: datetime) -> dict[int, Page]:
    expiring = models.Q(live=True, expire_at__lt=end)
    return Page.objects.select_related("locale").in_bulk(
        Page.objects.filter(models.Q(pk__in=scheduled_ones) | expiring).values_list("pk", flat=True)
    )


def _owners(pks: set[int]) -> dict[int, Partner]:
    """Whose page each is: the lead partner of a publication, the partner of its own page."""
    publications = PublicationPage.objects.filter(pk__in=pks).select_related("lead_partner")
    own = PartnerPage.objects.filter(pk__in=pks).select_related("partner")
    return {page.pk: page.lead_partner for page in publications} | {page.pk: page.partner for page in own}


def _of_pages(pages: dict[int, Page], versions: list[Coming], owners: dict[int, Partner]) -> Iterator[Entry]:
    replaced = {version.pk: version.at for version in versions}
    for version in versions:
        if version.pk not in pages:
            continue
        title = str(version.content.get("title") or pages[version.pk].title)
        yield _entry(pages[version.pk], owners, at=version.at, event=Event.GO_LIVE, title=title)
        expiry = version.instant("expire_at")
        if expiry:
            yield _entry(pages[version.pk], owners, at=expiry, event=Event.EXPIRY, title=title)
    for page in pages.values():
        # The version that takes its place before has an expiry of its own.
        if page.live and page.expire_at and replaced.get(page.pk, page.expire_at) >= page.expire_at:
            yield _entry(page, owners, at=page.expire_at, event=Event.EXPIRY, title=page.title)


def _entry(page: Page, owners: dict[int, Partner], *, at: datetime, event: Event, title: str) -> Entry:
    return Entry(
        at=at,
        event=event,
        title=title,
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        language=page.locale.language_code,
        partner=owners.get(page.pk),
    )


def _of_slots(start: datetime, end: datetime) -> Iterator[Entry]:
    slots = FeaturedSlot.objects.approved().filter(starts_at__lt=end, ends_at__gte=start)
    for slot in slots.select_related("publication__lead_partner"):
        owner = slot.publication.lead_partner if slot.publication else None
        address = reverse("wagtailsnippets_home_featuredslot:edit", args=[slot.pk])
        for at, event in ((slot.starts_at, Event.SLOT_START), (slot.ends_at, Event.SLOT_END)):
            yield Entry(
                at=at, event=event, title=slot.heading, url=address, partner=owner, place=slot.get_position_display()
            )
