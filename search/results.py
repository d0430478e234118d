"""What a search found, as a page or a feed shows it: what the engine names, fetched and judged again."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.translation import override

from core.alternates import other_language
from core.filters import Facet, Option
from core.pagination import PER_PAGE
from core.querysets import visible
from partners.models import PartnerPage, Person, PublicationPage
from partners.querysets import PublicationQuerySet
from search import answering, facets
from search.contract import Answer, Question
from search.forms import Asked

Found = TypeVar("Found")

# Whoever types a page number beyond this is first told how many there are: an engine cannot jump any distance.
NEAR = 50


@dataclass(frozen=True)
class Result:
    """A publication found, with what its text says of it between the marks of the contract."""

    publication: PublicationPage
    extract: str | None


@dataclass(frozen=True)
class Beside:
    """What stands beside the publications."""

    partners: list[PartnerPage] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    """Everything that one page of a search shows. `page` holds results, `facets` the values of each in its order."""

    asked: Asked
    language: str
    answer: Answer
    page: Page
    facets: list[tuple[Facet, list[Option]]]
    beside: Beside

    @property
    def publications(self) -> list[PublicationPage]:
        """The publications of this page."""
        return [result.publication for result in self.page.object_list]

    @property
    def other_language(self) -> str:
        """The language that `answer.elsewhere` counts."""
        return other_language(self.language)


def find(asked: Asked, *, language: str, now: datetime) -> Results:
    """Ask the engine and fetch what it names; nothing where nothing is asked.

    One call to the engine, two for a page number that makes no sense. The queries are one for the publications, one
    for the partners and one for the people where there are some, and those of the facets' labels.
    """
    answer, page = turn_to(asked.page, partial(_ask, asked, language, now))
    return gather(asked, answer, page, language=language, now=now)


def gather(asked: Asked, answer: Answer, page: Page, *, language: str, now: datetime) -> Results:
    """Fetch what an answer names, less what readers may not see any more, and say what its counts count."""
    page.object_list = _fetch(answer, language, now)
    if answer.elsewhere and not _means_the_same(asked, other_language(language)):
        answer = replace(answer, elsewhere=0)
    return Results(
        asked=asked,
        language=language,
        answer=answer,
        page=page,
        facets=[(facet, options) for facet, options in facets.named(answer.counts, asked.chosen, language) if options],
        beside=_fetch_beside(answer, language, now) if page.number == 1 else Beside(),
    )


def _means_the_same(asked: Asked, other: str) -> bool:
    """Whether each project that was chosen has a page in the other language, where it is named by its address."""
    projects = asked.chosen.get("project", ())
    if not projects:
        return True
    with override(other):
        named = facets.named({}, {"project": projects}, other)
    return sum(option.is_selected for _facet, options in named for option in options) == len(projects)


def turn_to(typed: str, ask: Callable[[int], Answer]) -> tuple[Answer, Page]:
    """The answer at the page that was typed, or at the nearest one, as lists do. `ask` takes an offset.

    It is called once, or twice for a page that is not there or very far.
    """
    offset = _offset(typed)
    answer = ask(offset)
    page = Paginator(range(answer.total), PER_PAGE).get_page(typed)
    wanted = (page.number - 1) * PER_PAGE
    if wanted != offset:
        answer = ask(wanted)
        page = Paginator(range(answer.total), PER_PAGE).get_page(page.number)
    return answer, page


def readable(language: str, now: datetime) -> PublicationQuerySet:
    """The publications that a search in a language may show at `now` (aware)."""
    in_time = Q(expire_at=None) | Q(expire_at__gt=now)
    return PublicationPage.objects.visible().filter(in_time, locale__language_code=language)


def in_order(pks: list[int], found: dict[int, Found]) -> list[Found]:
    """Those of `found` that still are, as the engine ranked them."""
    return [found[pk] for pk in pks if pk in found]


def _ask(asked: Asked, language: str, now: datetime, offset: int) -> Answer:
    if asked.is_empty or asked.is_wordless:
        return Answer(total=0)
    return answering.answer(
        Question(
            query=asked.query,
            language=language,
            now=now,
            chosen=asked.chosen,
            sort=asked.sort,
            offset=offset,
            size=PER_PAGE,
        )
    )


def _offset(typed: str) -> int:
    try:
        number = int(typed)
    except ValueError:
        return 0
    return (number - 1) * PER_PAGE if 1 <= number <= NEAR else 0


def _fetch(answer: Answer, language: str, now: datetime) -> list[Result]:
    """The publications named, less those that readers may not see any more. One query."""
    pks = [hit.pk for hit in answer.hits]
    found = readable(language, now).with_card().in_bulk(pks) if pks else {}
    return [Result(found[hit.pk], hit.extract) for hit in answer.hits if hit.pk in found]


def _fetch_beside(answer: Answer, language: str, now: datetime) -> Beside:
    """The partners' pages and the people named. One query for each kind that is there."""
    return Beside(
        partners=in_order(answer.partners, partner_pages(answer.partners, language, now)),
        people=in_order(answer.people, people(answer.people)),
    )


def partner_pages(pks: list[int], language: str, now: datetime) -> dict[int, PartnerPage]:
    """Those of the partners' pages that readers of the language may see, by key. One query, none for none."""
    if not pks:
        return {}
    in_time = Q(expire_at=None) | Q(expire_at__gt=now)
    pages = visible(PartnerPage.objects.filter(in_time, partner__is_active=True, locale__language_code=language))
    return pages.select_related("partner").in_bulk(pks)


def people(pks: list[int]) -> dict[int, Person]:
    """Those of the people who have a public page, by key. One query, none for none."""
    return Person.objects.confirmed().select_related("organisation").in_bulk(pks) if pks else {}
