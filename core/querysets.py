"""What readers may see: one rule for every list, link, feed and file."""

from typing import Self, TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from core.updates import ToldUpdates

PageQuery = TypeVar("PageQuery", bound=PageQuerySet)


def visible(pages: PageQuery) -> PageQuery:
    """Those of `pages` that any reader may open: live, and neither they nor a page above them private.

    Wagtail's `.public()` asks for the restrictions in a query of its own, each time; here they are a subquery.
    """
    return pages.live().filter(~Exists(restrictions_above(OuterRef("path"))))


def restrictions_above(path: OuterRef) -> QuerySet[PageViewRestriction]:
    """The restrictions set on the page at a tree path or on a page above it."""
    return PageViewRestriction.objects.alias(below=ExpressionWrapper(path, output_field=CharField())).filter(
        below__startswith=F("page__path")
    )


class ReadableQuerySet(ToldUpdates, PageQuerySet):
    """Pages, with the rule above as a method."""

    def visible(self) -> Self:
        """What a reader may meet: live, and neither it nor a page above it private."""
        return visible(self)


def visible_pages() -> PageQuerySet:
    """Every page of the portal that a reader may open, whatever its type."""
    return visible(Page.objects.all())
