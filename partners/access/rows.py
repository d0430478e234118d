"""The rows that the permission table asks for, against those that are there: four tables, one way of comparing."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.models import User
from partners.enums import Role
from partners.models import Membership, PartnerPage, RoleGroup
from partners.roles import Grants, grants_of

Row = tuple[Any, ...]

SHARED_COLLECTION = "Partagée"


def find_shared_collection() -> Collection | None:
    """The collection whose files every partner may use, if it has been made."""
    return Collection.get_first_root_node().get_children().filter(name=SHARED_COLLECTION).first()


class Rows(ABC):
    """One table of grants. A row is a tuple of primary keys, that of the group first."""

    model: type[Model]
    columns: tuple[str, ...]

    def __init__(self) -> None:
        """Read the groups of the roles, with their partners."""
        self.groups = list(RoleGroup.objects.select_related("partner", "group"))

    @abstractmethod
    def wanted(self) -> set[Row]:
        """The rows that the table asks for."""

    def present(self) -> set[Row]:
        """The rows of these groups that are there."""
        groups = [row.group_id for row in self.groups]
        filters: dict[str, Any] = {f"{self.columns[0]}__in": groups}
        return set(self.model._default_manager.filter(**filters).values_list(*self.columns))  # noqa: SLF001

    def mend(self) -> None:
        """Remove what is too much and add what is missing."""
        wanted, present = self.wanted(), self.present()
        for row in present - wanted:
            self.model._default_manager.filter(**dict(zip(self.columns, row, strict=True))).delete()  # noqa: SLF001
        names = [column if column.endswith("_id") else f"{column}_id" for column in self.columns]
        self.model._default_manager.bulk_create(  # noqa: SLF001 -- Django documents it
            [self.model(**dict(zip(names, row, strict=True))) for row in sorted(wanted - present)]
        )

    def differences(self) -> Iterator[str]:
        """The same in words."""
        wanted, present = self.wanted(), self.present()
        names = {row.group_id: row.group.name for row in self.groups}
        for row in sorted(wanted - present):
            yield f"{names[row[0]]}: lacks {self.describe(row)}"
        for row in sorted(present - wanted):
            yield f"{names[row[0]]}: should not have {self.describe(row)}"

    @abstractmethod
    def describe(self, row: Row) -> str:
        """What the row grants, in words."""

    def grants(self) -> Iterator[tuple[RoleGroup, Grants]]:
        """Each group with what its role may do."""
        for row in self.groups:
            yield row, grants_of(Role(row.role), row.partner)


class PageRows(Rows):
    """Permissions on pages."""

    model = GroupPagePermission
    columns = ("group", "page", "permission")

    def wanted(self) -> set[Row]:
        """Everywhere is the root of the tree; a partner's own is its page in each language."""
        actions = dict(
            Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="page").values_list(
                "codename", "pk"
            )
        )
        root = Page.get_first_root_node()
        own: dict[int, list[int]] = {}
        for partner, page in PartnerPage.objects.values_list("partner", "pk"):
            own.setdefault(partner, []).append(page)
        return {
            (group.group_id, page, actions[f"{action}_page"])
            for group, grants in self.grants()
            for pages, granted in (
                ([root.pk], grants.everywhere),
                (own.get(group.partner_id or 0, []), grants.own_pages),
            )
            for page in pages
            for action in granted
        }

    def describe(self, row: Row) -> str:
        """The action and the page."""
        return f"{Permission.objects.get(pk=row[2]).codename} on the page “{Page.objects.get(pk=row[1])}”"


class CollectionRows(Rows):
    """Permissions on collections of images and documents."""

    model = GroupCollectionPermission
    columns = ("group", "collection", "permission")

    def wanted(self) -> set[Row]:
        """Every file is the root collection; the others are below it."""
        of_files = Permission.objects.filter(content_type__app_label__in=("wagtailimages", "wagtaildocs"))
        permissions = dict(of_files.values_list("codename", "pk"))
        root, shared = Collection.get_first_root_node(), find_shared_collection()
        return {
            (group.group_id, collection, permissions[f"{action}_{kind}"])
            for group, grants in self.grants()
            for collection, granted in (
                (root.pk, grants.every_file),
                (shared.pk if shared else None, grants.shared_files),
                (group.partner.collection_id if group.partner else None, grants.own_files),
            )
            if collection
            for action in granted
            for kind in ("image", "document")
        }

    def describe(self, row: Row) -> str:
        """The action and the collection."""
        collection = Collection.objects.get(pk=row[1])
        return f"{Permission.objects.get(pk=row[2]).codename} on the collection “{collection}”"


class ModelRows(Rows):
    """Permissions on everything that is not in a tree."""

    model = Group.permissions.through
    columns = ("group", "permission")

    def wanted(self) -> set[Row]:
        """As the table names them; one that no application brings is an error of the table."""
        known = {
            f"{app}.{codename}": pk
            for app, codename, pk in Permission.objects.values_list("content_type__app_label", "codename", "pk")
        }
        return {(group.group_id, known[name]) for group, grants in self.grants() for name in grants.models}

    def describe(self, row: Row) -> str:
        """The permission."""
        return f"the permission {Permission.objects.get(pk=row[1]).codename}"


class MemberRows(Rows):
    """Who is in which group. Translators are named by administrators; the rest follows from memberships."""

    model = User.groups.through
    columns = ("group", "user")

    def __init__(self) -> None:
        """Leave out the groups that people are put in by hand."""
        super().__init__()
        self.groups = [row for row in self.groups if row.role != Role.TRANSLATOR]

    def wanted(self) -> set[Row]:
        """The members of the portal's own partner are communications."""
        by_role = {(row.role, row.partner_id): row.group_id for row in self.groups}
        wanted = set()
        for partner, is_portal, role, user in Membership.objects.values_list(
            "partner", "partner__is_portal", "role", "user"
        ):
            group = by_role.get((Role.COMMUNICATIONS, None) if is_portal else (role, partner))
            if group:
                wanted.add((group, user))
        return wanted

    def describe(self, row: Row) -> str:
        """The member."""
        return f"{User.objects.get(pk=row[1])} as a member"


KINDS: tuple[type[Rows], ...] = (PageRows, CollectionRows, ModelRows, MemberRows)
