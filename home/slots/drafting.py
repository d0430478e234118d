"""New versions of a featured slot. What is approved stays on the home page until somebody approves another version."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.refusals import Refused
from home.enums import SubmissionState
from home.models import FeaturedSlot
from home.slots.featuring import cancel_waiting, digest_of_slot
from partners.roles import is_staff


@transaction.atomic
def redraft(slot: FeaturedSlot, *, user: User, seen: int | None, now: datetime, **changes: Any) -> FeaturedSlot:
    """Save a version with other values of some fields, and return it. `seen` is the key of the version that was read.

    Raises `Refused` where another one was saved since, `ValidationError` by field, `PermissionDenied`.
    """
    if not is_staff(user):
        raise PermissionDenied
    stored = FeaturedSlot.objects.select_for_update().get(pk=slot.pk)
    if stored.latest_revision_id != seen:
        raise Refused(_("The slot was changed since you opened this form: read it again."))
    draft = stored.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.full_clean()
    if not stored.live:
        draft.save()
    draft.save_revision(user=user, clean=False, log_action=True)
    follow(stored, user=user, now=now)
    return draft


@transaction.atomic
def follow(slot: FeaturedSlot, *, user: User, now: datetime) -> bool:
    """Take back the submission of a version that is not the latest any more. Whether there was one."""
    waiting = slot.submissions.select_for_update().filter(state=SubmissionState.WAITING).first()
    latest = FeaturedSlot.objects.select_related("latest_revision").get(pk=slot.pk).latest_revision
    if waiting is None or (latest and digest_of_slot(latest) == waiting.digest):
        return False
    cancel_waiting(slot, user=user, now=now)
    return True
