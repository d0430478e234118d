"""What partners have answered to publications that name them.

An answer is for the publication in every language, and for its versions to come; the columns `is_accepted` of the rows
are written from here (`partners.consents`).
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.Model):
    """An answer; `publication_key` is the translation key of the publication."""

    publication_key = models.UUIDField(db_index=True)
    is_accepted = models.BooleanField(_("accepted"))
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )

    class Meta:
        abstract = True


class CoPublicationConsent(Consent):
    """Whether a partner publishes a text with its lead partner."""

    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.CASCADE, related_name="+", verbose_name=_("partner")
    )

    class Meta:
        verbose_name = _("consent of a partner")
        verbose_name_plural = _("consents of partners")
        constraints = [
            models.UniqueConstraint(fields=["publication_key", "partner"], name="partners_copublicationconsent_once")
        ]

    def __str__(self) -> str:
        """The partner."""
        return str(self.partner)


class BelongingConsent(Consent):
    """Whether a publication may belong to another; `whole_key` is the translation key of the other."""

    whole_key = models.UUIDField()

    class Meta:
        verbose_name = _("consent of a project")
        verbose_name_plural = _("consents of projects")
        constraints = [
            models.UniqueConstraint(fields=["publication_key", "whole_key"], name="partners_belongingconsent_once")
        ]

    def __str__(self) -> str:
        """The key of the whole."""
        return str(self.whole_key)
