"""Filters of public lists: plain GET forms with true counts, from a query string that anybody may have typed.

A list names its facets. Each facet knows which values exist, what they are called, how many results each would give
with the other filters as they are, and how it narrows a queryset. A value that does not exist is ignored with a notice.
A parameter may be repeated: one of its values is enough.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Count, Model, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

LONGEST_VALUE = 100

# Values of one facet beyond these come from nobody who reads the list.
MOST_VALUES = 50


@dataclass(frozen=True)
class Option:
    """A value of a facet as the form offers it."""

    value: str
    label: str
    count: int
    is_selected: bool = False


@dataclass(frozen=True)
class Facet:
    """A question that a list can be narrowed by. `name` is its name in the query string."""

    name: str
    label: str | Promise
    any_label: str | Promise

    def counts(self, queryset: QuerySet) -> Iterable[tuple[str, str, int]]:
        """Value, label and number of results of every value that `queryset` holds. A constant number of queries."""
        raise NotImplementedError

    def labels(self, values: Sequence[str]) -> dict[str, str]:
        """What values are called, without those that do not exist, in the order of the facet. One query at most."""
        raise NotImplementedError

    def having(self, model: type[Model], values: Sequence[str]) -> Q:
        """The condition that rows of `model` have one of the values. It must not join: no row comes twice."""
        raise NotImplementedError

    def narrow(self, queryset: QuerySet, values: Sequence[str]) -> QuerySet:
        """Those of `queryset` that have one of the values, each once."""
        return queryset.filter(self.having(queryset.model, values))


@dataclass(frozen=True)
class TermFacet(Facet):
    """A facet over a vocabulary; `path` leads from the list's model to the term."""

    path: str
    model: type[Model]

    def counts(self, queryset: QuerySet) -> list[tuple[str, str, int]]:
        """In the order of the vocabulary."""
        names = [f"{self.path}__{column}" for column in ("code", f"label_{get_language()}", "label_fr", "position")]
        rows = (
            queryset.filter(**{f"{self.path}__isnull": False})
            .order_by(names[3], names[0])
            .values_list(*names)
            .annotate(count=Count("pk", distinct=True))
        )
        return [(code, label or french, count) for code, label, french, _position, count in rows]

    def labels(self, values: Sequence[str]) -> dict[str, str]:
        """The labels of the terms with those codes, in the order of the vocabulary."""
        terms: Iterable[Any] = self.model._default_manager.filter(code__in=values)  # noqa: SLF001 -- Django's documented way
        return {term.code: str(term) for term in terms}

    def having(self, model: type[Model], values: Sequence[str]) -> Q:
        """Those that have one of the terms."""
        holders = model._default_manager.filter(**{f"{self.path}__code__in": values})  # noqa: SLF001 -- as above
        return Q(pk__in=holders.order_by().values("pk"))


@dataclass(frozen=True)
class ChoiceFacet(Facet):
    """A facet over a column with fixed choices, in the order of the choices."""

    column: str
    choices: Sequence[tuple[str, Any]]

    def counts(self, queryset: QuerySet) -> list[tuple[str, str, int]]:
        """In the order of the choices."""
        rows = queryset.order_by().values_list(self.column).annotate(count=Count("pk", distinct=True))
        found = dict(rows)
        return [(value, str(label), found[value]) for value, label in self.choices if value in found]

    def labels(self, values: Sequence[str]) -> dict[str, str]:
        """The labels of the choices."""
        return {value: str(label) for value, label in self.choices if value in values}

    def having(self, model: type[Model], values: Sequence[str]) -> Q:  # noqa: ARG002 -- a column of any model
        """Those whose column holds one of the values."""
        return Q(**{f"{self.column}__in": values})


@dataclass(frozen=True)
class YearFacet(Facet):
    """A facet over the year of a date column, latest first."""

    column: str

    def counts(self, queryset: QuerySet) -> list[tuple[str, str, int]]:
        """Latest first."""
        year = f"{self.column}__year"
        rows = (
            queryset.filter(**{f"{self.column}__isnull": False})
            .order_by(f"-{year}")
            .values_list(year)
            .annotate(count=Count("pk", distinct=True))
        )
        return [(str(value), str(value), count) for value, count in rows]

    def labels(self, values: Sequence[str]) -> dict[str, str]:
        """Those that are years."""
        years = [value for value in values if value.isascii() and value.isdigit() and len(value) == 4]  # noqa: PLR2004
        return {year: year for year in sorted(years, reverse=True) if 1900 < int(year) < 2200}  # noqa: PLR2004

    def having(self, model: type[Model], values: Sequence[str]) -> Q:  # noqa: ARG002 -- a column of any model
        """Those of one of the years."""
        condition = Q()
        for value in values:
            condition |= Q(**{f"{self.column}__year": int(value)})
        return condition


@dataclass(frozen=True)
class Active:
    """A filter in force, and the address without it."""

    label: str
    remove: str


@dataclass
class Filtered:
    """A list after its filters: what a template needs to print form, chips, notices and results."""

    queryset: Any
    facets: list[tuple[Facet, list[Option]]] = field(default_factory=list)
    active: list[Active] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)


# By name of each facet in force, its values and what they are called.
Chosen = Mapping[str, Mapping[str, str]]


class ValuesField(forms.Field):
    """A parameter that may be repeated: its values as they were typed, each once."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Sequence[str] | None) -> list[str]:
        """The values that are not empty."""
        return list(dict.fromkeys(text for typed in value or () if (text := typed.strip())))[:MOST_VALUES]


def form_for(facets: Iterable[Facet]) -> type[forms.Form]:
    """The form that reads a query string: some values, or none, for each facet."""
    return type("FilterForm", (forms.Form,), {facet.name: ValuesField(required=False) for facet in facets})


def apply(queryset: QuerySet, facets: Sequence[Facet], data: QueryDict, *, keep: Sequence[str] = ()) -> Filtered:
    """Narrow `queryset` by what `data` asks for, and count every other answer.

    `keep` names other parameters that the form and the chips carry along. One query for each facet, and one more for
    each facet in force.
    """
    chosen, notices = read(facets, data)
    kept = [(name, str(data[name])) for name in keep if data.get(name)]
    result = Filtered(_narrowed(queryset, facets, chosen), notices=notices, kept=kept)
    for facet in facets:
        others = _narrowed(queryset, [other for other in facets if other is not facet], chosen)
        result.facets.append((facet, options(facet.counts(others), chosen.get(facet.name, {}))))
    result.active = list(chips(chosen, kept))
    return result


def read(facets: Sequence[Facet], data: QueryDict) -> tuple[dict[str, dict[str, str]], list[str]]:
    """The values that `data` asks of each facet, with their labels, and a notice for each that does not exist.

    A facet that is not asked is left out. One query at most for each facet that is.
    """
    form = form_for(facets)(data)
    form.is_valid()
    chosen: dict[str, dict[str, str]] = {}
    notices = []
    for facet in facets:
        values = form.cleaned_data.get(facet.name) or []
        plausible = [value for value in values if len(value) <= LONGEST_VALUE and "\x00" not in value]
        if known := facet.labels(plausible) if plausible else {}:
            chosen[facet.name] = known
        notices += [
            _("“%(value)s” is not a known value of “%(facet)s”: this filter was ignored.")
            % {"value": Truncator(value.replace("\x00", "")).chars(40), "facet": facet.label}
            for value in values
            if value not in known
        ]
    return chosen, notices


def options(counts: Iterable[tuple[str, str, int]], selected: Mapping[str, str]) -> list[Option]:
    """The values of a facet as a form offers them: those counted, then those in force that no result has."""
    found = [Option(value, label, count, value in selected) for value, label, count in counts]
    counted = {option.value for option in found}
    missing = [Option(value, label, 0, is_selected=True) for value, label in selected.items() if value not in counted]
    return [*found, *missing]


def chips(chosen: Chosen, kept: Iterable[tuple[str, str]] = ()) -> Iterator[Active]:
    """Every value in force with the address of the same list without it; `kept` are parameters carried along."""
    for name, values in chosen.items():
        for value, label in values.items():
            query = QueryDict(mutable=True)
            for other, others in chosen.items():
                if left := [each for each in others if (other, each) != (name, value)]:
                    query.setlist(other, left)
            query.update(dict(kept))
            yield Active(label, f"?{query.urlencode()}")


def _narrowed(queryset: QuerySet, facets: Iterable[Facet], chosen: Chosen) -> QuerySet:
    for facet in facets:
        if values := chosen.get(facet.name):
            queryset = facet.narrow(queryset, list(values))
    return queryset
