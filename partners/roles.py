"""The whole permission table: role × object × action. `partners.provisioning` writes it into the database.

Nobody holds Wagtail's `publish`: publication, withdrawal and publication by force are verbs of `partners.moderation`
with guards of their own. Administrators are superusers; the table does not name them.

Models of higher applications are named as strings. `view` on a page is the portal's own: it opens the explorer and
what is read there (`partners.access.permission_policies`).
"""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from core.languages import target_locales
from partners.enums import Role
from partners.models import Partner, RoleGroup

User = AbstractBaseUser | AnonymousUser

READ = ("view",)
WRITE = ("add", "change")
FILES = ("add", "change", "choose")
CHOOSE = ("choose",)


@dataclass(frozen=True, kw_only=True)
class Grants:
    """What a role may do, and where.

    `everywhere` is on every page, `own_pages` on the partner's page of each language and what stands below;
    `every_file` is on all collections, `own_files` on the partner's, `shared_files` on the one that all may use;
    `models` names Django permissions as `application.action_model`.
    """

    everywhere: tuple[str, ...] = ()
    own_pages: tuple[str, ...] = ()
    every_file: tuple[str, ...] = ()
    own_files: tuple[str, ...] = ()
    shared_files: tuple[str, ...] = ()
    models: frozenset[str] = field(default_factory=frozenset)


ADMISSION = frozenset({"wagtailadmin.access_admin"})
PROPOSALS = frozenset({"partners.add_person", "events.add_venue"})
VOCABULARIES = frozenset(
    f"core.{action}_{name}"
    for name in (
        *("subject", "theme", "axis", "axistopic", "crosstopic", "audience"),
        *("eventformat", "organisationtype", "territory", "acronym"),
    )
    for action in ("add", "change", "view")
)
STEWARDSHIP = frozenset(
    {
        *(f"partners.{action}_person" for action in ("add", "change", "delete", "view")),
        *(f"events.{action}_venue" for action in ("add", "change", "delete", "view")),
        *(f"events.{action}_eventseries" for action in ("add", "change", "view")),
        *(f"wagtailredirects.{action}_redirect" for action in ("add", "change", "delete", "view")),
        "partners.view_partner",
        "core.change_sitesettings",
        "portal.view_periodicjob",
        *(f"translation.{action}_twinrule" for action in ("add", "change", "delete", "view")),
        *(f"search.{action}_synonymgroup" for action in ("add", "change", "delete", "view")),
        "search.view_searchtally",
        *(f"home.{action}_featuredslot" for action in ("add", "change", "view")),
    }
)

TABLE: dict[Role, Grants] = {
    Role.COMMUNICATIONS: Grants(
        everywhere=(*READ, *WRITE, "lock", "unlock"),
        every_file=FILES,
        models=ADMISSION | VOCABULARIES | STEWARDSHIP,
    ),
    Role.TRANSLATOR: Grants(everywhere=READ, every_file=CHOOSE, models=ADMISSION),
    Role.LEAD: Grants(own_pages=(*READ, *WRITE), own_files=FILES, shared_files=CHOOSE, models=ADMISSION | PROPOSALS),
    Role.EDITOR: Grants(own_pages=(*READ, *WRITE), own_files=FILES, shared_files=CHOOSE, models=ADMISSION | PROPOSALS),
}

# Members of a partner that is no longer active read what they wrote.
INACTIVE = Grants(own_pages=READ, own_files=CHOOSE, models=ADMISSION)


def grants_of(role: Role, partner: Partner | None) -> Grants:
    """What the holders of a role may do: less for a partner that is no longer active."""
    return INACTIVE if partner and not partner.is_active else TABLE[role]


@dataclass(frozen=True)
class Standing:
    """Which roles a person has, and for which partners (primary keys). `translates` has the locales of a translator."""

    is_administrator: bool = False
    is_communications: bool = False
    is_translator: bool = False
    leads: frozenset[int] = frozenset()
    edits: frozenset[int] = frozenset()
    reads: frozenset[int] = frozenset()
    translates: frozenset[int] = frozenset()

    @property
    def is_staff(self) -> bool:
        """Whether the person works for the portal as a whole: communications or administrator."""
        return self.is_administrator or self.is_communications

    @property
    def partners(self) -> frozenset[int]:
        """The active partners that the person works for, as lead or editor."""
        return self.leads | self.edits


def standing(user: User) -> Standing:
    """The roles of a person, as they are now; asked once for each object that stands for the person."""
    known: Any = user.__dict__.get("_standing")
    if known is None:
        known = user.__dict__["_standing"] = _standing(user)
    return known


def _standing(user: User) -> Standing:
    if not user.is_active:
        return Standing()
    rows = RoleGroup.objects.filter(group__user=user.pk).values_list("role", "partner", "partner__is_active")
    held = list(rows) if user.is_authenticated else []
    is_translator = any(role == Role.TRANSLATOR for role, _partner, _active in held)
    return Standing(
        is_administrator=bool(getattr(user, "is_superuser", False)),
        is_communications=any(role == Role.COMMUNICATIONS for role, _partner, _active in held),
        is_translator=is_translator,
        translates=frozenset(locale.pk for locale in target_locales()) if is_translator else frozenset(),
        leads=frozenset(partner for role, partner, active in held if role == Role.LEAD and active),
        edits=frozenset(partner for role, partner, active in held if role == Role.EDITOR and active),
        reads=frozenset(partner for _role, partner, active in held if partner and not active),
    )


def is_staff(user: User) -> bool:
    """Communications and administrators look after the portal as a whole."""
    return standing(user).is_staff


def leads(user: User, partner: Partner) -> bool:
    """A lead approves for its active partner, and invites and removes its members."""
    return partner.pk in standing(user).leads


def writes_for(user: User, partner: Partner) -> bool:
    """Leads and editors of an active partner write for it."""
    return partner.pk in standing(user).partners
