"""Where a featured slot stands: what is approved of it, and what its newer draft waits for."""

from datetime import datetime

from home.enums import SlotState, SubmissionState
from home.models import FeaturedSlot

DRAFTS = {SubmissionState.WAITING: SlotState.WAITING, SubmissionState.REFUSED: SlotState.REFUSED}


def approved_state(slot: FeaturedSlot, now: datetime) -> SlotState | None:
    """Of what readers get, at `now` (aware); nothing for a slot that was never approved, or was taken off."""
    if not slot.live:
        return None
    if slot.ends_at <= now:
        return SlotState.OVER
    return SlotState.ON_AIR if slot.starts_at <= now else SlotState.COMING


def draft_state(slot: FeaturedSlot) -> SlotState | None:
    """Of the version that is not approved; nothing where there is none. A query unless `with_submission` was asked."""
    if slot.live and not slot.has_unpublished_changes:
        return None
    handed = slot.submission_state if hasattr(slot, "submission_state") else _last_submission(slot)
    return DRAFTS.get(SubmissionState(handed), SlotState.DRAFT) if handed else SlotState.DRAFT


def states_of(slot: FeaturedSlot, now: datetime) -> tuple[SlotState, ...]:
    """What is approved first, then the draft: one or both."""
    return tuple(state for state in (approved_state(slot, now), draft_state(slot)) if state)


def _last_submission(slot: FeaturedSlot) -> str | None:
    handed = slot.submissions.exclude(state=SubmissionState.CANCELLED)
    return handed.order_by("-submitted_at", "-pk").values_list("state", flat=True).first()
