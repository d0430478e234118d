"""A partner's wish to see one of its publications on the home page, and what staff answer. Staff schedule; nobody else.

An accepted proposal becomes the draft of a slot, which goes its own way (`home.slots.featuring`).
"""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from core.languages import is_source
from core.querysets import visible_pages
from core.refusals import Refused
from home.enums import SubmissionState
from home.models import FeaturedSlot, FeatureProposal
from partners.models import PublicationPage
from partners.roles import is_staff, writes_for


def may_propose(publication: PublicationPage, user: User) -> bool:
    """Leads and editors of the active partner that leads it."""
    return writes_for(user, publication.lead_partner)


@transaction.atomic
def propose(
    publication: PublicationPage, *, user: User, why: str, now: datetime, wanted_from: date | None = None
) -> FeatureProposal:
    """Propose a publication for the home page, from a day on if one wants.

    Raises `PermissionDenied` for whoever does not write for its partner, `Refused` with every reason at once.
    """
    if not may_propose(publication, user):
        raise PermissionDenied
    PublicationPage.objects.select_for_update().get(pk=publication.pk)
    reasons = []
    if not is_source(publication):
        reasons.append(_("Propose the French page: its English version is shown to English readers."))
    if not visible_pages().filter(pk=publication.pk).exists():
        reasons.append(_("Readers cannot open this page: propose it once it is published."))
    if publication.feature_proposals.filter(state=SubmissionState.WAITING).exists():
        reasons.append(_("This page is proposed already: communications will answer."))
    if wanted_from and wanted_from < timezone.localtime(now).date():
        reasons.append(_("This day is over: choose a later one, or leave it empty."))
    if not why.strip():
        reasons.append(_("Say why: communications choose among several proposals."))
    if reasons:
        raise Refused(*reasons)
    return FeatureProposal.objects.create(
        publication=publication, wanted_from=wanted_from, why=why.strip(), proposed_by=user, proposed_at=now
    )


@transaction.atomic
def take_back(proposal: FeatureProposal, *, user: User, now: datetime) -> FeatureProposal:
    """Take back a proposal that nobody has answered. Raises `Refused`."""
    if not may_propose(proposal.publication, user):
        raise PermissionDenied
    return _answer(proposal, SubmissionState.CANCELLED, user=user, now=now)


@transaction.atomic
def accept(
    proposal: FeatureProposal, *, slot: FeaturedSlot, user: User, now: datetime, answer: str = ""
) -> FeaturedSlot:
    """Accept a proposal: `slot`, not saved yet, becomes the draft of a slot that shows its publication.

    Raises `Refused`, `ValidationError` by field for a slot that says too little.
    """
    _guard_staff(user)
    slot.publication, slot.live = proposal.publication, False
    slot.full_clean()
    slot.save()
    revision = slot.save_revision(user=user, clean=False)
    log(instance=slot, action="wagtail.create", user=user, revision=revision, content_changed=True)
    _answer(proposal, SubmissionState.APPROVED, user=user, now=now, answer=answer.strip(), slot=slot)
    return slot


@transaction.atomic
def refuse(proposal: FeatureProposal, *, user: User, answer: str, now: datetime) -> FeatureProposal:
    """Answer a proposal that it will not be, and why. Raises `Refused`."""
    _guard_staff(user)
    if not answer.strip():
        raise Refused(_("Say why: the partner reads it."))
    return _answer(proposal, SubmissionState.REFUSED, user=user, now=now, answer=answer.strip())


def _guard_staff(user: User) -> None:
    if not is_staff(user):
        raise PermissionDenied


def _answer(
    proposal: FeatureProposal,
    state: SubmissionState,
    *,
    user: User,
    now: datetime,
    answer: str = "",
    slot: FeaturedSlot | None = None,
) -> FeatureProposal:
    held = FeatureProposal.objects.select_for_update().get(pk=proposal.pk)
    if held.state != SubmissionState.WAITING:
        raise Refused(_("This proposal has its answer already."))
    held.state, held.answered_by, held.answered_at, held.answer, held.slot = state, user, now, answer, slot
    held.save(update_fields=["state", "answered_by", "answered_at", "answer", "slot"])
    return held
