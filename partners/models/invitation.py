"""Who was asked to work for a partner, by e-mail."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.enums import MemberRole
from partners.models.partner import Partner
from partners.querysets import InvitationQuerySet

# How long the link of a mail works.
VALIDITY = timedelta(days=7)


class Invitation(models.Model):
    """A person asked by e-mail to become a member of a partner; for the portal's own, to join communications.

    The link of the mail is signed (`partners.membership.invitations`). What is stored, `fingerprint`, is a hash of the
    part that changes with each sending: it opens nothing, and only the link of the latest mail fits it.
    """

    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("partner")
    )
    # In lower case, as those of accounts are.
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=MemberRole, default=MemberRole.EDITOR)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fr")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("accepted by")
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    objects = InvitationQuerySet.as_manager()

    # Nobody who is about to delete something needs to hear of an invitation.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="partners_invitation_unanswered_once",
            ),
        ]

    def __str__(self) -> str:
        """Who, for whom."""
        return f"{self.email} · {self.partner}"

    @property
    def sent_at(self) -> datetime:
        """When the latest mail was written."""
        return self.expires_at - VALIDITY
