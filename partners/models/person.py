"""People who write, speak or are interviewed."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from core.models.site_settings import in_active_language
from partners.models.proposal import Proposal

if TYPE_CHECKING:
    from core.seo import Card


class Person(index.Indexed, Proposal):
    """A person whom publications cite: a public professional mention, without contact details.

    A confirmed person has a public page and may be cited by every partner.
    """

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    organisation = models.ForeignKey(
        "partners.Partner",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organisation"),
    )
    organisation_name = models.CharField(
        _("or the organisation’s name"), max_length=160, blank=True, help_text=_("Where it is not a partner.")
    )
    role_fr = models.CharField(_("role in French"), max_length=200, blank=True)
    role_en = models.CharField(_("role in English"), max_length=200, blank=True)
    biography_fr = models.TextField(_("biography in French"), blank=True)
    biography_en = models.TextField(_("biography in English"), blank=True)
    photo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photograph"),
    )

    key_field = "slug"

    # The photograph of a person who is only proposed is for the administration (`core.visibility`).
    files_public_if: ClassVar = models.Q(is_confirmed=True)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("organisation_name")]),
        FieldRowPanel([FieldPanel("role_fr"), FieldPanel("role_en")]),
        FieldRowPanel([FieldPanel("biography_fr"), FieldPanel("biography_en")]),
        FieldPanel("photo"),
        FieldPanel("is_confirmed", help_text=_("A confirmed person has a public page.")),
    ]
    search_fields: ClassVar = [
        index.SearchField("name", boost=2),
        index.SearchField("role_fr"),
        index.SearchField("role_en"),
        index.AutocompleteField("name"),
        index.FilterField("is_confirmed"),
        index.FilterField("proposed_by"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        """The person's name."""
        return self.name

    def get_absolute_url(self) -> str:
        """The public page, in the active language."""
        return reverse("person", args=[self.slug])

    @property
    def role(self) -> str:
        """What the person does, in the active language."""
        return in_active_language(self, "role")

    @property
    def biography(self) -> str:
        """A few sentences, in the active language."""
        return in_active_language(self, "biography")

    @property
    def affiliation(self) -> str:
        """The organisation's name, partner or not."""
        return self.organisation.name if self.organisation else self.organisation_name

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The person, for search engines."""
        from partners.seo import profile  # noqa: PLC0415 -- stands on this model

        return [profile(self, request)]

    def card(self, request: HttpRequest) -> "Card":
        """What a shared link shows of the person."""
        from partners.seo import person_card  # noqa: PLC0415 -- stands on this model

        return person_card(self, request)
