"""Articles and the page that lists them."""

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, PageChooserPanel, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from articles.enums import ArticleKind
from articles.filters import FACETS
from articles.reading import reading_minutes
from core import filters
from core.blocks import BodyField
from core.models import BasePage
from core.pagination import paginate
from core.panels import GuidePanel
from partners.enums import PublicationType
from partners.models import PublicationPage


class ArticleIndexPage(BasePage):
    """The list of every article of the portal, whoever publishes it."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    page_description = _("The list of every article. It fills by itself.")
    content_panels: ClassVar = [
        GuidePanel(
            _("This page fills by itself: only its title and introduction are written here."), "trouver-son-espace"
        ),
        *BasePage.content_panels,
        FieldPanel("introduction"),
    ]
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = []
    max_count_per_parent = 1
    template = "articles/index.html"
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("list of articles")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the articles that readers of this language may choose from, filtered, latest first."""
        context = super().get_context(request, *args, **kwargs)
        articles = PublicationPage.objects.readable_in(request.LANGUAGE_CODE).filter(type=PublicationType.ARTICLE)
        context["filtered"] = filtered = filters.apply(articles, FACETS, request.GET)
        context["publications"] = paginate(request, filtered.queryset.with_card().order_by("-sort_date", "-pk"))
        return context


class ArticlePage(PublicationPage):
    """A text of a partner: news, analysis, interview, watch, best practice, testimonial."""

    publication_type = PublicationType.ARTICLE
    listed_by = "articles.ArticleIndexPage"

    article_kind = models.CharField(_("kind"), max_length=20, choices=ArticleKind, default=ArticleKind.NEWS)
    body = BodyField(verbose_name=_("text"))
    notes = RichTextField(
        _("notes"),
        blank=True,
        features=["bold", "italic", "link", "ol"],
        help_text=_("Sources and details, after the text."),
    )
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)

    page_description = _("News, interview, analysis, watch, best practice or testimonial.")
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    GuidePanel(
                        _("The title and the summary stand in every list; the text is made of blocks, in any order."),
                        "ecrire-un-article",
                    ),
                    *PublicationPage.about_panels,
                    FieldPanel("article_kind"),
                    FieldPanel("body"),
                    FieldPanel("notes"),
                    InlinePanel("chosen_related", label=_("Related article"), max_num=4),
                    PublicationPage.corrections_panel,
                ],
                heading=_("Content"),
            ),
            ObjectList(PublicationPage.classification_panels, heading=_("Classification")),
            ObjectList(PublicationPage.people_panels, heading=_("People and partners")),
            ObjectList(PublicationPage.promote_panels, heading=_("Promote")),
        ]
    )
    parent_page_types: ClassVar = ["partners.PartnerPage"]
    subpage_types: ClassVar = []
    template = "articles/article.html"
    search_fields: ClassVar = [
        *PublicationPage.search_fields,
        index.SearchField("body"),
        index.SearchField("notes"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @classmethod
    def kind_labels(cls) -> dict[str, str]:
        """The kinds of articles."""
        return {code: str(label) for code, label in ArticleKind.choices}

    def kind_label(self) -> str:
        """The kind of article."""
        return self.get_article_kind_display()

    def fill_columns(self) -> None:
        """Add the kind and the reading time."""
        super().fill_columns()
        self.kind = self.article_kind
        self.reading_minutes = reading_minutes(self.body)

    @property
    def updated_on(self) -> date | None:
        """The day of its last publication, when that is not the first."""
        if not self.last_published_at or not self.sort_date:
            return None
        updated = timezone.localdate(self.last_published_at)
        return updated if updated > self.sort_date else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the related articles."""
        from articles.related import related_to  # noqa: PLC0415 -- stands on this model

        context = super().get_context(request, *args, **kwargs)
        context["related"] = related_to(self)
        return context

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The way to the page, and the article."""
        from articles.seo import news_article  # noqa: PLC0415 -- stands on this model

        return [*super().structured_data(request), news_article(self, request)]

    def card(self, request: HttpRequest) -> Any:
        """What a shared link shows of the article: when it was published and changed, too."""
        shown = super().card(request)
        return replace(shown, type="article", published=self.first_published_at, modified=self.last_published_at)


class RelatedArticle(Orderable):
    """A related article chosen by hand, named in any one language."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="chosen_related")
    related = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("article"))

    panels: ClassVar = [PageChooserPanel("related")]
