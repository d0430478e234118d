"""What others have to agree to before it shows: a partner, to publish with another; a project, to what belongs to it.

Naming a partner gives it no right to the draft: it is asked once readers can open the publication. Its answer is kept
apart from the text, so that no form grants it and no new version loses it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from core.updates import tell
from partners.enums import MemberRole
from partners.guards import Refused
from partners.models import (
    Belonging,
    BelongingConsent,
    CoPublication,
    CoPublicationConsent,
    Membership,
    Partner,
    PublicationPage,
)
from partners.roles import User, standing

Row = CoPublication | Belonging
Consent = CoPublicationConsent | BelongingConsent


@dataclass(frozen=True)
class Request:
    """One question that waits for somebody: `kind` and `pk` are those of its addresses (`portal_consents`)."""

    kind: str
    row: Row

    @property
    def pk(self) -> int:
        """The key of the row."""
        return self.row.pk

    @property
    def publication(self) -> PublicationPage:
        """The publication that names the partner or the project."""
        return self.row.publication

    @property
    def named(self) -> Partner | PublicationPage:
        """The partner, or the project, that is asked."""
        return self.row.partner if isinstance(self.row, CoPublication) else self.row.whole


def accept_co_publication(row: CoPublication, *, user: User | None, now: datetime) -> Consent:
    """The partner publishes with the lead: its name shows, in every language. Raises `Refused`, `PermissionDenied`."""
    return _answer(row, user=user, now=now, is_accepted=True)


def decline_co_publication(row: CoPublication, *, user: User | None, now: datetime) -> Consent:
    """The partner does not, or no longer. Raises `Refused`, `PermissionDenied`."""
    return _answer(row, user=user, now=now, is_accepted=False)


def accept_belonging(row: Belonging, *, user: User | None, now: datetime) -> Consent:
    """The project takes the publication as its own, in every language. Raises `Refused`, `PermissionDenied`."""
    return _answer(row, user=user, now=now, is_accepted=True)


def decline_belonging(row: Belonging, *, user: User | None, now: datetime) -> Consent:
    """The project does not, or no longer. Raises `Refused`, `PermissionDenied`."""
    return _answer(row, user=user, now=now, is_accepted=False)


def record(publication: PublicationPage, rows: Iterable[Row], *, now: datetime) -> None:
    """Keep as given the consents that these rows of a publication, saved or not, need. For content that comes whole."""
    for row in rows:
        _keep(publication, row, is_accepted=True, user=None, now=now)


def apply(publication: PublicationPage) -> None:
    """Write into the rows that a publication holds in memory whether they are accepted: no form decides it.

    Three queries at most; none where it holds no such row.
    """
    held = vars(publication).get("_cluster_related_objects", {})
    together, belongings = held.get("co_publications"), held.get("belongings")
    key = publication.translation_key
    if together:
        partners = set(_accepted(CoPublicationConsent, key).values_list("partner", flat=True))
        for row in together:
            row.is_accepted = row.partner_id in partners
    if belongings:
        keys = set(_accepted(BelongingConsent, key).values_list("whole_key", flat=True))
        wholes = PublicationPage.objects.in_bulk([row.whole_id for row in belongings])
        for row in belongings:
            whole = wholes.get(row.whole_id)
            # What a partner attaches to a project of its own needs nobody else.
            is_own = whole is not None and whole.lead_partner_id == publication.lead_partner_id
            row.is_accepted = whole is not None and (is_own or whole.translation_key in keys)


def decidable_by(user: User, kind: type[Row]) -> QuerySet:
    """The rows of publications that readers can open about which the person may answer, whether answered or not."""
    rows = _asked(kind)
    who = standing(user)
    return rows if who.is_staff else rows.filter(_named(kind, Q(pk__in=who.leads)))


def waiting_for(user: User) -> list[Request]:
    """The questions without an answer that wait for this person. Two queries.

    Those that nobody else can answer wait for staff: for the portal itself, and for partners without a lead.
    """
    who = standing(user)
    leads = Membership.objects.filter(partner=OuterRef("pk"), role=MemberRole.LEAD, user__is_active=True)
    mine: Any = Q(pk__in=who.leads)
    if who.is_staff:
        mine |= Q(is_portal=True) | ~Exists(leads)
    return [
        *(
            Request("co-publication", row)
            for row in _once(_unanswered(CoPublication).filter(_named(CoPublication, mine)))
        ),
        *(Request("belonging", row) for row in _once(_unanswered(Belonging).filter(_named(Belonging, mine)))),
    ]


@transaction.atomic
def _answer(row: Row, *, user: Any, now: datetime, is_accepted: bool) -> Consent:
    publication = PublicationPage.objects.select_related("locale").get(pk=row.publication_id)
    partner = row.partner if isinstance(row, CoPublication) else row.whole.lead_partner
    who = standing(user)
    if not who.is_staff and partner.pk not in who.leads:
        raise PermissionDenied
    if not PublicationPage.objects.visible().filter(pk=publication.pk).exists():
        raise Refused(_("This publication is not online: the question comes back when it is."))
    if is_accepted and isinstance(row, CoPublication) and not partner.is_active:
        raise Refused(
            _("%(partner)s is no longer an active partner: nothing new is published for it.") % {"partner": partner}
        )
    consent = _keep(publication, row, is_accepted=is_accepted, user=user, now=now)
    siblings = _siblings(publication, row)
    siblings.update(is_accepted=is_accepted)
    tell(PublicationPage, siblings.values_list("publication_id", flat=True))
    return consent


def _keep(publication: PublicationPage, row: Row, *, is_accepted: bool, user: Any, now: datetime) -> Consent:
    answer = {"is_accepted": is_accepted, "decided_at": now, "decided_by": user}
    key = publication.translation_key
    if isinstance(row, CoPublication):
        return CoPublicationConsent.objects.update_or_create(
            publication_key=key, partner_id=row.partner_id, defaults=answer
        )[0]
    return BelongingConsent.objects.update_or_create(
        publication_key=key, whole_key=row.whole.translation_key, defaults=answer
    )[0]


def _siblings(publication: PublicationPage, row: Row) -> QuerySet:
    """The same row in every language of the publication."""
    same = type(row).objects.filter(publication__translation_key=publication.translation_key)
    if isinstance(row, CoPublication):
        return same.filter(partner=row.partner_id)
    return same.filter(whole__translation_key=row.whole.translation_key)


def _accepted(kind: type[Consent], key: Any) -> QuerySet:
    return kind.objects.filter(publication_key=key, is_accepted=True)


def _asked(kind: type[Row]) -> QuerySet:
    """The rows about which somebody is asked: their publication is online, the partner that they name is active."""
    online = PublicationPage.objects.visible().filter(pk=OuterRef("publication"))
    rows = kind.objects.filter(Exists(online)).select_related("publication__locale", "publication__lead_partner")
    if kind is CoPublication:
        return rows.filter(partner__is_active=True).select_related("partner")
    own = PublicationPage.objects.filter(pk=OuterRef("whole"), lead_partner=OuterRef("publication__lead_partner"))
    return rows.filter(~Exists(own)).select_related("whole__lead_partner")


def _unanswered(kind: type[Row]) -> QuerySet:
    consents: QuerySet
    if kind is CoPublication:
        consents = CoPublicationConsent.objects.filter(partner=OuterRef("partner"))
    else:
        consents = BelongingConsent.objects.filter(whole_key=OuterRef("whole__translation_key"))
    answered = consents.filter(publication_key=OuterRef("publication__translation_key"))
    return _asked(kind).filter(~Exists(answered))


def _named(kind: type[Row], condition: Q) -> Q:
    """The rows whose question is for the partners that a condition selects."""
    partners = Partner.objects.filter(condition).order_by().values("pk")
    return Q(partner__in=partners) if kind is CoPublication else Q(whole__lead_partner__in=partners)


def _once(rows: QuerySet) -> list[Any]:
    """One row for each question, that of the French publication where there is one."""
    found: dict[Any, Row] = {}
    for row in rows.order_by("-publication__locale__language_code", "pk"):
        other = row.partner_id if isinstance(row, CoPublication) else row.whole.translation_key
        found.setdefault((row.publication.translation_key, other), row)
    return list(found.values())
