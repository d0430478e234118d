"""What readers look for, and what they look for in vain, in the administration: communications and administrators."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.viewsets.base import ViewSet

from core.reports import Report
from core.seo import spoken
from core.typography import number
from partners.roles import is_staff
from search import reporting
from search.folding import folded
from search.models import SearchTally
from search.reporting import Line
from search.synonym_views import AddSynonymView

PERIODS = [("7", _("The last 7 days")), ("30", _("The last 30 days")), ("90", _("The last 90 days"))]


class SearchFilters(WagtailFilterSet):
    """Searches by language, and by how long ago they were asked."""

    language = django_filters.ChoiceFilter(label=_("Language"), choices=list(reporting.LANGUAGES.items()))
    period = django_filters.ChoiceFilter(label=_("Period"), choices=PERIODS, method="since")

    class Meta:
        model = SearchTally
        fields: ClassVar = []

    def since(self, rows: QuerySet, _name: str, days: str) -> QuerySet:
        """What was asked today or on the days before it."""
        return rows.filter(on__gt=timezone.localdate() - timedelta(days=int(days)))


class LineColumn(BaseColumn):
    """A cell with a template of its own; on a phone, under its own heading."""

    def __init__(self, name: str, template: str, **kwargs: Any) -> None:
        """Name the template below `templates/search/admin/`."""
        super().__init__(name, **kwargs)
        self.cell_template_name = f"search/admin/{template}.html"

    def get_cell_context_data(self, instance: Line, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add the line, and the address of the list as it is, to come back to."""
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"line": instance, "here": context["request"].get_full_path()}


class TextColumn(Column):
    """Plain text; on a phone, under its own heading."""

    cell_template_name = "search/admin/text_cell.html"


class SearchesPaginator(WagtailPaginator):
    """Counts rows as searches."""

    model = SearchTally


def tabs(current: str) -> list[dict[str, Any]]:
    """The lists, and the synonyms beside them."""
    names = {
        "searches:index": _("All searches"),
        "searches:in_vain": _("Searches without result"),
        "wagtailsnippets_search_synonymgroup:list": _("Synonyms"),
    }
    return [{"label": label, "url": reverse(name), "is_current": name == current} for name, label in names.items()]


class SearchesView(Report):
    """Every search, the most frequent first."""

    model = SearchTally
    permission_required = "view"
    page_title = _("Searches of readers")
    header_icon = "search"
    template_name = "search/admin/searches.html"
    results_template_name = "search/admin/searches_results.html"
    index_url_name = "searches:index"
    index_results_url_name = "searches:results"
    verbose_name_plural = _("searches")
    default_ordering = "-asked"
    paginator_class = SearchesPaginator
    is_in_vain = False
    is_searchable = True
    filterset_class = SearchFilters
    table_classname = "listing searches"
    columns: ClassVar = [
        LineColumn("words", "words_cell", label=_("Words typed"), sort_key="words", width="34%"),
        TextColumn("language", label=_("Language"), sort_key="language"),
        TextColumn("asked", label=_("Times"), sort_key="asked", accessor=lambda line: number(line.asked, spoken())),
        TextColumn("found", label=_("Results"), sort_key="found", accessor=lambda line: number(line.found, spoken())),
        TextColumn("last_on", label=_("Last time"), sort_key="last_on", accessor=lambda line: line.last(spoken())),
        LineColumn("group", "synonym_cell", label=_("Synonyms"), width="26%"),
    ]
    export_filename = "searches"
    list_export: ClassVar = ["words", "language", "asked", "found", "last_on", "group"]
    export_headings: ClassVar = {
        "words": _("Words typed"),
        "language": _("Language"),
        "asked": _("Times"),
        "found": _("Results"),
        "last_on": _("Last time"),
        "group": _("Synonyms"),
    }

    def get_base_queryset(self) -> QuerySet:
        """The searches that are kept."""
        return reporting.searches()

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """As asked; always the same order where that says nothing."""
        return queryset.order_by(self.ordering, "words", "language")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Those that hold what is asked, written as they are kept."""
        return queryset.filter(words__contains=folded(self.search_query)) if self.is_searching else queryset

    def lines(self, rows: Any) -> list[Line]:
        """Rows in words."""
        return reporting.lines(rows)

    def to_row_dict(self, item: Line) -> dict[str, Any]:
        """A line of the export: numbers are numbers."""
        return {
            "words": item.words,
            "language": str(item.language),
            "asked": item.asked,
            "found": item.found,
            "last_on": item.last_on,
            "group": str(item.group or ""),
        }

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the tabs."""
        context = super().get_context_data(*args, **kwargs)
        return context | {"tabs": tabs(str(self.index_url_name)), "is_in_vain": self.is_in_vain}


class InVainView(SearchesView):
    """Those that got no result the last time."""

    index_url_name = "searches:in_vain"
    index_results_url_name = "searches:in_vain_results"
    page_title = _("Searches without result")
    export_filename = "searches-without-result"
    is_in_vain = True

    def get_base_queryset(self) -> QuerySet:
        """The searches that are kept, without those that found something."""
        return super().get_base_queryset().filter(found=0)


class SearchesMenuItem(MenuItem):
    """The entry of the menu, for staff."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may read the report."""
        return is_staff(request.user)


class SearchesViewSet(ViewSet):
    """Reports › Searches of readers."""

    name = "searches"
    url_prefix = "reports/searches"
    icon = "search"
    menu_label = _("Searches of readers")
    menu_item_class = SearchesMenuItem
    menu_hook = "register_reports_menu_item"
    menu_order = 95

    def get_urlpatterns(self) -> list[URLPattern]:
        """Both lists, their rows alone, and the form that adds a synonym."""
        view: Callable[..., Any] = self.construct_view
        return [
            path("", view(SearchesView), name="index"),
            path("results/", view(SearchesView, results_only=True), name="results"),
            path("without-result/", view(InVainView), name="in_vain"),
            path("without-result/results/", view(InVainView, results_only=True), name="in_vain_results"),
            path("synonym/", view(AddSynonymView), name="add_synonym"),
        ]
