"""The home page and standing pages."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from core.blocks import BodyField
from core.clock import reader_now
from core.models import BasePage
from core.panels import GuidePanel


class HomePage(BasePage):
    """The first page in a language."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    page_description = _("The first page of the portal in a language. There is one for each.")
    content_panels: ClassVar = [
        GuidePanel(_("The latest publications and the next events appear here by themselves."), "trouver-son-espace"),
        *BasePage.content_panels,
        FieldPanel("introduction"),
    ]
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
        """Add what is featured, what was published last and the next events, in this language."""
        from home.front import front_at  # noqa: PLC0415 -- stands on the models

        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        # The administration previews other instants (`home.preview_views`) and drafts of slots (`home.previewing`).
        instant, draft = getattr(request, "front_instant", now), getattr(request, "front_draft", None)
        front = front_at(instant, language=request.LANGUAGE_CODE, home_depth=self.depth, now=now, draft=draft)
        context |= {"now": reader_now(instant), "front": front, **front.context()}
        context |= self._list_addresses(request)
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Composed at each request: a browser asks again each time, and learns that nothing has changed."""
        response = super().serve(request, *args, **kwargs).render()
        patch_cache_control(response, no_cache=True)
        set_response_etag(response)
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The portal itself: nothing stands above this page."""
        from home.seo import portal  # noqa: PLC0415 -- stands on this model

        return [portal(self, request)]

    def _list_addresses(self, request: HttpRequest) -> dict[str, str]:
        """Where the lists stand that the home page leads to, by the names that its template uses. One query."""
        names = {"articleindexpage": "articles_url", "eventindexpage": "calendar_url"}
        lists = self.get_children().live().filter(content_type__model__in=names).select_related("content_type")
        return {names[page.content_type.model]: page.get_url(request) for page in lists}


class StandardPage(BasePage):
    """A standing page: about, terms, privacy."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = BodyField(verbose_name=_("text"))

    page_description = _("A page that lasts, such as About, Terms or Privacy. It is linked at the foot of every page.")
    content_panels: ClassVar = [
        GuidePanel(
            _("For what lasts and belongs to no partner. News and events are written below a partner’s page."),
            "trouver-son-espace",
        ),
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
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
