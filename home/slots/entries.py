"""Versions of slots as lists show them, without a query for each one (`home.slots.overlaps.Entry`)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.dateparse import parse_datetime

from core.seo import spoken
from home.models import FeaturedSlot
from home.slots.overlaps import Entry
from home.slots.states import approved_state, draft_state


def entry_of(slot: FeaturedSlot, now: datetime) -> Entry:
    """The slot as its columns say it: what is approved, or the draft where nothing is."""
    state = approved_state(slot, now) or draft_state(slot)
    return Entry(
        *(slot.pk or 0, slot.position, slot.publication_id, slot.priority, slot.starts_at, slot.ends_at),
        title=slot.heading,
        states=(state,) if state else (),
    )


def has_change(slot: FeaturedSlot) -> bool:
    """Whether a newer draft stands beside what is approved."""
    return bool(slot.live and slot.has_unpublished_changes and slot.latest_revision)


def change_of(slot: FeaturedSlot, titles: Mapping[int, str]) -> Entry:
    """The newer draft of a slot that is approved; `titles` has those of other publications."""
    said = slot.latest_revision.content
    state = draft_state(slot)
    is_same = said["publication"] == slot.publication_id
    title = slot.publication.title if is_same and slot.publication else titles.get(said["publication"], "")
    return Entry(
        pk=slot.pk,
        position=said["position"],
        page=said["publication"],
        priority=said["priority"],
        starts_at=parse_datetime(said["starts_at"]) or slot.starts_at,
        ends_at=parse_datetime(said["ends_at"]) or slot.ends_at,
        title=said[f"title_{spoken()}"] or title or said["url_fr"] or slot.heading,
        states=(state,) if state else (),
        is_change=True,
    )


def latest_of(slot: FeaturedSlot, now: datetime) -> Entry:
    """The latest version, approved or not."""
    return change_of(slot, {}) if has_change(slot) else entry_of(slot, now)
