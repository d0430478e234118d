"""A page that does without its sister for a time, because somebody says so."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page


class WaiverQuerySet(models.QuerySet):
    """Waivers by what they are worth today."""

    def in_force(self, today: date) -> "WaiverQuerySet":
        """Neither over nor ended before its day; the last day counts."""
        return self.filter(Q(until__gte=today), ended_at=None)

    def over(self, today: date) -> "WaiverQuerySet":
        """Those whose last day has passed, and that nobody ended before."""
        return self.filter(until__lt=today, ended_at=None)


class Waiver(models.Model):
    """A signed statement that a page may be without a version in `locale` until a day, which counts."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="waivers", verbose_name=_("page"))
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language"))
    reason = models.TextField(_("reason"))
    until = models.DateField(_("until"), help_text=_("The last day without this version; you are reminded before it."))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("signed by")
    )
    signed_at = models.DateTimeField(_("signed at"))
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ["until", "pk"]
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")

    def __str__(self) -> str:
        """The page and the day."""
        return f"{self.page}, {self.until}"
