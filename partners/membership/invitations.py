"""Invite people to work for a partner: a mail with a signed link, good for seven days and for one person.

The link proves that whoever follows it reads the mail of that address. Its token names the invitation, and holds a
secret of which the database knows a hash only; sending again makes a new one, so that the links of earlier mails are
void. Opening a link changes nothing: programs that scan mails do that too.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.mail import write_to
from accounts.models import User
from partners.enums import InvitationState, MemberRole
from partners.guards import Refused
from partners.membership.members import hold, may_manage, named, role_of
from partners.models import Invitation, Membership, Partner
from partners.models.invitation import VALIDITY

MOST_OPEN = 20
# A mail takes a moment to arrive; nobody's mailbox is to be filled by a button.
PAUSE = timedelta(minutes=5)
# Answered, revoked or expired, an address is forgotten after this long.
KEPT = timedelta(days=90)

# A point is neither in the secret nor in the signature, and no program that looks for links in a mail stops at it.
signer = signing.Signer(salt="partners.invitations", sep=".")


class Closed(Refused):
    """An invitation that can no longer be accepted; `state` tells why."""

    def __init__(self, state: InvitationState) -> None:
        """Keep the state."""
        super().__init__(str(state.label))
        self.state = state


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """What a person without an account says of itself."""

    first_name: str
    last_name: str
    password: str
    preferred_language: str


@transaction.atomic
def invite(partner: Partner, *, email: str, role: str, language: str, user: User, now: datetime) -> Invitation:
    """Invite an address at `now` (aware), and write to it in `language`; return the invitation.

    Raises `PermissionDenied`, or `Refused` with a sentence.
    """
    partner, email = hold(partner, user), email.strip().lower()
    _guard_addition(partner, email)
    earlier = Invitation.objects.unanswered().filter(partner=partner, email=email).first()
    if earlier and earlier.expires_at > now:
        raise Refused(_("%(email)s is already invited: send the invitation again, or revoke it.") % {"email": email})
    _guard_room(partner, now)
    if earlier:
        _close(earlier, now)
    invitation = Invitation(
        partner=partner,
        email=email,
        role=MemberRole.EDITOR if partner.is_portal else MemberRole(role),
        language=language,
        created_at=now,
    )
    _send(invitation, user=user, now=now)
    log(instance=partner, action="portal.invite", user=user, data=_data(invitation))
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, user: User, now: datetime) -> Invitation:
    """Write another mail, good for seven days from `now` (aware); the links of earlier ones no longer work.

    Whoever sends it again answers for it. Raises `PermissionDenied`, or `Refused`.
    """
    invitation = _held(invitation, user)
    _guard_addition(invitation.partner, invitation.email)
    if invitation.sent_at + PAUSE > now:
        raise Refused(
            _("The mail to %(email)s has just been written: give it a few minutes to arrive, then try again.")
            % {"email": invitation.email}
        )
    if invitation.expires_at <= now:
        _guard_room(invitation.partner, now)
    _send(invitation, user=user, now=now)
    log(instance=invitation.partner, action="portal.invite", user=user, data=_data(invitation))
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, user: User, now: datetime) -> Invitation:
    """Take an invitation back at `now` (aware): its link no longer works. Raises `PermissionDenied`, or `Refused`."""
    invitation = _held(invitation, user)
    _close(invitation, now)
    log(instance=invitation.partner, action="portal.revoke", user=user, data=_data(invitation))
    return invitation


def find(token: str, *, now: datetime) -> tuple[Invitation, InvitationState]:
    """The invitation of a link and what the link is good for at `now` (aware), without changing anything.

    Raises `Invitation.DoesNotExist` for a token that is none of ours, or of an invitation long forgotten.
    """
    invitation, fits = _read(token)
    return invitation, _state(invitation, now=now, fits=fits)


@transaction.atomic
def accept(token: str, *, now: datetime, user: User | None = None, account: NewAccount | None = None) -> Membership:
    """Make a member of the person who holds the link: the account `user`, which has the address, or a new one.

    A person who has become a member in the meantime keeps the role. Returns the membership. Raises
    `Invitation.DoesNotExist`, `Closed` when the link is no longer good, or `Refused`.
    """
    invitation, fits = _read(token, for_update=True)
    state = _state(invitation, now=now, fits=fits)
    if state != InvitationState.OPEN:
        raise Closed(state)
    member = _created(invitation, account) if account else user
    if member is None or member.email != invitation.email or not member.is_active:
        raise Refused(_("This invitation is for another account."))
    membership, _is_new = Membership.objects.get_or_create(
        partner=invitation.partner, user=member, defaults={"role": invitation.role}
    )
    invitation.accepted_at, invitation.accepted_by = now, member
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    data = {"member": named(member), "role": role_of(invitation.partner, membership.role)}
    log(instance=invitation.partner, action="portal.join", user=member, data=data)
    return membership


def forget(*, now: datetime) -> int:
    """Delete invitations that were answered, revoked or expired 90 days before `now` (aware); return how many."""
    limit = now - KEPT
    old = Q(accepted_at__lt=limit) | Q(revoked_at__lt=limit) | Q(expires_at__lt=limit)
    return Invitation.objects.filter(old).delete()[0]


def is_void(invitation: Invitation, *, managing: set[int]) -> bool:
    """Whether an invitation lost its worth: the partner is inactive, or whoever sent it may no longer invite.

    `managing` are the primary keys of those who may (`partners.membership.members.managers`).
    """
    return not invitation.partner.is_active or invitation.invited_by_id not in managing


def _guard_addition(partner: Partner, email: str) -> None:
    if not partner.is_active:
        raise Refused(_("%(partner)s is no longer an active partner: nobody new can join it.") % {"partner": partner})
    if Membership.objects.filter(partner=partner, user__email=email).exists():
        raise Refused(_("%(email)s is already a member of %(partner)s.") % {"email": email, "partner": partner})


def _guard_room(partner: Partner, now: datetime) -> None:
    if Invitation.objects.open_at(now).filter(partner=partner).count() >= MOST_OPEN:
        raise Refused(
            _("%(count)s invitations are waiting for an answer: revoke those that are no longer needed first.")
            % {"count": MOST_OPEN}
        )


def _held(invitation: Invitation, user: User) -> Invitation:
    """The invitation as it is now, held with its partner, if it still waits for an answer."""
    partner = hold(invitation.partner, user)
    current = Invitation.objects.select_for_update().filter(pk=invitation.pk, partner=partner).first()
    if current is None or current.revoked_at:
        raise Refused(_("This invitation was already revoked."))
    if current.accepted_at:
        raise Refused(_("%(email)s has already accepted this invitation.") % {"email": current.email})
    current.partner = partner
    return current


def _close(invitation: Invitation, now: datetime) -> None:
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])


def _send(invitation: Invitation, *, user: User, now: datetime) -> None:
    """Save the invitation with a new secret, and write the mail that holds it."""
    secret = secrets.token_urlsafe(16)
    invitation.invited_by, invitation.fingerprint, invitation.expires_at = user, _fingerprint(secret), now + VALIDITY
    invitation.save()
    partner = invitation.partner
    write_to(
        invitation.email,
        language=invitation.language,
        template="partners/mails/invitation",
        link=reverse("invitation", args=[signer.sign(f"{invitation.pk}.{secret}")]),
        context={
            "inviter": user.name,
            "partner": partner,
            "is_communications": partner.is_portal,
            "is_lead": invitation.role == MemberRole.LEAD,
            "days": VALIDITY.days,
        },
        secret=True,
    )


def _read(token: str, *, for_update: bool = False) -> tuple[Invitation, bool]:
    """The invitation that a token names, and whether the token is that of its latest mail."""
    try:
        number, secret = signer.unsign(token).split(".")
    except (signing.BadSignature, ValueError) as error:
        raise Invitation.DoesNotExist from error
    invitations = Invitation.objects.select_related("partner", "invited_by")
    if for_update:
        # Of one table only: the database locks no outer join.
        invitations = Invitation.objects.select_for_update()
    invitation = invitations.get(pk=int(number))
    return invitation, constant_time_compare(invitation.fingerprint, _fingerprint(secret))


def _state(invitation: Invitation, *, now: datetime, fits: bool) -> InvitationState:
    if invitation.accepted_at:
        return InvitationState.ACCEPTED
    if invitation.revoked_at:
        return InvitationState.REVOKED
    if not fits:
        return InvitationState.REPLACED
    if invitation.expires_at <= now:
        return InvitationState.EXPIRED
    sender = invitation.invited_by
    if sender is None or not invitation.partner.is_active or not may_manage(sender, invitation.partner):
        return InvitationState.VOID
    return InvitationState.OPEN


def _created(invitation: Invitation, account: NewAccount) -> User:
    """The new account; its address is known to be the person's own."""
    try:
        with transaction.atomic():
            return User.objects.create_user(
                invitation.email,
                account.password,
                first_name=account.first_name,
                last_name=account.last_name,
                preferred_language=account.preferred_language,
            )
    except IntegrityError as error:
        raise Refused(_("An account with this address exists by now: sign in with it.")) from error


def _fingerprint(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _data(invitation: Invitation) -> dict[str, str]:
    return {"email": invitation.email, "role": role_of(invitation.partner, invitation.role)}
