"""The directory of partners and each partner's own page, root of its publications."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from core import filters
from core.blocks import BodyField
from core.models import BasePage
from core.pagination import paginate
from core.panels import GuidePanel
from core.querysets import visible
from partners.forms import PartnerPageForm
from partners.models.publication import PublicationPage


class PartnerIndexPage(BasePage):
    """The directory of partners."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    page_description = _("The directory of partners. Their pages stand below it.")
    content_panels: ClassVar = [
        GuidePanel(
            _("This page fills by itself: only its title and introduction are written here."), "trouver-son-espace"
        ),
        *BasePage.content_panels,
        FieldPanel("introduction"),
    ]
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["partners.PartnerPage"]
    max_count_per_parent = 1
    template = "partners/index.html"
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("directory of partners")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the active partners' pages in this language, filtered, by name."""
        context = super().get_context(request, *args, **kwargs)
        from partners.filters import DIRECTORY  # noqa: PLC0415 -- facets stand on the models

        pages = visible(PartnerPage.objects.child_of(self)).filter(partner__is_active=True)
        context["filtered"] = filtered = filters.apply(pages, DIRECTORY, request.GET)
        listed = filtered.queryset.select_related("partner__type", "partner__territory").order_by("partner__name", "pk")
        context["partners"] = paginate(request, listed)
        return context


class PartnerPage(BasePage):
    """A partner's page in one language. Its publications stand below it: the tree is the wall between partners."""

    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, related_name="pages", verbose_name=_("partner")
    )
    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = BodyField(verbose_name=_("text"))

    page_description = _("A partner’s own page. Its articles and events are created below it.")
    content_panels: ClassVar = [
        GuidePanel(
            _("This page presents the partner. Its articles and events are created below it, not in its text."),
            "trouver-son-espace",
        ),
        *BasePage.content_panels,
        # Nobody holds this permission: it leaves administrators.
        FieldPanel("partner", permission="superuser"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    promote_panels: ClassVar = [
        MultiFieldPanel(
            [
                # The address of everything that the partner publishes: staff change it.
                FieldPanel("slug", permission="partners.view_partner"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
            ],
            heading=_("For search engines"),
        ),
    ]
    base_form_class = PartnerPageForm
    parent_page_types: ClassVar = ["partners.PartnerIndexPage"]
    subpage_types: ClassVar = ["articles.ArticlePage", "events.EventPage"]
    template = "partners/partner.html"
    served_with: ClassVar[tuple[str, ...]] = ("partner__type", "partner__territory", "partner__logo")
    indexed_with: ClassVar[tuple[str, ...]] = (*BasePage.indexed_with, "partner")
    indexed_rows: ClassVar[tuple[str, ...]] = ("partner__aliases",)
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.SearchField("search_names"),
        index.FilterField("partner"),
    ]

    class Meta:
        verbose_name = _("partner’s page")
        verbose_name_plural = _("partners’ pages")

    @property
    def description(self) -> str:
        """One sentence for search engines; several partners may open with the same words, so the name comes first."""
        return self.search_description or f"{self.title}. {self.introduction}".strip()

    def search_names(self) -> list[str]:
        """The names by which it is found: those of the partner."""
        return self.partner.names()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the partner's publications in this language, latest first."""
        context = super().get_context(request, *args, **kwargs)
        publications = PublicationPage.objects.readable_in(request.LANGUAGE_CODE).by_partner(self.partner).with_card()
        latest_first = publications.order_by(models.F("sort_date").desc(nulls_last=True), "-pk")
        context["publications"] = paginate(request, latest_first)
        context["subjects"] = [row.subject.label for row in self.partner.subjects.select_related("subject")]
        context["aliases"] = self.other_names
        return context

    @cached_property
    def other_names(self) -> list[str]:
        """The other names of the partner. One query, asked once."""
        return list(self.partner.aliases.values_list("name", flat=True))

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The way to the page, and the organisation."""
        from partners.seo import partner_organization  # noqa: PLC0415 -- stands on this model

        return [*super().structured_data(request), partner_organization(self, request)]
