"""The chooser of pages shows what readers may open, and what the person works on; Wagtail's shows the whole tree."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import chooser
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.page_choosers import known_title
from partners.access.reach import choosable_pages
from partners.roles import User


def restrict(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Handler of `construct_page_chooser_queryset`, which both the tree and the search call."""
    return choosable_pages(request.user, pages)


def nearest_choosable(page: Page, user: User) -> Page:
    """The page, or the lowest above it such that the whole way down to it may be shown: breadcrumbs name it."""
    way = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
    shown = {found.path: found for found in choosable_pages(user).filter(path__in=way)}
    nearest = Page.get_first_root_node()
    for path in way:
        if path not in shown:
            break
        nearest = shown[path]
    return nearest.specific


class TitleColumn(chooser.PageTitleColumn):
    """The title by which readers know the page."""

    def __init__(self, *args: Any, parent: Page | None = None, **kwargs: Any) -> None:
        """Keep the page above the rows, where they all have the same."""
        super().__init__(*args, **kwargs)
        self.parent = parent

    def get_cell_context_data(self, instance: Page, parent_context: Any) -> dict[str, Any]:
        """Forget what the page is to be called: the cells that follow show it too."""
        instance.draft_title = known_title(instance)
        if self.parent is not None and instance.is_child_of(self.parent):
            # The template asks each row for the page above.
            instance.__dict__["_cached_parent_obj"] = self.parent
        return super().get_cell_context_data(instance, parent_context)


class ParentColumn(chooser.ParentPageColumn):
    """The page above, where it may be shown."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Keep whom it is shown to."""
        super().__init__(*args, **kwargs)
        self.user = user

    def get_value(self, instance: Page) -> Page | None:
        """The page above, or nothing."""
        above = choosable_pages(self.user).filter(path=instance.path[: -instance.steplen]).specific().first()
        if above is not None:
            above.draft_title = known_title(above)
        return above


class OwnColumns:
    """Puts the columns above in the place of Wagtail's."""

    request: HttpRequest
    is_multiple_choice: Any

    @property
    def columns(self) -> list[Column]:
        """The same columns, with ours among them."""
        return [self._ours(column) for column in super().columns]  # type: ignore[misc]

    def _ours(self, column: Column) -> Column:
        if isinstance(column, chooser.PageTitleColumn):
            above = getattr(self, "parent_page", None)
            return TitleColumn("title", label=column.label, is_multiple_choice=self.is_multiple_choice, parent=above)
        if isinstance(column, chooser.ParentPageColumn):
            return ParentColumn("parent", label=column.label, user=self.request.user)
        return column


class BrowseView(OwnColumns, chooser.BrowseView):
    """The tree."""

    parent_page: Page

    def get_object_list(self) -> PageQuerySet:
        """Go up until what is above may be shown, whichever page was asked for."""
        self.parent_page = nearest_choosable(self.parent_page, self.request.user)
        # What the status of each row is made of, as in the explorer.
        return super().get_object_list().prefetch_workflow_states().annotate_approved_schedule()


class SearchView(OwnColumns, chooser.SearchView):
    """The search."""


class ChosenMultipleView(chooser.ChosenMultipleView):
    """Several pages that were chosen, by their keys."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Leave out those that the chooser would not have shown."""
        keys = [key for key in request.GET.getlist("id") if key.isdecimal()]
        known = choosable_pages(request.user).filter(pk__in=keys).values_list("pk", flat=True)
        query = request.GET.copy()
        query.setlist("id", [str(pk) for pk in known])
        request.GET = query  # type: ignore[assignment]
        return super().get(request)

    def render_chosen_response(self, result: list[dict[str, Any]]) -> HttpResponse:
        """Name them by their known titles."""
        titles = {page.pk: known_title(page) for page in Page.objects.filter(pk__in=[row["id"] for row in result])}
        return super().render_chosen_response([{**row, "adminTitle": titles[row["id"]]} for row in result])


class ExternalLinkView(chooser.ExternalLinkView):
    """A typed address. That of a page of the portal becomes a link to the page, if it may be chosen."""

    def render_chosen_response(self, result: dict[str, Any]) -> HttpResponse:
        """Leave the address as it was typed where the page may not be chosen."""
        if "id" in result:
            page = choosable_pages(self.request.user).filter(pk=result["id"]).first()
            result = {**result, "adminTitle": known_title(page)} if page else self.get_result_data()
        return super().render_chosen_response(result)
