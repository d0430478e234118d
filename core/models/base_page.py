"""What every page of the portal shares."""

from typing import Any, ClassVar, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction

from core.querysets import restrictions_above, visible_pages

# The root of the tree, above the home pages, is no page for readers.
HOME_DEPTH = 2


class Crumb(NamedTuple):
    """A page above another, as readers see it."""

    title: str
    url: str


def way_through(pages: QuerySet[Page]) -> list[Page]:
    """Pages that stand one above the other, from the highest down, each told private or not. One query.

    They carry what a breadcrumb shows and what view restrictions depend on, and nothing else.
    """
    columns = ("path", "depth", "title", "url_path", "live", "alias_of", "content_type__model")
    found = pages.select_related("content_type").only(*columns).order_by("depth")
    return list(found.annotate(is_private=Exists(restrictions_above(OuterRef("path")))))


class BasePage(Page):
    """A page with a description for search engines and a sister in the other language, or none."""

    # Fetched with the page and its locale when it is served (`core.serving`).
    served_with: ClassVar[tuple[str, ...]] = ()

    # What a shared link shows of the page (`core.seo.SharedImage`), where it has an image.
    shared_image: Any = None

    # Dates of publication are given when the page is approved, not in its form.
    settings_panels: ClassVar = []

    promote_panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("For search engines"),
        ),
        CommentPanel(),
    ]

    class Meta:
        abstract = True

    # Fetched with the page when a search indexes it.
    indexed_with: ClassVar[tuple[str, ...]] = ("locale",)
    indexed_rows: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def get_indexed_objects(cls) -> QuerySet:
        """The pages of this type with everything that a search indexes of them, each told private or not."""
        pages = super().get_indexed_objects().select_related(*cls.indexed_with).prefetch_related(*cls.indexed_rows)
        return pages.annotate(is_private=Exists(restrictions_above(OuterRef("path"))))

    @property
    def description(self) -> str:
        """One sentence for search engines and shared links: the one typed, else the page's own opening."""
        return self.search_description or getattr(self, "summary", "") or getattr(self, "introduction", "")

    @cached_property
    def sister(self) -> Page | None:
        """The same page in the other language if readers can open it, else nothing. One query, asked once."""
        return visible_pages().filter(translation_key=self.translation_key).exclude(locale_id=self.locale_id).first()

    # Whether pages below it are submitted, approved and published with it.
    has_parts: ClassVar[bool] = False

    def moderated_with(self) -> Page:
        """The page with which this one is submitted, approved and published: itself, unless it is part of another."""
        return self

    def moderated_parts(self) -> list[Page]:
        """The pages that are submitted, approved and published with this one."""
        return []

    @property
    def has_workflow(self) -> bool:
        """Nothing, as far as Wagtail's own buttons are concerned: a text is submitted through `partners.moderation`."""
        return False

    @property
    def language(self) -> str:
        """The language code of the page."""
        return self.locale.language_code

    @property
    def way(self) -> list[Page]:
        """The pages from the root down to this one, each told private or not. One query, asked once for a place."""
        place, pages = self.__dict__.get("_way", (None, []))
        if place != self.path:
            self.way = pages = way_through(Page.objects.filter(path__in=self.way_paths)) if self.path else []
        return pages

    @way.setter
    def way(self, pages: list[Page]) -> None:
        """Remember the way by which the page was found (`core.serving`), for the place where it stands now."""
        self.__dict__["_way"] = (self.path, pages)

    @property
    def way_paths(self) -> list[str]:
        """The tree paths from the root down to the page."""
        return [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]

    @property
    def above(self) -> list[Page]:
        """The pages above it, from the root down."""
        return [page for page in self.way if page.path != self.path]

    @cached_property
    def breadcrumbs(self) -> list[Crumb]:
        """The pages above it that readers can open, home page first; those that have no address are left out."""
        return [
            Crumb(page.title, url)
            for page in self.above
            if page.depth >= HOME_DEPTH and page.live and not page.is_private and (url := page.get_url())
        ]

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """The restrictions on it and above: none, without a query, where the way to it shows that there are none.

        Wagtail's own queries remain wherever there is one, for a page that is not saved, and where an alias is on the
        way: an alias is as private as what it repeats.
        """
        way = self.way
        is_known = bool(way) and way[-1].pk == self.pk
        if is_known and not way[-1].is_private and not any(page.alias_of_id for page in way):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    @classmethod
    def answer_when_not_live(cls, way: list[Page], request: HttpRequest) -> HttpResponse | None:  # noqa: ARG003
        """What the address of a page of this type answers while it is not live; nothing for “not found”.

        `way` leads from the root down to the page, all of it open to every reader; no other type is asked.
        """
        return None

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """What the page says to machines, as schema.org nodes (`core.seo`): the way to it; subclasses add to that."""
        from core.seo import breadcrumb_list  # noqa: PLC0415 -- stands on this model

        return breadcrumb_list(self, request)

    def card(self, request: HttpRequest) -> Any:  # noqa: ARG002 -- subclasses may need it
        """What a shared link shows of the page (`core.seo.Card`)."""
        from core.seo import Card  # noqa: PLC0415 -- stands on this model

        return Card(title=self.seo_title or self.title, description=self.description, image=self.shared_image)
