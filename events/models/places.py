"""Where events take place, and the series they belong to."""

from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from core.models.site_settings import in_active_language
from core.panels import TermPanel
from partners.models import Proposal

# East of 63° W, Québec keeps Atlantic time (Official Time Act, RLRQ, c. T-5.1): a venue has its own zone.
PORTAL_ZONE = "America/Toronto"


def validate_zone(name: str) -> None:
    """Refuse a name that is no IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone. Example: America/Toronto."), params={"name": name})


class Venue(index.Indexed, Proposal):
    """A place with its address and its own time zone; proper names are the same in both languages."""

    name = models.CharField(_("name"), max_length=160)
    code = models.SlugField(_("code"), max_length=80, unique=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    territory = models.ForeignKey(
        "core.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="venues",
        verbose_name=_("territory"),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, default=PORTAL_ZONE, validators=[validate_zone], help_text=_("Its IANA name.")
    )

    key_field = "code"

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("city"), TermPanel("territory")]),
        FieldRowPanel([FieldPanel("time_zone"), FieldPanel("is_confirmed")]),
    ]
    search_fields: ClassVar = [
        index.SearchField("name"),
        index.SearchField("city"),
        index.AutocompleteField("name"),
        index.AutocompleteField("city"),
        index.FilterField("territory"),
        index.FilterField("is_confirmed"),
        index.FilterField("proposed_by"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")

    def __str__(self) -> str:
        """Name and city."""
        return f"{self.name}, {self.city}" if self.city else self.name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the place."""
        return ZoneInfo(self.time_zone)


class EventSeries(index.Indexed, models.Model):
    """What comes back each year: MTL connecte, a forum."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    name_fr = models.CharField(_("name in French"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)

    panels: ClassVar = [FieldPanel("code"), FieldRowPanel([FieldPanel("name_fr"), FieldPanel("name_en")])]
    search_fields: ClassVar = [index.SearchField("name_fr"), index.AutocompleteField("name_fr")]

    class Meta:
        ordering = ["name_fr"]
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")

    def __str__(self) -> str:
        """The name in the active language."""
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return in_active_language(self, "name")
