"""Ask every judged query, and say how well it was answered."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from search import synonyms
from search.contract import Answer, Question, Searcher, Unavailable
from search.evaluation.judgments import Judgment, Shelf
from search.evaluation.metrics import DEPTH, ndcg_at_10, reciprocal_rank, success_at_1
from search.words import read

Ask = Callable[[Judgment], Answer]

# What is measured is how good an answer is, and not how long a busy machine takes.
TRIES = 5
PAUSE = 1.0


@dataclass(frozen=True)
class Outcome:
    """What a query found: the slugs of its first publications with their grades, and its measures.

    A query without a right answer has no measures: it should find nothing. `beside` says whether the partner or the
    person that was asked for by name stands first in its list; `None` when nobody was.
    """

    judgment: Judgment
    found: tuple[tuple[str, int], ...]
    total: int
    success: float = 0
    reciprocal_rank: float = 0
    ndcg: float = 0
    beside: bool | None = None


@dataclass(frozen=True)
class Score:
    """The means over some queries that have an answer."""

    queries: int
    success: float
    reciprocal_rank: float
    ndcg: float


def asking(searcher: Searcher, *, now: datetime) -> Ask:
    """Ask a searcher as the search page does, with the synonyms of the database."""
    table = synonyms.load()

    def ask(judgment: Judgment) -> Answer:
        question = Question(query=read(judgment.words, table), language=judgment.language, now=now, size=DEPTH)
        return _patiently(searcher, question)

    return ask


def _patiently(searcher: Searcher, question: Question) -> Answer:
    for _again in range(TRIES - 1):
        try:
            return searcher.search(question)
        except Unavailable:
            time.sleep(PAUSE)
    return searcher.search(question)


def measure(judged: Iterable[Judgment], ask: Ask, shelf: Shelf) -> list[Outcome]:
    """Ask each query, in their order."""
    return [outcome(judgment, ask(judgment), shelf) for judgment in judged]


def outcome(judgment: Judgment, answer: Answer, shelf: Shelf) -> Outcome:
    """Compare an answer with what was judged."""
    slugs = [shelf.publications.get(hit.pk, f"({hit.pk})") for hit in answer.hits[:DEPTH]]
    found = tuple((slug, judgment.grades.get(slug, 0)) for slug in slugs)
    if not judgment.grades:
        return Outcome(judgment, found, answer.total)
    grades, all_grades = [grade for _slug, grade in found], list(judgment.grades.values())
    return Outcome(
        judgment,
        found,
        answer.total,
        success_at_1(grades, all_grades),
        reciprocal_rank(grades, all_grades),
        ndcg_at_10(grades, all_grades),
        _stands_first(judgment, answer, shelf),
    )


def _stands_first(judgment: Judgment, answer: Answer, shelf: Shelf) -> bool | None:
    first_partner = [shelf.partners.get(pk) for pk in answer.partners[:1]]
    first_person = [shelf.people.get(pk) for pk in answer.people[:1]]
    asked = [
        first == [slug]
        for slug, first in ((judgment.partner, first_partner), (judgment.person, first_person))
        if slug is not None
    ]
    return all(asked) if asked else None


def score(outcomes: Sequence[Outcome]) -> Score:
    """The means over the queries that have an answer. Raises `StatisticsError` where there is none."""
    answered = [each for each in outcomes if each.judgment.grades]
    return Score(
        len(answered),
        fmean(each.success for each in answered),
        fmean(each.reciprocal_rank for each in answered),
        fmean(each.ndcg for each in answered),
    )


def by_category(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """The means of each category, in the order of the queries."""
    names = dict.fromkeys(each.judgment.category for each in outcomes if each.judgment.grades)
    return {name: score([each for each in outcomes if each.judgment.category == name]) for name in names}


def wrongly_answered(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The queries that have no right answer, and yet found something."""
    return [each for each in outcomes if not each.judgment.grades and each.total]
