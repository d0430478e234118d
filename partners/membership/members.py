"""Who works for a partner: change a member's role, remove a member; and who may do so.

A new member comes through an invitation (`partners.membership.invitations`). Groups and permissions follow by
themselves, and so do the submissions that waited for a lead who leaves (`partners.provisioning.follow_membership`).
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from accounts.models import User
from core.updates import tell
from partners.enums import MemberRole, Role
from partners.guards import Refused
from partners.models import Membership, Partner
from partners.roles import User as AnyUser
from partners.roles import leads, standing


def may_manage(user: AnyUser, partner: Partner) -> bool:
    """Leads invite and remove the members of their active partner; administrators those of every partner."""
    return standing(user).is_administrator or leads(user, partner)


def may_see(user: AnyUser, partner: Partner) -> bool:
    """Communications see who works for every partner; the rest is for those who manage."""
    return standing(user).is_staff or may_manage(user, partner)


def managers(partner: Partner) -> QuerySet[User]:
    """Everyone for whom `may_manage` holds."""
    people = User.objects.filter(is_active=True)
    administrators = Q(is_superuser=True)
    if not partner.is_active:
        return people.filter(administrators)
    led = Q(groups__role_group__role=Role.LEAD, groups__role_group__partner=partner)
    return people.filter(administrators | led).distinct()


def role_of(partner: Partner, role: str) -> Role:
    """The role that a membership gives; the portal's own members are communications, whatever the row says."""
    return Role.COMMUNICATIONS if partner.is_portal else Role(role)


@transaction.atomic
def remove_member(membership: Membership, *, user: User) -> None:
    """End a membership. The account stays, and so does all it wrote; it can do nothing more for the partner.

    Pages that it had locked, and may no longer open, are unlocked. Raises `PermissionDenied`, or `Refused`.
    """
    membership = _held(membership, user)
    partner, member = membership.partner, membership.user
    if member.pk == user.pk:
        _guard_last_lead(membership, user)
    role = role_of(partner, membership.role)
    membership.delete()
    _release_locks(User.objects.get(pk=member.pk), user)
    log(instance=partner, action="portal.leave", user=user, data={"member": named(member), "role": role})


@transaction.atomic
def change_role(membership: Membership, *, role: str, user: User) -> Membership:
    """Make an editor a lead or a lead an editor; return the membership. Raises `PermissionDenied`, or `Refused`."""
    membership = _held(membership, user)
    if membership.partner.is_portal:
        raise Refused(_("Communications have one role only."))
    if membership.role == role:
        return membership
    if membership.user_id == user.pk and role != MemberRole.LEAD:
        _guard_last_lead(membership, user)
    before, membership.role = membership.role, MemberRole(role)
    membership.save()
    data = {"member": named(membership.user), "role": membership.role, "before": before}
    log(instance=membership.partner, action="portal.role", user=user, data=data)
    return membership


def hold(partner: Partner, user: User) -> Partner:
    """The partner as it is now, until the end of the transaction. Raises `PermissionDenied` to who does not manage it.

    Two people who change its members at once do so one after the other.
    """
    # Without its key: somebody who accepts an invitation meanwhile, and refers to it, need not wait.
    partner = Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
    if not may_manage(user, partner):
        raise PermissionDenied
    return partner


def _held(membership: Membership, user: User) -> Membership:
    partner = hold(membership.partner, user)
    current = Membership.objects.select_related("user").filter(pk=membership.pk, partner=partner).first()
    if current is None:
        raise Refused(
            _("%(name)s is no longer a member of %(partner)s.") % {"name": membership.user.name, "partner": partner}
        )
    current.partner = partner
    return current


def _guard_last_lead(membership: Membership, user: User) -> None:
    """A lead may not leave its partner without one; an administrator knows what to do next."""
    if membership.role != MemberRole.LEAD or membership.partner.is_portal or standing(user).is_administrator:
        return
    others = Membership.objects.filter(partner=membership.partner, role=MemberRole.LEAD, user__is_active=True)
    if not others.exclude(pk=membership.pk).exists():
        raise Refused(
            _("You are the only lead of %(partner)s. Name another lead first, or ask an administrator: %(names)s.")
            % {"partner": membership.partner, "names": administrators()}
        )


def administrators() -> str:
    """The names of the administrators, for a sentence."""
    people = User.objects.filter(is_superuser=True, is_active=True).order_by("last_name", "first_name")
    return ", ".join(person.name for person in people) or "—"


def _release_locks(member: User, user: User) -> None:
    for page in Page.objects.filter(locked=True, locked_by=member):
        if not page.permissions_for_user(member).can_edit():
            Page.objects.filter(pk=page.pk).update(locked=False, locked_by=None, locked_at=None)
            tell(Page, [page.pk])
            log(instance=page.specific, action="wagtail.unlock", user=user)


def named(member: User) -> dict[str, object]:
    """A person, as the log keeps one."""
    return {"id": member.pk, "name": member.name}
