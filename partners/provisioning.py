"""Give a partner what it works with, and bring every permission in line with the table (`partners.roles`).

Everything here may be run again at any time: what is missing is made, what is too much is removed, the rest is left.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.models import Collection, GroupPagePermission, Locale, Page, Task, Workflow, WorkflowPage, WorkflowTask

from accounts.models import User
from partners.access.rows import KINDS, SHARED_COLLECTION, find_shared_collection
from partners.enums import PARTNER_ROLES, Role
from partners.models import (
    Approval,
    Membership,
    Partner,
    PartnerApproval,
    PartnerIndexPage,
    PartnerPage,
    PortalApproval,
    RoleGroup,
)
from partners.workflow.restarts import follow_partner

# A partner's page was published in two languages with the same words: `french`, `translated`.
page_published_in_both = Signal()
# The steps of the one workflow, in order; an application adds the last ones (`add_step`).
_steps: list[tuple[type[Approval], Promise | str]] = [
    (PartnerApproval, gettext_lazy("Partner’s approval")),
    (PortalApproval, gettext_lazy("Communications’ approval")),
]

# Roles that stand for the whole portal and have a group.
PORTAL_ROLES = (Role.COMMUNICATIONS, Role.TRANSLATOR)


@transaction.atomic
def provision(partner: Partner, *, user: User | None = None) -> Partner:
    """Give a partner its groups, its collection, its page in every language, and what its members may do with them.

    The portal's own partner has no groups of its own: its members are communications. Returns the partner. Raises
    `PartnerIndexPage.DoesNotExist` when the portal has not been set up.
    """
    provision_portal()
    _equip(partner, user)
    bring_in_line()
    follow_partner(partner)
    return partner


@transaction.atomic
def provision_portal() -> None:
    """Make what exists once: the portal-wide groups, the shared collection, the workflow on the root page."""
    for role in PORTAL_ROLES:
        _group(role, None)
    shared_collection()
    _workflow()


@transaction.atomic
def provision_all() -> None:
    """Apply the table everywhere."""
    provision_portal()
    for partner in Partner.objects.order_by("pk"):
        _equip(partner, None)
    bring_in_line()


def add_step(model: type[Approval], label: Promise | str) -> None:
    """Add a step at the end of the workflow; again, it stays where it is. `label` names it for administrators."""
    if model not in [known for known, _label in _steps]:
        _steps.append((model, label))


def drift() -> list[str]:
    """Every difference between the table and the database, in words. Touches nothing; constant number of queries."""
    return [*_missing(), *(text for kind in KINDS for text in kind().differences())]


def bring_in_line() -> None:
    """Make the rows of the groups what the table says: permissions on pages, collections and models, and members."""
    for kind in KINDS:
        kind().mend()
    _publishers().delete()


def shared_collection() -> Collection:
    """The collection whose files every partner may use."""
    return find_shared_collection() or Collection.get_first_root_node().add_child(
        instance=Collection(name=SHARED_COLLECTION)
    )


def follow_membership(instance: Membership, *, raw: bool = False, **_kwargs: object) -> None:
    """Whoever joins, leaves or changes role has the groups of it at once."""
    if raw:
        return
    user = User.objects.filter(pk=instance.user_id).first()
    if user is None:
        return
    held = Membership.objects.filter(user=user).values_list("partner", "partner__is_portal", "role")
    wanted = {
        (Role.COMMUNICATIONS if is_portal else role, None if is_portal else partner)
        for partner, is_portal, role in held
    }
    groups = {
        (row.role, row.partner_id): row.group
        for row in RoleGroup.objects.exclude(role=Role.TRANSLATOR).select_related("group")
        if (row.role, row.partner_id) in wanted
    }
    current = user.groups.filter(role_group__isnull=False).exclude(role_group__role=Role.TRANSLATOR)
    user.groups.remove(*current.exclude(pk__in=[group.pk for group in groups.values()]))
    user.groups.add(*groups.values())
    follow_partner(instance.partner)


def connect() -> None:
    """Follow those who join and leave."""
    for signal in (post_save, post_delete):
        signal.connect(follow_membership, sender=Membership, dispatch_uid="partners.provisioning.follow_membership")


def _equip(partner: Partner, user: User | None) -> None:
    _pages(partner, user)
    if not partner.is_portal:
        _collection(partner)
    for role in _roles_of(partner):
        _group(role, partner)


def _roles_of(partner: Partner) -> Iterable[Role]:
    return () if partner.is_portal else PARTNER_ROLES


def _group(role: Role, partner: Partner | None) -> Group:
    row = RoleGroup.objects.filter(role=role, partner=partner).select_related("group").first()
    name = _name(role, partner)
    if row is None:
        group = Group.objects.create(name=_free(name, ""))
        RoleGroup.objects.create(role=role, partner=partner, group=group)
        return group
    if row.group.name != name:
        row.group.name = _free(name, row.group.name)
        row.group.save(update_fields=["name"])
    return row.group


def _name(role: Role, partner: Partner | None) -> str:
    # Names are seen by administrators only; they do not change with the language of whoever runs this.
    with override("fr"):
        return f"{partner.name[:110]} · {role.label}" if partner else str(role.label)


def _free(name: str, own: str) -> str:
    """A group's name that no other group bears."""
    number = 1
    candidate = name
    while candidate != own and Group.objects.filter(name=candidate).exists():
        number += 1
        candidate = f"{name} ({number})"
    return candidate


def _collection(partner: Partner) -> None:
    if partner.collection is None:
        partner.collection = Collection.get_first_root_node().add_child(instance=Collection(name=partner.name))
        partner.save(update_fields=["collection"])
    elif partner.collection.name != partner.name:
        partner.collection.name = partner.name
        partner.collection.save(update_fields=["name"])


def _pages(partner: Partner, user: User | None) -> None:
    """Publish the partner's page in each language, French first: it says the organisation's name and nothing else.

    A French page that has been written since is left to translators: what is made of it is a draft.
    """
    directories = PartnerIndexPage.objects.select_related("locale").order_by("locale__language_code")
    french = PartnerPage.objects.filter(partner=partner, locale__language_code="fr").first()
    if french is None:
        directory = directories.get(locale__language_code="fr")
        french = directory.add_child(
            instance=PartnerPage(
                title=partner.name, slug=partner.slug, partner=partner, locale=directory.locale, live=False, owner=user
            )
        )
        _publish(french, user)
    for locale in Locale.objects.exclude(pk=french.locale_id):
        if not PartnerPage.objects.filter(partner=partner, locale=locale).exists():
            made = french.copy_for_translation(locale, copy_parents=False)
            if not french.introduction and not french.body:
                _publish(made, user)
                page_published_in_both.send(sender=PartnerPage, french=french, translated=made)


def _publish(page: Page, user: User | None) -> None:
    page.save_revision(user=user).publish(user=user, skip_permission_checks=True)
    page.refresh_from_db()


def _workflow() -> None:
    """One workflow on the root page, for both languages and every partner: its tasks find whom to ask."""
    with override("fr"):
        steps = [(model, str(label)) for model, label in _steps]
        name = _("Publication")
    tasks = [model.objects.order_by("pk").first() or model.objects.create(name=label) for model, label in steps]
    workflow = Workflow.objects.filter(workflow_tasks__task=tasks[0]).order_by("pk").first()
    if workflow is None:
        workflow = Workflow.objects.create(name=name)
    for order, task in enumerate(tasks):
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    # In the place of Wagtail's own, if that is still there.
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})


def _publishers() -> QuerySet[GroupPagePermission]:
    """Who holds Wagtail's `publish`, in whatever group: nobody should."""
    return GroupPagePermission.objects.filter(permission__codename="publish_page")


def _missing() -> list[str]:
    """What a partner, or the portal, has not been given; and what nobody should have."""
    found = [f"{row.group}: should not publish" for row in _publishers().select_related("group")]
    groups = {(row.role, row.partner_id) for row in RoleGroup.objects.all()}
    pages = set(PartnerPage.objects.values_list("partner", "locale"))
    locales = list(Locale.objects.all())
    found += [f"No group for the role {role}" for role in PORTAL_ROLES if (role, None) not in groups]
    if find_shared_collection() is None:
        found.append("No shared collection")
    steps = Task.objects.filter(workflow_tasks__workflow__workflow_pages__page__depth=1, active=True).specific()
    if {type(step) for step in steps} != {model for model, _label in _steps}:
        found.append("The workflow on the root page is not the portal’s")
    for partner in Partner.objects.order_by("pk"):
        found += [
            f"{partner}: no group for the role {role}"
            for role in _roles_of(partner)
            if (role, partner.pk) not in groups
        ]
        found += [
            f"{partner}: no page in {locale.language_code}"
            for locale in locales
            if (partner.pk, locale.pk) not in pages
        ]
        if partner.collection_id is None and not partner.is_portal:
            found.append(f"{partner}: no collection")
    return found
