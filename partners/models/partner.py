"""Organisations that publish, and the accounts that belong to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from core.panels import TermPanel
from partners.enums import MemberRole
from partners.querysets import PartnerQuerySet


class Partner(index.Indexed, ClusterableModel):
    """An organisation, neutral to language; its words stand on its page in each language.

    An inactive partner leaves the directory; its texts stay attributed to it.
    """

    name = models.CharField(_("name"), max_length=160, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, help_text=_("Used in filters; do not change it."))
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    type = models.ForeignKey(
        "core.OrganisationType", on_delete=models.PROTECT, related_name="partners", verbose_name=_("type")
    )
    territory = models.ForeignKey(
        "core.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name=_("territory"),
    )
    website = models.URLField(_("web site"), blank=True)
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("An inactive partner leaves the directory; its texts stay.")
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="partner",
        verbose_name=_("collection"),
    )
    is_portal = models.BooleanField(_("the portal itself"), default=False, editable=False)

    objects = PartnerQuerySet.as_manager()

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("acronym")]),
        FieldPanel("slug"),
        FieldRowPanel([TermPanel("type"), TermPanel("territory")]),
        InlinePanel("subjects", label=_("Subject")),
        InlinePanel("aliases", label=_("Other name")),
        FieldPanel("website"),
        FieldPanel("logo"),
        FieldRowPanel([FieldPanel("joined_on"), FieldPanel("is_active")]),
    ]
    search_fields: ClassVar = [
        index.SearchField("name", boost=2),
        index.SearchField("acronym", boost=2),
        index.RelatedFields("aliases", [index.SearchField("name")]),
        index.AutocompleteField("name"),
        index.AutocompleteField("acronym"),
        index.FilterField("is_active"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.UniqueConstraint(
                fields=["is_portal"], condition=models.Q(is_portal=True), name="partners_one_portal"
            ),
        ]

    def __str__(self) -> str:
        """The organisation's name."""
        return self.name

    def names(self) -> list[str]:
        """Every name under which it is known: its own, its acronym, its aliases."""
        return [self.name, *([self.acronym] if self.acronym else []), *(row.name for row in self.aliases.all())]

    @property
    def short_name(self) -> str:
        """The acronym where there is one, else the name."""
        return self.acronym or self.name


class PartnerAlias(Orderable):
    """Another spelling under which an organisation is known."""

    partner = ParentalKey(Partner, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=160)

    panels: ClassVar = [FieldPanel("name")]


class PartnerSubject(Orderable):
    """A subject that an organisation works on."""

    partner = ParentalKey(Partner, on_delete=models.CASCADE, related_name="subjects")
    subject = models.ForeignKey("core.Subject", on_delete=models.PROTECT, related_name="+", verbose_name=_("subject"))

    panels: ClassVar = [TermPanel("subject")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["partner", "subject"], name="partners_partnersubject_once"),
        ]


class Membership(Orderable):
    """An account that works for a partner, as lead or as editor. One account may belong to several partners."""

    partner = ParentalKey(Partner, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("account")
    )
    role = models.CharField(_("role"), max_length=10, choices=MemberRole, default=MemberRole.EDITOR)

    panels: ClassVar = [FieldRowPanel([FieldPanel("user"), FieldPanel("role")])]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["partner", "user"], name="partners_membership_once"),
        ]

    def __str__(self) -> str:
        """Who, for whom, as what."""
        return f"{self.user} · {self.partner} · {self.get_role_display()}"
