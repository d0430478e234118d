"""The directory of partners and each partner's own page, root of its publications."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from core.blocks import BodyField
from core.models import BasePage
from core.pagination import paginate
from partners.models.publication import PublicationPage


class PartnerIndexPage(BasePage):
    """The directory of partners."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["partners.PartnerPage"]
    max_count_per_parent = 1
    template = "partners/index.html"
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("directory of partners")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the active partners' pages in this language, by name."""
        context = super().get_context(request, *args, **kwargs)
        pages = (
            PartnerPage.objects.child_of(self)
            .live()
            .public()
            .filter(partner__is_active=True)
            .select_related("partner__type", "partner__territory", "partner__logo")
            .order_by("partner__name")
        )
        context["partners"] = paginate(request, pages)
        return context


class PartnerPage(BasePage):
    """A partner's page in one language. Its publications stand below it: the tree is the wall between partners."""

    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, related_name="pages", verbose_name=_("partner")
    )
    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = BodyField(verbose_name=_("text"))

    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("partner"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar = ["partners.PartnerIndexPage"]
    subpage_types: ClassVar = ["articles.ArticlePage", "events.EventPage"]
    template = "partners/partner.html"
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.FilterField("partner"),
    ]

    class Meta:
        verbose_name = _("partner's page")
        verbose_name_plural = _("partners' pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the partner's publications in this language, latest first."""
        context = super().get_context(request, *args, **kwargs)
        publications = (
            PublicationPage.objects.visible()
            .filter(locale_id=self.locale_id)
            .by_partner(self.partner)
            .with_card()
            .order_by(models.F("sort_date").desc(nulls_last=True), "-pk")
        )
        context["publications"] = paginate(request, publications)
        return context
