"""Filters of the calendar."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet
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

    def label_of(self, value: str) -> str | None:
        """The format's label."""
        term = EventFormat.objects.filter(code=value).first()
        return term.label if term else None

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        """The events of that format."""
        return queryset.filter(kind=value)


FACETS = (
    FormatFacet("format", _("Format"), _("All formats")),
    ChoiceFacet("mode", _("Mode"), _("All modes"), column="mode", choices=Mode.choices),
    THEME,
    SUBJECT,
    PARTNER,
    TERRITORY,
    YearFacet("year", _("Year"), _("All years"), column="starts_on"),
)
