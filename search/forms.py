"""What a reader may ask of the search, from a query string that anybody may have typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.typography import number
from search import facets, synonyms, words
from search.contract import LONGEST_QUERY, Query
from search.enums import Sort

FEED = "json"

# Beyond this, nobody reads what is repeated in a notice.
LONGEST_ECHO = 40


class LineField(forms.CharField):
    """A line of text, cleaned: nothing that can be typed into it is an error."""

    def to_python(self, value: Any) -> str:
        """The line, at most `LONGEST_QUERY` characters of it."""
        return words.clean(str(value or ""))


class SearchForm(forms.Form):
    """The words, the order, the page and the format, all read as text: what makes no sense is for notices."""

    q = LineField(required=False)
    sort = LineField(required=False)
    page = LineField(required=False)
    format = LineField(required=False)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A search as it was asked for.

    `typed` is what the box shows, `page` the page number as typed. `chosen` holds values of the contract, facet by
    facet. `is_first` says that words were typed and nothing else was asked: neither a filter nor another order or page.
    """

    typed: str = ""
    query: Query = field(default_factory=Query)
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.DATE
    page: str = ""
    notices: tuple[str, ...] = ()
    is_feed: bool = False
    is_first: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked: no words and no filter."""
        return not self.typed and not self.chosen

    @property
    def is_wordless(self) -> bool:
        """Whether what was typed holds nothing to look for, such as `?!`."""
        return bool(self.typed) and not self.query.units


def line(data: QueryDict) -> str:
    """The words of a query string, cleaned."""
    return _values(data)["q"]


def read(data: QueryDict, language: str) -> Asked:
    """What a query string asks for. What it says wrongly is ignored, with a notice for each.

    The queries are those of the synonyms, none without words, and those of the facets that are named.
    """
    values = _values(data)
    typed = values["q"]
    chosen, ignored = facets.read(data, language)
    return Asked(
        typed=typed,
        query=words.read(typed, synonyms.load()) if typed else Query(),
        chosen=chosen,
        sort=_order(values["sort"], typed),
        page=values["page"],
        notices=(*_notices(data, values, language), *ignored),
        is_feed=values["format"] == FEED,
        is_first=bool(typed) and not (chosen or values["sort"] or values["page"] or values["format"]),
    )


def _values(data: QueryDict) -> dict[str, str]:
    form = SearchForm(data)
    form.is_valid()
    return {name: form.cleaned_data.get(name, "") for name in form.fields}


def _order(value: str, typed: str) -> Sort:
    """By date where there are no words to be near to."""
    if not typed:
        return Sort.DATE
    return Sort(value) if value in Sort else Sort.RELEVANCE


def _notices(data: QueryDict, values: dict[str, str], language: str) -> list[str]:
    notices = []
    if len(" ".join(data.get("q", "").split())) > LONGEST_QUERY:
        notices.append(
            _("Only the first %(count)s characters were looked for.") % {"count": number(LONGEST_QUERY, language)}
        )
    if values["sort"] and values["sort"] not in Sort:
        notices.append(_("“%(value)s” is not a known order: it was ignored.") % _echo(values["sort"]))
    if values["format"] and values["format"] != FEED:
        notices.append(_("“%(value)s” is not a known format: it was ignored.") % _echo(values["format"]))
    return notices


def _echo(value: str) -> dict[str, str]:
    return {"value": Truncator(value).chars(LONGEST_ECHO)}
