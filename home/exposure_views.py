"""The exposure report in the administration, for staff: a table with a chart, and its export."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from core import gate
from core.reports import harmless
from home.enums import Position
from home.exposure import weight
from home.exposure_report import Exposure, Line, by_partner, by_project
from home.preview_views import StaffOnly
from partners.access.doors import staff
from partners.roles import is_staff

NAMES = ("portal_exposure",)
LENGTH = timedelta(days=90)
# The width of the chart of a line, in its own units.
WIDTH = 100


class Period(models.TextChoices):
    """Which days."""

    LAST = "last", _("The last 90 days")
    NEXT = "next", _("The next 90 days")

    def bounds(self, now: datetime) -> tuple[datetime, datetime]:
        """Its first instant and its last, for that present (aware)."""
        return (now - LENGTH, now) if self == Period.LAST else (now, now + LENGTH)


class Owner(models.TextChoices):
    """Whose hours."""

    PARTNER = "partner", pgettext_lazy("exposure report", "By partner")
    PROJECT = "project", pgettext_lazy("exposure report", "By project")


class ExposureForm(forms.Form):
    """What to show. Whatever makes no sense is left out."""

    period = forms.ChoiceField(label=_("Period"), choices=Period, required=False)
    by = forms.ChoiceField(label=_("Lines"), choices=Owner, required=False)

    def asked(self) -> tuple[Period, Owner]:
        """The last days by partner, unless told otherwise."""
        self.is_valid()
        return Period(self.cleaned_data.get("period") or Period.LAST), Owner(
            self.cleaned_data.get("by") or Owner.PARTNER
        )


class ExposureView(SpreadsheetExportMixin, WagtailAdminTemplateMixin, StaffOnly, TemplateView):
    """The report for the period that is asked for."""

    template_name = "home/exposure.html"
    header_icon = "view"
    page_title = _("Exposure on the home page")
    list_export: ClassVar = [
        *("name", "hours", "hours_percent", "publications", "publications_percent", "difference"),
    ]
    custom_value_preprocess: ClassVar = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        str: {SpreadsheetExportMixin.FORMAT_CSV: harmless},
    }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: the title says it."""
        return []

    @cached_property
    def form(self) -> ExposureForm:
        """As asked; without a question, the last days by partner."""
        asked = self.request.GET
        return ExposureForm({"period": asked.get("period") or Period.LAST, "by": asked.get("by") or Owner.PARTNER})

    @cached_property
    def days(self) -> tuple[datetime, datetime]:
        """The bounds of the period."""
        return self.form.asked()[0].bounds(self.now)

    @cached_property
    def now(self) -> datetime:
        """The instant of the request."""
        return timezone.now()

    @cached_property
    def exposure(self) -> Exposure:
        """What was asked for."""
        report = by_partner if self.form.asked()[1] == Owner.PARTNER else by_project
        return report(*self.days, now=self.now)

    @property
    def export_headings(self) -> dict[str, Any]:
        """The first one says whose hours."""
        owner = self.form.asked()[1]
        return {
            "name": pgettext_lazy("exposure report", "Partner")
            if owner == Owner.PARTNER
            else pgettext_lazy("exposure report", "Project"),
            "hours": _("Weighted hours"),
            "hours_percent": _("Share of the hours (%)"),
            "publications": _("Publications"),
            "publications_percent": _("Share of the publications (%)"),
            "difference": _("Difference (points)"),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the spreadsheet."""
        if self.is_export:
            answer: HttpResponse = self.as_spreadsheet(self.exposure.lines, request.GET["export"])
            return answer
        return super().get(request, *args, **kwargs)

    def get_filename(self) -> str:
        """With what was asked, and the day."""
        period, owner = self.form.asked()
        return f"exposure-{owner}-{period}-{timezone.localdate(self.now):%Y-%m-%d}"

    def stream_csv(self, queryset: list[Line]) -> Iterator[bytes]:
        """The export, written while the language is still that of the person: what is sent later has none."""
        return iter(list(super().stream_csv(queryset)))

    def to_row_dict(self, item: Line) -> dict[str, Any]:
        """A line of the export: numbers are numbers."""
        return {name: getattr(item, name) for name in self.list_export} | {"hours": round(item.hours, 4)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines, each with its bars, and what they are measured by."""
        period, owner = self.form.asked()
        scale = WIDTH / self.exposure.highest_percent
        bars = [
            (line, round(scale * line.hours_percent, 2), round(scale * line.publications_percent, 2))
            for line in self.exposure.lines
        ]
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "period": period,
            "is_by_partner": owner == Owner.PARTNER,
            "headings": self.export_headings,
            "start": self.days[0],
            "end": self.days[1],
            "exposure": self.exposure,
            "bars": bars,
            "width": WIDTH,
            "weights": [(position.label, round(weight(position.rank), 2)) for position in Position],
            "csv_url": self.csv_export_url,
            "xlsx_url": self.xlsx_export_url,
        }


class ExposureMenuItem(MenuItem):
    """The entry under Reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For staff."""
        return is_staff(request.user)


def menu_item() -> MenuItem:
    """Under Reports."""
    return ExposureMenuItem(
        _("Exposure on the home page"), reverse("portal_exposure"), icon_name="view", name="exposure", order=155
    )


def urls() -> list[URLPattern]:
    """The addresses below `/admin/`."""
    return [path("reports/exposure/", ExposureView.as_view(), name="portal_exposure")]


def connect() -> None:
    """Open the door to staff."""
    gate.open_to(staff, NAMES)
