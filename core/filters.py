"""Filters of public lists: plain GET forms with true counts, from a query string that anybody may have typed.

A list names its facets. Each facet knows which values exist, what they are called, how many results each would give
with the other filters as they are, and how it narrows a queryset. A value that does not exist is ignored with a notice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Count, Model, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

LONGEST_VALUE = 100


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
        """Value, label and number of results of every value that `queryset` holds. One query."""
        raise NotImplementedError

    def label_of(self, value: str) -> str | None:
        """What a value is called, or nothing when there is no such value."""
        raise NotImplementedError

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        """Those of `queryset` that have the value. It must not repeat a row."""
        raise NotImplementedError


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

    def label_of(self, value: str) -> str | None:
        """The label of the term with that code."""
        term = self.model._default_manager.filter(code=value).first()  # noqa: SLF001 -- Django's documented way
        return str(term) if term else None

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        """Those that have the term."""
        return queryset.filter(**{f"{self.path}__code": value})


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

    def label_of(self, value: str) -> str | None:
        """The label of the choice."""
        label = dict(self.choices).get(value)
        return str(label) if label is not None else None

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        """Those whose column holds the value."""
        return queryset.filter(**{self.column: value})


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

    def label_of(self, value: str) -> str | None:
        """The year, when it is one."""
        return value if value.isascii() and value.isdigit() and 1900 < int(value) < 2200 else None  # noqa: PLR2004

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        """Those of that year."""
        return queryset.filter(**{f"{self.column}__year": int(value)})


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


def form_for(facets: Sequence[Facet]) -> type[forms.Form]:
    """The form that reads a query string: one short optional text for each facet."""
    fields = {facet.name: forms.CharField(required=False, max_length=LONGEST_VALUE) for facet in facets}
    return type("FilterForm", (forms.Form,), fields)


def apply(queryset: QuerySet, facets: Sequence[Facet], data: QueryDict, *, keep: Sequence[str] = ()) -> Filtered:
    """Narrow `queryset` by what `data` asks for, and count every other answer.

    `keep` names other parameters that the form and the chips carry along. One query for each facet, and one more for
    each value in force.
    """
    chosen, notices = _chosen(facets, data)
    kept = [(name, str(data[name])) for name in keep if data.get(name)]
    narrowed = queryset
    for facet, value, _label in chosen:
        narrowed = facet.narrow(narrowed, value)
    result = Filtered(narrowed, notices=notices, kept=kept)
    for facet in facets:
        others = queryset
        for other, value, _label in chosen:
            if other is not facet:
                others = other.narrow(others, value)
        selected = next(((value, label) for other, value, label in chosen if other is facet), None)
        result.facets.append((facet, _options(facet, others, selected)))
    result.active = [Active(label, _without(facet, chosen, kept)) for facet, _value, label in chosen]
    return result


Chosen = list[tuple[Facet, str, str]]


def _chosen(facets: Sequence[Facet], data: QueryDict) -> tuple[Chosen, list[str]]:
    form = form_for(facets)(data)
    form.is_valid()
    chosen, notices = [], []
    for facet in facets:
        value = form.cleaned_data.get(facet.name, "")
        label = facet.label_of(value) if value else None
        if label is not None:
            chosen.append((facet, value, label))
        elif value or facet.name in form.errors:
            typed = Truncator(data.get(facet.name, "").replace("\x00", "")).chars(40)
            notices.append(
                _("“%(value)s” is not a known value of “%(facet)s”: this filter was ignored.")
                % {"value": typed, "facet": facet.label}
            )
    return chosen, notices


def _options(facet: Facet, queryset: QuerySet, selected: tuple[str, str] | None) -> list[Option]:
    value = selected[0] if selected else None
    options = [Option(code, label, count, code == value) for code, label, count in facet.counts(queryset)]
    if selected and not any(option.is_selected for option in options):
        options.append(Option(*selected, 0, is_selected=True))
    return options


def _without(removed: Facet, chosen: Chosen, kept: list[tuple[str, str]]) -> str:
    query = QueryDict(mutable=True)
    for facet, value, _label in chosen:
        if facet is not removed:
            query[facet.name] = value
    for name, value in kept:
        query[name] = value
    return f"?{query.urlencode()}"
