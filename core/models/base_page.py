"""What every page of the portal shares."""

from typing import ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from core.querysets import visible_pages


class BasePage(Page):
    """A page with a description for search engines and a sister in the other language, or none."""

    promote_panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("For search engines"),
        ),
    ]

    class Meta:
        abstract = True

    @property
    def description(self) -> str:
        """One sentence for search engines and shared links: the one typed, else the page's own opening."""
        return self.search_description or getattr(self, "summary", "") or getattr(self, "introduction", "")

    @cached_property
    def sister(self) -> Page | None:
        """The same page in the other language if readers can open it, else nothing. One query, asked once."""
        return visible_pages().filter(translation_key=self.translation_key).exclude(locale_id=self.locale_id).first()

    @property
    def language(self) -> str:
        """The language code of the page."""
        return self.locale.language_code
