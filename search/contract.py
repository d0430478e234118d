"""What is asked of a search and what it answers, whichever engine answers it.

Every searcher keeps this contract: the same filters and the same facets; counts equal on all of them when no words are
given, and always equal to the results that one can page through. What an engine lacks is absent, not wrong: an extract
or a spelling of `None`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from search.enums import Group, Sort

# What an engine puts around a word that was found: no text of ours holds them, HTML escapes nothing of them.
MARK_START, MARK_END = "\ue000", "\ue001"

# Words beyond these say nothing more and cost each a clause.
LONGEST_QUERY = 200
MOST_UNITS = 12

# The facets, in the order of the page. Each is also the name of a parameter of the address.
FACETS = ("type", "kind", "subject", "theme", "partner", "project", "territory", "mode", "year")

# How many partners and how many people stand beside the publications, and how many suggestions of each group.
BESIDE = 5
SUGGESTED = 5


@dataclass(frozen=True)
class Unit:
    """One thing that must be found: a word or an expression, or anything that means the same.

    `text` is the reader's own wording. `is_exact` when it stood between quotation marks: it is then found only in that
    order. `synonyms` are other wordings; one of several words is found only in that order.
    """

    text: str
    is_exact: bool = False
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """The words of a search, cleaned: `text` as typed but for what no engine should see, and its units."""

    text: str = ""
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Question:
    """A search of publications.

    `language` is the only one of its results. `chosen` holds the values in force of each facet, known ones only:
    results have one of the values of each facet. `now` is the instant at which an expiry is judged.
    """

    query: Query
    language: str
    now: datetime
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    size: int = 20


@dataclass(frozen=True)
class Hit:
    """A publication found. `extract` is plain text in which what was found stands between the marks above."""

    pk: int
    extract: str | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was found.

    `counts` gives, by facet, how many publications have each value with every other facet as it was asked. `elsewhere`
    is the total of the same question in the other language. `partners` are pages of partners, `people` are persons, the
    best first. `spelling` is a better spelling of the words. `is_similar` says that nothing had the words themselves:
    these publications have similar ones. `is_fallback` says that the engine did not answer and the database did.
    """

    total: int
    hits: list[Hit] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    elsewhere: int = 0
    partners: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    spelling: str | None = None
    is_similar: bool = False
    is_fallback: bool = False


@dataclass(frozen=True)
class Suggested:
    """Something that begins like what is being typed: a publication, a partner's page, a person or a subject."""

    group: Group
    pk: int


class Unavailable(Exception):  # noqa: N818 -- said of an engine, as `ServiceUnavailable` is
    """The engine did not answer, or answered with an error: whoever asked may ask the database."""


class QuestionRefused(Unavailable):
    """The engine is well, and will not answer this question: others need not be spared it."""


class Searcher(Protocol):
    """Answers questions. Raises `Unavailable`."""

    def search(self, question: Question) -> Answer:
        """Find publications, with short lists of partners and people beside. One call to the engine."""
        ...

    def suggest(self, typed: str, *, language: str, now: datetime) -> list[Suggested]:
        """What begins like `typed`, grouped, `SUGGESTED` of each group at most. One call to the engine."""
        ...
