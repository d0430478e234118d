"""Articles and the page that lists them."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, PageChooserPanel, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from articles.enums import ArticleKind
from articles.reading import reading_minutes
from core.blocks import BodyField
from core.models import BasePage
from core.pagination import paginate
from partners.enums import PublicationType
from partners.models import PublicationPage


class ArticleIndexPage(BasePage):
    """The list of every article of the portal, whoever publishes it."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = []
    max_count_per_parent = 1
    template = "articles/index.html"
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("list of articles")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the articles in this language, latest first."""
        context = super().get_context(request, *args, **kwargs)
        articles = (
            PublicationPage.objects.visible()
            .filter(type=PublicationType.ARTICLE, locale_id=self.locale_id)
            .with_card()
            .order_by("-sort_date", "-pk")
        )
        context["publications"] = paginate(request, articles)
        return context


class ArticlePage(PublicationPage):
    """A text of a partner: news, analysis, interview, watch, best practice, testimonial."""

    publication_type = PublicationType.ARTICLE

    article_kind = models.CharField(_("kind"), max_length=20, choices=ArticleKind, default=ArticleKind.NEWS)
    body = BodyField(verbose_name=_("text"))
    notes = RichTextField(
        _("notes"),
        blank=True,
        features=["bold", "italic", "link", "ol"],
        help_text=_("Sources and details, after the text."),
    )
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *PublicationPage.about_panels,
                    FieldPanel("article_kind"),
                    FieldPanel("body"),
                    FieldPanel("notes"),
                    InlinePanel("chosen_related", label=_("Related article"), max_num=4),
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

    def fill_columns(self) -> None:
        """Add the kind and the reading time."""
        super().fill_columns()
        self.kind = self.article_kind
        self.reading_minutes = reading_minutes(self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the related articles."""
        from articles.related import related_to  # noqa: PLC0415 -- stands on this model

        context = super().get_context(request, *args, **kwargs)
        context["related"] = related_to(self)
        return context


class RelatedArticle(Orderable):
    """A related article chosen by hand, named in any one language."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="chosen_related")
    related = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("article"))

    panels: ClassVar = [PageChooserPanel("related")]
