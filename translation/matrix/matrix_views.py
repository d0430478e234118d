"""The parity matrix in the administration: every French page, the state of its version, and labels without English."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Locale, Page

from core.reports import Report
from partners.roles import is_staff
from translation.matrix import labels, parity
from translation.matrix.matrix_filters import ParityFilters
from translation.matrix.parity import Line


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The two lists, for those who have both."""
    if not is_staff(request.user):
        return []
    names = {"index": _("Pages"), "labels": _("Labels without English")}
    return [
        {"label": label, "url": reverse(f"parity:{name}"), "is_current": name == current}
        for name, label in names.items()
    ]


def _age(since: datetime | None, *, now: datetime) -> str:
    if since is None:
        return ""
    return timesince(since, now, depth=1) if now - since >= timedelta(minutes=1) else gettext("just now")


class LineColumn(BaseColumn):
    """A cell that shows a line of the matrix; on a phone, under its own heading."""

    def __init__(self, name: str, template: str, **kwargs: Any) -> None:
        """Name the template below `templates/translation/parity/`."""
        super().__init__(name, **kwargs)
        self.cell_template_name = f"translation/parity/{template}.html"

    def get_cell_context_data(self, instance: Line, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add the line, what the person may do with its pages, and its value."""
        context = super().get_cell_context_data(instance, parent_context)
        tester: Any = instance.page.permissions_for_user(context["request"].user)
        return context | {
            "line": instance,
            "value": getattr(instance, str(self.accessor), ""),
            "may_edit": tester.can_edit(),
            "may_translate": tester.can_translate(),
            "age": _age(instance.since, now=timezone.now()),
        }


class PagesPaginator(WagtailPaginator):
    """Counts rows as pages."""

    model = Page


class MatrixView(Report):
    """Every page that the person may find, with the state of its English version."""

    model = Page
    any_permission_required: ClassVar = ["view", "change"]
    page_title = _("Translations")
    header_icon = "wagtail-localize-language"
    template_name = "translation/parity/matrix.html"
    results_template_name = "translation/parity/matrix_results.html"
    index_url_name = "parity:index"
    index_results_url_name = "parity:results"
    verbose_name_plural = _("pages")
    default_ordering = "rank"
    paginator_class = PagesPaginator
    is_searchable = True
    # Titles of drafts change faster than the search index.
    search_backend_name = None
    search_fields: ClassVar = ["draft_title", "sister_title"]
    filterset_class = ParityFilters
    table_classname = "listing parity"
    columns: ClassVar = [
        LineColumn("title", "page_cell", label=_("French page"), sort_key="draft_title", width="32%"),
        LineColumn("partner", "text_cell", label=_("Partner"), sort_key="partner_name"),
        LineColumn("type", "text_cell", label=_("Type")),
        LineColumn("version", "version_cell", label=_("English version"), sort_key="rank", width="26%"),
        LineColumn("since", "since_cell", label=_("Since"), sort_key="since", width="14%"),
    ]
    export_filename = "translations"
    list_export: ClassVar = [
        *("title", "sister_title", "partner", "type", "french", "state.label", "behind"),
        *("since_on", "waits_on", "waived_by", "waived_until", "waiver.reason"),
    ]
    export_headings: ClassVar = {
        "title": _("French page"),
        "sister_title": _("English version"),
        "partner": _("Partner"),
        "type": _("Type"),
        "french": _("French"),
        "state.label": _("State of the translation"),
        "behind": _("Passages behind"),
        "since_on": _("Since"),
        "waits_on": _("Waits for"),
        "waived_by": _("Waiver signed by"),
        "waived_until": _("Waived until"),
        "waiver.reason": _("Reason of the waiver"),
    }

    @cached_property
    def today(self) -> date:
        """The day on which waivers are in force."""
        return timezone.localdate()

    @cached_property
    def locale(self) -> Locale | None:
        """The language of the versions."""
        return parity.target_locale()

    def get_base_queryset(self) -> QuerySet[Page]:
        """The rows that this person may find."""
        return parity.found_by(parity.versions(self.locale, today=self.today), self.request.user)

    def order_queryset(self, rows: QuerySet[Page]) -> QuerySet[Page]:
        """By what there is to do, and the oldest first, unless the person asks otherwise."""
        name = str(self.ordering)
        column = F(name.removeprefix("-"))
        by = column.desc(nulls_last=True) if name.startswith("-") else column.asc(nulls_last=True)
        if name.endswith("rank"):
            rows = parity.ranked(rows)
        return rows.order_by(by, F("since").asc(nulls_last=True), "pk")

    def lines(self, rows: Any) -> list[Line]:
        """Rows in words."""
        return parity.lines(rows)

    def to_row_dict(self, item: Line) -> dict[str, Any]:
        """A line of the export: `behind` is a number, whatever the state; what does not apply is empty."""
        values = {name: self._value(item, name) for name in self.list_export}
        return {name: "" if value is None else value for name, value in values.items()}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the totals by state, each with the way to its rows, and the tabs."""
        context = super().get_context_data(*args, **kwargs)
        return context | {"totals": self._totals(), "tabs": tabs(self.request, "index")}

    def _totals(self) -> list[dict[str, Any]]:
        """How many of the rows that the other filters leave are in each state."""
        chosen = self.request.GET.get("state", "")
        query = self._query_without("state", self.page_kwarg, "export")
        others = self.filterset_class(**{**self.get_filterset_kwargs(), "data": query})
        rows = self.get_base_queryset()
        counts = parity.totals(self.search_queryset(others.filter_queryset(rows) if others.is_valid() else rows))
        items = [(state.value, state.label, count) for state, count in counts.items()]
        return [
            {"label": label, "count": count, "url": self._url(query, state), "is_current": chosen == state}
            for state, label, count in [("", _("All"), sum(counts.values())), *items]
        ]

    def _query_without(self, *names: str) -> QueryDict:
        query = self.request.GET.copy()
        for name in names:
            query.pop(name, None)
        return query

    def _url(self, query: QueryDict, state: str) -> str:
        query = query.copy()
        if state:
            query["state"] = state
        return f"{self.index_url}?{query.urlencode()}" if query else str(self.index_url)

    def _value(self, line: Line, name: str) -> Any:
        value: Any = line
        for part in name.split("."):
            value = getattr(value, part, None)
        return str(value) if hasattr(value, "_delegate_text") else value


class LabelsView(BaseListingView):
    """Labels that stand in one record in both languages, and have no English."""

    page_title = _("Labels without English")
    header_icon = "wagtail-localize-language"
    template_name = "translation/parity/labels.html"
    results_template_name = "translation/parity/labels_results.html"
    index_url_name = "parity:labels"
    paginate_by = 100
    table_classname = "listing parity"
    no_results_message = _("Every label has its English.")
    columns: ClassVar = [
        TitleColumn("record", label=_("Record"), get_url=lambda gap: gap.url),
        Column("kind", label=_("Type")),
        Column("field", label=_("Missing")),
        Column("french", label=_("In French")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For staff."""
        return super().dispatch(request, *args, **kwargs) if is_staff(request.user) else permission_denied(request)

    def get_base_queryset(self) -> list[labels.Gap]:
        """Every gap."""
        return labels.gaps()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the tabs, and the number of labels."""
        context = super().get_context_data(*args, **kwargs)
        return context | {"tabs": tabs(self.request, "labels")}


class ParityViewSet(ViewSet):
    """Reports › Translations."""

    name = "parity"
    url_prefix = "reports/parity"
    icon = "wagtail-localize-language"
    menu_label = _("Translations")
    menu_hook = "register_reports_menu_item"
    menu_order = 90

    def get_urlpatterns(self) -> list[URLPattern]:
        """The matrix, its rows alone, and the labels."""
        view: Callable[..., Any] = self.construct_view
        return [
            path("", view(MatrixView), name="index"),
            path("results/", view(MatrixView, results_only=True), name="results"),
            path("labels/", view(LabelsView), name="labels"),
        ]
