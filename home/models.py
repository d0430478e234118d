"""The home page and standing pages."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from core.blocks import BodyField
from core.clock import reader_now
from core.models import BasePage
from home.querysets import latest, next_events


class HomePage(BasePage):
    """The first page in a language."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "articles.ArticleIndexPage",
        "events.EventIndexPage",
        "partners.PartnerIndexPage",
        "projects.ProjectIndexPage",
        "home.StandardPage",
    ]
    template = "home/home.html"
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what was published last and the next events, in this language."""
        context = super().get_context(request, *args, **kwargs)
        context["publications"] = latest(self.locale_id)
        context["events"] = next_events(self.locale_id, now=reader_now(timezone.now()))
        return context


class StandardPage(BasePage):
    """A standing page: about, terms, privacy."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = BodyField(verbose_name=_("text"))

    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    parent_page_types: ClassVar = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar = ["home.StandardPage"]
    template = "home/standard.html"
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
