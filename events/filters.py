"""Filters of the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import ChoiceFacet, Facet, YearFacet
from core.models import EventFormat
from partners.enums import Mode
from partners.filters import PARTNER, SUBJECT, TERRITORY, THEME


@dataclass(frozen=True)
class FormatFacet(Facet):
    """A facet over the format of events, whose code stands in the column that every publication shares."""

    def counts(self, queryset: QuerySet) -> list[tuple[str, str, int]]:
        """In the order of the vocabulary."""
        found = dict(queryset.order_by().values_list("kind").annotate(count=Count("pk", distinct=True)))
        return [(term.code, term.label, found[term.code]) for term in EventFormat.objects.filter(code__in=found)]

    def labels(self, values: Sequence[str]) -> dict[str, str]:
        """The labels of the formats."""
        return {term.code: term.label for term in EventFormat.objects.filter(code__in=values)}

    def having(self, model: type[Model], values: Sequence[str]) -> Q:  # noqa: ARG002 -- events, whatever their model
        """The events of one of the formats."""
        return Q(kind__in=values)


FACETS = (
    FormatFacet("format", _("Format"), _("All formats")),
    ChoiceFacet("mode", _("Mode"), _("All modes"), column="mode", choices=Mode.choices),
    THEME,
    SUBJECT,
    PARTNER,
    TERRITORY,
    YearFacet("year", _("Year"), _("All years"), column="starts_on"),
)
