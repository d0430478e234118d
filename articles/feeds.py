"""The feed of articles, one for each language."""

from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import F, prefetch_related_objects
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.models import ArticlePage
from core.feeds import PageFeed
from core.typography import day, prose
from partners import bylines
from partners.models import PublicationPage

LATEST = 30


class ArticleFeed(PageFeed):
    """The latest articles that readers of a language are shown, French ones that have no English version included."""

    name = "article_feed"

    def title(self) -> str:
        """The portal's name and what is listed."""
        return _("%(portal)s: articles") % {"portal": self.portal.portal_name}

    def subtitle(self) -> str:
        """The portal's line."""
        return self.portal.tagline

    def pages(self) -> Iterable[PublicationPage]:
        """The latest first. The corrections of those that have some cost a query."""
        articles = PublicationPage.objects.readable_in(self.request.LANGUAGE_CODE)
        latest = list(
            articles.filter(type=ArticlePage.publication_type)
            .select_related("lead_partner", "locale")
            .prefetch_related(*bylines.ROWS)
            .order_by(F("first_published_at").desc(nulls_last=True), "-pk")[:LATEST]
        )
        prefetch_related_objects([page for page in latest if page.corrected_on], "corrections")
        return latest

    def authors_of(self, page: PublicationPage) -> list[str]:
        """Its authors; the partners that publish it where none is named."""
        return bylines.authors(page)

    def item_categories(self, item: PublicationPage) -> list[str]:
        """Its terms, in the language of the feed."""
        return bylines.tags(item)

    def content_of(self, page: PublicationPage) -> str:
        """The summary and what was corrected, in the language of the article; nothing where nothing was."""
        if not page.dated_corrections:
            return ""
        language = page.language
        with override(language):
            rows = [
                (_("Correction of %(day)s:") % {"day": day(row.on, language)}, prose(row.text, language))
                for row in page.dated_corrections
            ]
        return format_html("<p>{}</p>", prose(page.description, language)) + format_html_join(
            "", "<p><strong>{}</strong> {}</p>", rows
        )

    def item_updateddate(self, item: PublicationPage) -> datetime:
        """When it was last published, or the first instant of the day of its last correction."""
        published = super().item_updateddate(item)
        if item.corrected_on is None:
            return published
        corrected = datetime.combine(item.corrected_on, time.min, tzinfo=timezone.get_default_timezone())
        return max(published, corrected)
