"""The portal's own settings, both languages in one record."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable


def in_active_language(instance: models.Model, name: str) -> str:
    """The value of `<name>_fr` or `<name>_en` for the active language; French where the English one is missing."""
    return (get_language() == "en" and getattr(instance, f"{name}_en")) or getattr(instance, f"{name}_fr")


@register_setting(icon="site")
class SiteSettings(BaseGenericSetting, ClusterableModel):
    """Name, line, footer, contacts, privacy officer and header menu of the portal."""

    portal_name = models.CharField(_("name of the portal"), max_length=60, default="La Trame")
    tagline_fr = models.CharField(_("line in French"), max_length=120, blank=True)
    tagline_en = models.CharField(_("line in English"), max_length=120, blank=True)
    footer_fr = models.TextField(_("footer in French"), blank=True)
    footer_en = models.TextField(_("footer in English"), blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    privacy_title_fr = models.CharField(_("title of the privacy officer in French"), max_length=120, blank=True)
    privacy_title_en = models.CharField(_("title of the privacy officer in English"), max_length=120, blank=True)
    privacy_email = models.EmailField(_("address of the privacy officer"), blank=True)

    panels: ClassVar = [
        FieldPanel("portal_name"),
        FieldRowPanel([FieldPanel("tagline_fr"), FieldPanel("tagline_en")]),
        MultiFieldPanel([InlinePanel("menu_items", label=_("Menu entry"))], heading=_("Header menu")),
        FieldRowPanel([FieldPanel("footer_fr"), FieldPanel("footer_en")]),
        FieldPanel("contact_email"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("privacy_title_fr"), FieldPanel("privacy_title_en")]),
                FieldPanel("privacy_email"),
            ],
            heading=_("Privacy officer"),
        ),
    ]

    class Meta:
        verbose_name = _("portal")

    @property
    def tagline(self) -> str:
        """The line under the name, in the active language."""
        return in_active_language(self, "tagline")

    @property
    def footer(self) -> str:
        """The sentence of the footer, in the active language."""
        return in_active_language(self, "footer")

    @property
    def privacy_title(self) -> str:
        """The privacy officer's title, in the active language."""
        return in_active_language(self, "privacy_title")


class MenuItem(Orderable):
    """An entry of the header menu: a page (shown in the reader's language) or an address."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="menu_items")
    label_fr = models.CharField(_("label in French"), max_length=40)
    label_en = models.CharField(_("label in English"), max_length=40)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    url = models.URLField(_("or an address"), blank=True)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("label_fr"), FieldPanel("label_en")]),
        FieldPanel("page"),
        FieldPanel("url"),
    ]

    def __str__(self) -> str:
        """The label in the active language."""
        return self.label

    @property
    def label(self) -> str:
        """The label in the active language."""
        return in_active_language(self, "label")

    def clean(self) -> None:
        """Refuse an entry that leads nowhere, or to two places."""
        super().clean()
        if bool(self.page_id) == bool(self.url):
            raise ValidationError({"page": _("Choose a page or type an address, one of the two.")})
