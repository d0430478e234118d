"""The addresses of a search: without one of its filters, in another order, as a feed, in the other language."""

from collections.abc import Iterable

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from core.alternates import Alternate
from core.filters import Active
from search import facets
from search.enums import Sort
from search.forms import FEED, Asked
from search.results import Results

Pairs = list[tuple[str, str]]


def written(pairs: Iterable[tuple[str, str]]) -> str:
    """A query string, with its question mark; nothing for nothing."""
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return f"?{query.urlencode()}" if query else ""


def again(address: str) -> str:
    """The address of a search that leads here from itself, or from a report: it is not counted as a new one."""
    names = set(QueryDict(address.partition("?")[2]))
    return f"{address}&page=1" if names == {"q"} else address


def filters(results: Results) -> Pairs:
    """The filters in force, as an address names them."""
    return [(facet.name, option.value) for facet, options in results.facets for option in options if option.is_selected]


def words(asked: Asked) -> Pairs:
    """The words, where there are some."""
    return [("q", asked.typed)] if asked.typed else []


def order(asked: Asked) -> Pairs:
    """The order, where it is not the one that comes by itself."""
    return [("sort", Sort.DATE)] if asked.typed and asked.sort == Sort.DATE else []


def active(results: Results) -> list[Active]:
    """The filters in force, each with the address of the search without it."""
    kept = [*words(results.asked), *order(results.asked)]
    named = [(facet, option) for facet, options in results.facets for option in options if option.is_selected]
    found = []
    for facet, option in named:
        others = [(other.name, one.value) for other, one in named if (other, one) != (facet, option)]
        found.append(Active(option.label, again(reverse("search") + written([*kept, *others]))))
    return found


def orders(results: Results) -> list[tuple[Sort, str, bool]]:
    """Each order, its address and whether it is in force; nothing where words do not ask for one."""
    if not results.asked.typed:
        return []
    kept = [*words(results.asked), *filters(results)]
    return [
        (sort, again(written([*kept, *([("sort", sort)] if sort == Sort.DATE else [])])), sort == results.asked.sort)
        for sort in Sort
    ]


def without_filters(results: Results) -> str:
    """The same words alone."""
    return again(reverse("search") + written(words(results.asked)))


def spelt(results: Results) -> str:
    """The better spelling, with the same filters."""
    return reverse("search") + written([("q", results.answer.spelling or ""), *filters(results)])


def page_of(results: Results, number: int, *, is_feed: bool = False) -> str:
    """A page of the search, to be read or as a feed."""
    pairs = [*words(results.asked), *filters(results), *order(results.asked)]
    pairs += [("page", str(number))] if number > 1 else []
    return reverse("search") + written([*pairs, *([("format", FEED)] if is_feed else [])])


def elsewhere(results: Results) -> str:
    """The same search in the other language. A project is named there by the address of its own version."""
    kept: Pairs = []
    for name, value in filters(results):
        kept += _projects_elsewhere(results) if name == "project" else [(name, value)]
    with override(results.other_language):
        return reverse("search") + written(dict.fromkeys([*words(results.asked), *kept]))


def alternates(results: Results, other: str) -> list[Alternate]:
    """The same search in each language, French first; `other` is its address in the other one."""
    here = reverse("search") + written([*words(results.asked), *filters(results)])
    found = {results.language: here, results.other_language: other}
    return [Alternate(language, found[language]) for language in ("fr", "en")]


def _projects_elsewhere(results: Results) -> Pairs:
    chosen = {"project": results.asked.chosen.get("project", ())}
    with override(results.other_language):
        named = facets.named({}, chosen, results.other_language)
    return [(facet.name, option.value) for facet, options in named for option in options if option.is_selected]
