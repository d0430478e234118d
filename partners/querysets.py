"""Questions asked of partners, people and publications, as adjectives that read as a sentence."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from wagtail.models import PageManager

from core.querysets import ReadableQuerySet, visible_pages

if TYPE_CHECKING:
    from uuid import UUID

    from partners.models import Partner, Person
    from partners.roles import User


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Partners."""

    def active(self) -> Self:
        """Those of the directory."""
        return self.filter(is_active=True)


class ProposalQuerySet(models.QuerySet):
    """People and venues."""

    def confirmed(self) -> Self:
        """Those that every partner may use; a confirmed person has a public page."""
        return self.filter(is_confirmed=True)

    def proposed_by(self, user: "User") -> Self:
        """Those that a person has proposed and that are not confirmed yet."""
        return self.filter(is_confirmed=False, proposed_by=user.pk)


class InvitationQuerySet(models.QuerySet):
    """Invitations to work for a partner."""

    def unanswered(self) -> Self:
        """Those neither accepted nor revoked; some may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open_at(self, now: datetime) -> Self:
        """Those that can be accepted at `now` (aware), as far as time goes."""
        return self.unanswered().filter(expires_at__gt=now)


class PublicationQuerySet(ReadableQuerySet):
    """Publications of every type."""

    def readable_in(self, language: str) -> Self:
        """What lists in a language show: its own pages and, in English, the French ones that have no English version.

        Never the reverse: French readers are not sent to English texts.
        """
        own = Q(locale__language_code=language)
        if language == "fr":
            return self.visible().filter(own)
        translated = visible_pages().filter(translation_key=OuterRef("translation_key"), locale__language_code=language)
        return self.visible().filter(own | ~Exists(translated))

    def by_partner(self, partner: "Partner") -> Self:
        """Those that a partner leads, or publishes with the lead's consent."""
        return self.filter(
            Q(lead_partner=partner) | Q(co_publications__partner=partner, co_publications__is_accepted=True)
        ).distinct()

    def belonging_to(self, translation_key: "UUID") -> Self:
        """Those that belong to a publication, in whichever language it is named."""
        return self.filter(belongings__whole__translation_key=translation_key, belongings__is_accepted=True).distinct()

    def citing(self, person: "Person") -> Self:
        """Those to which a person contributed."""
        return self.filter(contributions__person=person).distinct()

    def upcoming(self, now: datetime) -> Self:
        """Dated ones that are not over at `now` (aware, the readers' clock)."""
        return self.filter(ends_at__gt=now)

    def past(self, now: datetime) -> Self:
        """Dated ones that are over at `now` (aware, the readers' clock)."""
        return self.filter(ends_at__lte=now)

    def with_card(self) -> Self:
        """Everything that a card shows, without a query for each one."""
        return self.select_related("lead_partner", "lead_image", "locale")


PublicationManager = PageManager.from_queryset(PublicationQuerySet)
