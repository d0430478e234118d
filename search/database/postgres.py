"""Full text of PostgreSQL, as a searcher asks it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connections

from search.backends.postgres import CONFIGURATIONS, WEIGHTS
from search.backends.wordings import LANGUAGES, agreeing, parts_of
from search.contract import MARK_END, MARK_START, Query, Unit
from search.database.dialect import Sql, some_of, spoken

ENTRIES = "wagtailsearch_indexentry"

# What the title counts beside the text, and what words that stand near each other add.
TITLE, NEAR = 2.0, 1.0

# Dates lose half of what recency gives in as many days.
HALF_LIFE = 730

HEADLINE = (
    f'StartSel={MARK_START}, StopSel={MARK_END}, MaxFragments=2, MinWords=8, MaxWords=28, FragmentDelimiter=" … "'
)


class Postgres:
    """Expressions are `tsquery`."""

    def __init__(self, using: str) -> None:
        """Of the database with that alias."""
        self.using = using

    def expressions(self, query: Query) -> dict[str, list[str]]:
        """One query, none without words."""
        told = [_unit(unit, language) for language in LANGUAGES for unit in query.units]
        if not told:
            return {language: [] for language in LANGUAGES}
        with connections[self.using].cursor() as cursor:
            cursor.execute(
                "SELECT " + ", ".join(f"({sql})::text" for sql, _params in told),
                [param for _sql, params in told for param in params],
            )
            row = cursor.fetchone()
        count = len(query.units)
        return {language: list(row[at * count : (at + 1) * count]) for at, language in enumerate(LANGUAGES)}

    def all_of(self, expressions: Sequence[str]) -> str:
        """What holds all of them."""
        return " & ".join(f"({each})" for each in expressions)

    def any_of(self, expressions: Sequence[str]) -> str:
        """What holds one of them."""
        return " | ".join(f"({each})" for each in expressions)

    def counted(self, expressions: Sequence[str], content_types: Sequence[int], *, missing: int = 0) -> Sql:
        """The index alone is read."""
        return self._matching("0.0", [], expressions, content_types, missing)

    def found(self, expressions: Sequence[str], content_types: Sequence[int], *, missing: int = 0) -> Sql:
        """Scored by the title alone, which is short: fetching the text of each costs far more."""
        score = f"{TITLE} * ts_rank('{WEIGHTS}', title, %s::tsquery, 1)"
        return self._matching(score, [self.any_of(expressions)], expressions, content_types, missing)

    def closer(self, expressions: Sequence[str], *, missing: int = 0) -> Sql | None:
        """A longer text says less by a word; words that stand near each other say more."""
        sql, params = f"ts_rank('{WEIGHTS}', entry.body, %s::tsquery, 1)", [self.any_of(expressions)]
        if len(expressions) > 1 and not missing:
            sql += f" + {NEAR} * ts_rank_cd('{WEIGHTS}', entry.body, %s::tsquery, 1)"
            params.append(self.all_of(expressions))
        return sql, params

    def _matching(
        self, score: str, params: list[Any], expressions: Sequence[str], content_types: Sequence[int], missing: int
    ) -> Sql:
        return (
            (
                f"SELECT object_id, id AS entry_id, {score} AS score FROM {ENTRIES} "
                "WHERE content_type_id = ANY(%s) AND search_words(title, body) @@ %s::tsquery"
            ),
            [*params, list(content_types), self._asked(expressions, missing)],
        )

    def beginning(self, typed: Sequence[str], content_types: Sequence[int]) -> Sql:
        """Names are indexed unstemmed."""
        asked = " & ".join([*(f"'{part}'" for part in typed[:-1]), f"'{typed[-1]}':*"])
        return (
            (
                "SELECT object_id, content_type_id, ts_rank(autocomplete, %s::tsquery, 2) AS score "
                f"FROM {ENTRIES} WHERE content_type_id = ANY(%s) AND autocomplete @@ %s::tsquery"
            ),
            [asked, list(content_types), asked],
        )

    def recency(self, column: str, today: date) -> Sql:
        """A curve that never ends."""
        days = f"GREATEST(%s::date - {column}, 0)::float8"
        return f"COALESCE(1.0::float8 / (1.0::float8 + {days} / {HALF_LIFE}), 0.0::float8)", [today]

    def known(self, expressions: Sequence[str]) -> list[bool]:
        """The index alone is asked."""
        exists = f"EXISTS (SELECT 1 FROM {ENTRIES} WHERE search_words(title, body) @@ %s::tsquery)"
        with connections[self.using].cursor() as cursor:
            cursor.execute("SELECT " + ", ".join([exists] * len(expressions)), list(expressions))
            return list(cursor.fetchone())

    def extracts(
        self, pks: Sequence[int], content_types: Sequence[int], expressions: Sequence[str], language: str
    ) -> dict[int, str]:
        """Made by PostgreSQL of the texts as they were indexed."""
        if not pks or not expressions:
            return {}
        with connections[self.using].cursor() as cursor:
            cursor.execute(
                f"SELECT object_id, ts_headline('{CONFIGURATIONS[language]}', body_text, %s::tsquery, %s) "
                f"FROM {ENTRIES} WHERE content_type_id = ANY(%s) AND object_id = ANY(%s)",
                [self.any_of(expressions), HEADLINE, list(content_types), [str(pk) for pk in pks]],
            )
            return {int(pk): " ".join(text.split()) for pk, text in cursor.fetchall() if MARK_START in text}

    def _asked(self, expressions: Sequence[str], missing: int) -> str:
        if not missing:
            return self.all_of(expressions)
        return self.any_of([self.all_of(each) for each in some_of(expressions, missing)])


def _unit(unit: Unit, language: str) -> tuple[str, list[Any]]:
    """SQL for the `tsquery` of a unit: empty where it has no word."""
    phrase = _phrase(CONFIGURATIONS[language])
    words = [_forms(parts, language, is_exact=unit.is_exact) for parts in spoken(unit)]
    wordings = [" && ".join(f"({' || '.join([phrase] * len(forms))})" for forms in words)] if words else []
    params = [form for forms in words for form in forms]
    for parts in _synonyms(unit):
        wordings.append(phrase)
        params.append(" ".join(parts))
    return " || ".join(f"({each})" for each in wordings) or "''::tsquery", params


def _forms(parts: list[str], language: str, *, is_exact: bool) -> list[str]:
    """A word, or what stands between quotation marks as it is."""
    return [" ".join(parts)] if is_exact or len(parts) > 1 else agreeing(parts[0], language)


def _synonyms(unit: Unit) -> Iterator[list[str]]:
    for synonym in unit.synonyms:
        if parts := parts_of(synonym):
            yield parts


def _phrase(configuration: str) -> str:
    return f"phraseto_tsquery('{configuration}', %s)"
