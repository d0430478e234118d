"""What the databases say differently: words as an expression of theirs, what it finds and how well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, Protocol

from django.db import connections
from django.utils.module_loading import import_string

from search.backends.wordings import parts_of
from search.contract import Query, Unit
from search.folding import words_of

# Imported when asked for: each is made for the tables of its own database.
DIALECTS = {"postgresql": "postgres.Postgres", "sqlite": "sqlite.Sqlite"}

# A piece of SQL and its parameters.
Sql = tuple[str, list[Any]]

# What is found where nothing is asked.
NOTHING: Sql = ("SELECT '0' AS object_id, 0 AS entry_id, 0.0 AS score WHERE 1 = 0", [])

# Where nothing has them all, one word of so many may be missing, or of one fewer: one of three to six, two of more.
WORDS_FOR_ONE = 4
# Each more would take ten times as many ways to hold the others.
MOST_MISSING = 2


@dataclass(frozen=True)
class Words:
    """What words find in the language asked and in the other, and what the texts add to the scores of the first."""

    here: Sql
    there: Sql
    closer: Sql | None


class Dialect(Protocol):
    """Full text of a database."""

    def expressions(self, query: Query) -> dict[str, list[str]]:
        """Each unit of a query as an expression, by language; nothing for one that no text can hold."""
        ...

    def all_of(self, expressions: Sequence[str]) -> str:
        """What holds all of them."""
        ...

    def any_of(self, expressions: Sequence[str]) -> str:
        """What holds one of them."""
        ...

    def found(self, expressions: Sequence[str], content_types: Sequence[int], *, missing: int = 0) -> Sql:
        """Entries of these types that hold all of them but some: `object_id`, `entry_id` and `score`."""
        ...

    def counted(self, expressions: Sequence[str], content_types: Sequence[int], *, missing: int = 0) -> Sql:
        """The same, all with one score."""
        ...

    def closer(self, expressions: Sequence[str], *, missing: int = 0) -> Sql | None:
        """What the text of an `entry` adds to its score; nothing where the score is whole."""
        ...

    def beginning(self, typed: Sequence[str], content_types: Sequence[int]) -> Sql:
        """`object_id`, `content_type_id` and `score` of entries whose names hold the words, the last one begun."""
        ...

    def recency(self, column: str, today: date) -> Sql:
        """From 0 to 1, how near a date that may be missing is to today."""
        ...

    def known(self, expressions: Sequence[str]) -> list[bool]:
        """Whether any entry, seen or not, holds each. One query."""
        ...

    def extracts(
        self, pks: Sequence[int], content_types: Sequence[int], expressions: Sequence[str], language: str
    ) -> dict[int, str]:
        """What the texts of objects of these types say of what was asked, by their keys. One query at most."""
        ...


def spoken(unit: Unit) -> list[list[str]]:
    """The words of a unit that must all be found, each as its parts in their order."""
    words = list(words_of(unit.text))
    if unit.is_exact:
        return [parts] if (parts := parts_of(unit.text)) else []
    told = [word for word in words if not word.is_stop] or words
    return [parts for word in told if (parts := parts_of(word.text))]


def some_of(expressions: Sequence[str], missing: int) -> list[list[str]]:
    """The ways to hold all of some expressions but a few."""
    return [list(each) for each in combinations(expressions, len(expressions) - missing)]


def dialect_of(using: str) -> Dialect:
    """The dialect of the database with that alias. Raises `KeyError` for a database of another kind."""
    return import_string(f"search.database.{DIALECTS[connections[using].vendor]}")(using)
