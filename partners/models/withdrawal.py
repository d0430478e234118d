"""What was taken away from readers, and why."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

LONGEST_EXPLANATION = 1000


class Withdrawal(models.Model):
    """Why a publication is no longer at its address: withdrawn with an explanation, or merged into another page.

    One that is live is not withdrawn: publication removes the row (`partners.withdrawal`). That it shows nowhere is no
    affair of this table: `core.querysets.visible` asks for live pages.
    """

    page = models.OneToOneField(
        "partners.PublicationPage", on_delete=models.CASCADE, related_name="withdrawal", verbose_name=_("publication")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    # For readers, in the language of the page; empty for a page that was merged into another.
    explanation = models.TextField(_("explanation"), max_length=LONGEST_EXPLANATION, blank=True)
    whole = models.ForeignKey(
        "partners.PublicationPage",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("withdrawn together with"),
    )
    merged_into = models.ForeignKey(
        Page, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("merged into")
    )

    # Nobody who is about to delete a page needs to hear that it was withdrawn.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        """The publication."""
        return str(self.page)

    @property
    def withdrawn_on(self) -> date:
        """The day, on the portal's clock."""
        return timezone.localdate(self.withdrawn_at)

    @property
    def is_merger(self) -> bool:
        """Whether it was merged into another page, which may since have been deleted."""
        return not self.explanation
