"""The search of a site without an engine, and of every site while its engine does not answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from modelsearch.utils import get_descendants_content_types_pks

from partners.models import PublicationPage
from search.backends.configuration import FALLBACK, MAIN
from search.contract import Answer, Hit, Question, Suggested
from search.database import spelling
from search.database.beside import begins, stands_beside
from search.database.counting import Counted, count
from search.database.dialect import MOST_MISSING, NOTHING, WORDS_FOR_ONE, Dialect, Words, dialect_of
from search.models import IndexChange

# What the outbox calls pages.
PAGE = "wagtailcore.Page"


@dataclass(frozen=True)
class Attempt:
    """One way to understand a question: its units as expressions by language, and what they found."""

    expressions: dict[str, list[str]]
    counted: Counted
    spelling: str | None = None
    is_similar: bool = False


class DatabaseSearcher:
    """Searches the database that the portal runs on. The number of queries depends on no number of results."""

    def __init__(self, using: str = "default") -> None:
        """`using` is the alias of the database."""
        self.using = using

    @property
    def dialect(self) -> Dialect:
        """How that database is asked."""
        return dialect_of(self.using)

    def search(self, question: Question) -> Answer:
        """Find publications; where nothing has the words, those with most of them, or words written nearly so."""
        expressions = self.dialect.expressions(question.query)
        found = Attempt(expressions, self._count(question, expressions))
        elsewhere = found.counted.elsewhere
        if question.query.units and not found.counted.anywhere:
            found = self._second(question, expressions) or found
        told = {language: [each for each in units if each] for language, units in found.expressions.items()}
        partners, people = stands_beside(
            self.dialect, told, language=question.language, now=question.now, using=self.using
        )
        return Answer(
            total=found.counted.total,
            hits=self._hits(question, found.counted.pks, told[question.language]),
            counts=found.counted.counts,
            elsewhere=elsewhere,
            partners=partners,
            people=people,
            spelling=found.spelling,
            is_similar=found.is_similar,
        )

    def suggest(self, typed: str, *, language: str, now: datetime) -> list[Suggested]:
        """What begins like `typed`. One query."""
        return begins(self.dialect, typed, language=language, now=now, using=self.using)

    def _second(self, question: Question, expressions: dict[str, list[str]]) -> Attempt | None:
        """A better spelling, or all the words but one in four; nothing where that finds nothing either."""
        told = expressions[question.language]
        known = self._known(told)
        mended = spelling.better(question.query, known, language=question.language, using=self.using)
        if mended is not None:
            nearly = self.dialect.expressions(mended)
            counted = self._count(question, nearly)
            if counted.anywhere:
                return Attempt(nearly, counted, spelling=mended.text, is_similar=True)
        missing = min((len([each for each in told if each]) + 1) // WORDS_FOR_ONE, MOST_MISSING)
        if missing:
            counted = self._count(question, expressions, missing=missing)
            if counted.anywhere:
                return Attempt(expressions, counted, is_similar=True)
        return None

    def _count(self, question: Question, expressions: dict[str, list[str]], *, missing: int = 0) -> Counted:
        recency = self.dialect.recency("sort_date", timezone.localdate(question.now))
        words = self._words(question.language, expressions, missing) if question.query.units else None
        return count(question, words, recency, using=self.using)

    def _words(self, language: str, expressions: dict[str, list[str]], missing: int) -> Words:
        types = publication_types()
        here = [each for each in expressions[language] if each]
        there = [each for other, told in expressions.items() if other != language for each in told if each]
        return Words(
            self.dialect.found(here, types, missing=missing) if here else NOTHING,
            self.dialect.counted(there, types) if there else NOTHING,
            self.dialect.closer(here, missing=missing) if here else None,
        )

    def _known(self, expressions: Sequence[str]) -> list[bool]:
        """Whether any text holds each unit; one that says nothing is held by all."""
        told = [each for each in expressions if each]
        answers = iter(self.dialect.known(told) if told else [])
        return [next(answers) if each else True for each in expressions]

    def _hits(self, question: Question, pks: list[int], expressions: Sequence[str]) -> list[Hit]:
        """The results of a page, with what the text of each says; not of one whose text may have changed since."""
        if not pks or not expressions:
            return [Hit(pk) for pk in pks]
        waiting = IndexChange.objects.using(self.using).filter(
            backend=database_alias(), model=PAGE, object_id__in=[str(pk) for pk in pks]
        )
        behind = {int(object_id) for object_id in waiting.values_list("object_id", flat=True)}
        extracts = self.dialect.extracts(pks, publication_types(), expressions, question.language)
        return [Hit(pk, None if pk in behind else extracts.get(pk)) for pk in pks]


def publication_types() -> list[int]:
    """The content types of publications."""
    return get_descendants_content_types_pks(PublicationPage)


def database_alias() -> str:
    """The alias of the search backend that indexes in the database."""
    return FALLBACK if FALLBACK in settings.WAGTAILSEARCH_BACKENDS else MAIN
