"""The way of a featured slot from draft to the home page: submit, approve or refuse, take off. Four eyes, as for pages.

What is approved is what was read, or nothing is; whoever changed a slot since it was last approved approves nothing of
it. A slot that is taken off while it shows ends at that instant: what it showed until then stays told.
"""

import json
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Revision

from accounts.models import User
from core.refusals import Refused
from home.enums import SubmissionState
from home.models import FeaturedSlot, SlotSubmission
from partners.enums import Role
from partners.roles import is_staff
from partners.workflow.digest import digest_of_values

# What a revision of a slot stores beside what it says.
BOOKKEEPING = frozenset(
    {
        *("pk", "live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision"),
        *("go_live_at", "expire_at", "expired", "latest_revision"),
    }
)


def digest_of_slot(revision: Revision) -> str:
    """The digest of what a revision of a slot says, 64 hexadecimal digits."""
    stored = json.loads(json.dumps(revision.content, cls=DjangoJSONEncoder))
    return digest_of_values({name: value for name, value in stored.items() if name not in BOOKKEEPING})


def authors_of(slot: FeaturedSlot) -> set[int]:
    """Primary keys of whoever changed the slot since it was last approved. One query."""
    changes = slot.revisions.filter(pk__gt=slot.live_revision_id or 0).exclude(user=None)
    return set(changes.values_list("user", flat=True))


def eligible(slot: FeaturedSlot) -> QuerySet[User]:
    """The people who may decide about the slot as it is now: communications and administrators who did not write it."""
    people = User.objects.filter(is_active=True)
    staff = people.filter(Q(groups__role_group__role=Role.COMMUNICATIONS) | Q(is_superuser=True)).distinct()
    return staff.exclude(pk__in=authors_of(slot))


def may_decide(slot: FeaturedSlot, user: User | AnonymousUser) -> bool:
    """Whether this person may approve or refuse."""
    return user.pk is not None and eligible(slot).filter(pk=user.pk).exists()


@transaction.atomic
def submit(slot: FeaturedSlot, *, user: User, now: datetime) -> SlotSubmission:
    """Hand the latest draft of a slot to a second person; a submission that waits is replaced.

    Raises `Refused` with every reason at once, `PermissionDenied` for whoever may not schedule.
    """
    slot = _held(slot, user)
    draft = slot.get_latest_revision() or slot.save_revision(user=user)
    if slot.live and not slot.has_unpublished_changes:
        raise Refused(_("This is approved as it is: there is nothing to submit."))
    _guard_words(draft.as_object(), now)
    if not eligible(slot).exists():
        raise Refused(
            _("Nobody is left who may approve this slot without having changed it: ask an administrator to name one.")
        )
    cancel_waiting(slot, user=user, now=now)
    return SlotSubmission.objects.create(
        slot=slot, revision=draft, digest=digest_of_slot(draft), submitted_by=user, submitted_at=now
    )


@transaction.atomic
def approve(submission: SlotSubmission, *, user: User, digest: str, now: datetime) -> FeaturedSlot:
    """Approve the version whose digest is given, as it was read: from now on the home page follows it.

    Raises `Refused`.
    """
    slot, submission = _waiting(submission, user)
    latest = slot.get_latest_revision()
    if latest is None or digest != submission.digest or digest_of_slot(latest) != digest:
        raise Refused(_("The slot was changed since you read it: read it again."))
    _guard_words(latest.as_object(), now)
    latest.publish(user=user, skip_permission_checks=True)
    _decide(submission, SubmissionState.APPROVED, user=user, now=now)
    return FeaturedSlot.objects.get(pk=slot.pk)


@transaction.atomic
def refuse(submission: SlotSubmission, *, user: User, comment: str, now: datetime) -> SlotSubmission:
    """Give the slot back to whoever submitted it, with the reason. The home page stays as it was. Raises `Refused`."""
    _slot, submission = _waiting(submission, user)
    if not comment.strip():
        raise Refused(_("Say why: whoever submitted it needs to know what to change."))
    return _decide(submission, SubmissionState.REFUSED, user=user, now=now, comment=comment.strip())


@transaction.atomic
def take_back(submission: SlotSubmission, *, user: User, now: datetime) -> SlotSubmission:
    """Take back a submission that nobody has decided about. Raises `Refused`."""
    _held(submission.slot, user)
    submission = SlotSubmission.objects.select_for_update().get(pk=submission.pk)
    _guard_waiting(submission)
    return _decide(submission, SubmissionState.CANCELLED, user=user, now=now)


@transaction.atomic
def take_off(slot: FeaturedSlot, *, user: User, now: datetime) -> FeaturedSlot:
    """Take an approved slot off the home page at once, or for good before it begins. One person suffices.

    A change of it that waited for approval is a draft again. Raises `Refused` for one that is over, or was never
    approved.
    """
    slot = _held(slot, user)
    if not slot.live:
        raise Refused(_("This slot is not approved: the home page does not show it."))
    if slot.ends_at <= now:
        raise Refused(_("This slot is over."))
    cancel_waiting(slot, user=user, now=now)
    if slot.starts_at >= now:
        # Nobody holds Wagtail's permission: this verb has its own guards.
        UnpublishAction(slot, user=user).execute(skip_permission_checks=True)
        return slot
    # A draft that was begun meanwhile stays in the history.
    slot.ends_at = now
    slot.save_revision(user=user).publish(user=user, skip_permission_checks=True)
    return FeaturedSlot.objects.get(pk=slot.pk)


def _held(slot: FeaturedSlot, user: User) -> FeaturedSlot:
    """The slot as it is stored, its row held until the end of the transaction."""
    if not is_staff(user):
        raise PermissionDenied
    return FeaturedSlot.objects.select_for_update().get(pk=slot.pk)


def cancel_waiting(slot: FeaturedSlot, *, user: User, now: datetime) -> None:
    """Take back the submission that waits, if any: what it was about is a draft again."""
    slot.submissions.filter(state=SubmissionState.WAITING).update(
        state=SubmissionState.CANCELLED, decided_by=user, decided_at=now
    )


def _waiting(submission: SlotSubmission, user: User) -> tuple[FeaturedSlot, SlotSubmission]:
    slot = _held(submission.slot, user)
    submission = SlotSubmission.objects.select_for_update().get(pk=submission.pk)
    _guard_waiting(submission)
    if not may_decide(slot, user):
        raise Refused(_("You have changed this slot since it was last approved: somebody else decides."))
    return slot, submission


def _guard_waiting(submission: SlotSubmission) -> None:
    if submission.state != SubmissionState.WAITING:
        raise Refused(_("Somebody has already decided about this slot."))


def _guard_words(draft: FeaturedSlot, now: datetime) -> None:
    try:
        draft.full_clean()
    except ValidationError as error:
        raise Refused(*error.messages) from error
    if draft.ends_at <= now:
        raise Refused(_("The slot is over: give it a later end."))


def _decide(
    submission: SlotSubmission, state: SubmissionState, *, user: User, now: datetime, comment: str = ""
) -> SlotSubmission:
    submission.state, submission.decided_by, submission.decided_at = state, user, now
    submission.comment = comment
    submission.save(update_fields=["state", "decided_by", "decided_at", "comment"])
    return submission
