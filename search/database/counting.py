"""One statement for everything that is counted: results, facets, the other language, and the results of a page.

What readers may see is Django's own query (`PublicationPage.objects.visible`); the words and the facets are put around
it, so that the set that answers is made once whatever is counted of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import BooleanField, ExpressionWrapper, Model, Q, QuerySet

from core.models import Subject, Territory, Theme
from partners.models import (
    Belonging,
    CoPublication,
    Partner,
    PublicationPage,
    PublicationSubject,
    PublicationTerritory,
    PublicationTheme,
)
from search.contract import FACETS as NAMES
from search.contract import Question
from search.database.dialect import Sql, Words
from search.enums import Sort
from search.facets import FACETS

# So many of the best by title and date are ranked by their texts too: no reader turns fifty pages to compare.
CLOSEST = 1000

# What recency adds at most to a score, as a share of it.
RECENCY = 0.15

PUBLICATIONS = PublicationPage._meta.db_table
PAGES, ENTRIES = "wagtailcore_page", "wagtailsearch_indexentry"
COLUMNS = ("pk", "is_here", "type", "kind", "lead_partner_id", "mode", "sort_date")


@dataclass
class Counted:
    """What one statement found. `anywhere` is how many results there would be without the facets in force."""

    total: int = 0
    elsewhere: int = 0
    anywhere: int = 0
    pks: list[int] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


def readable(now: datetime) -> QuerySet[PublicationPage]:
    """The publications that readers may see at `now` (aware), in any language."""
    return PublicationPage.objects.visible().filter(Q(expire_at=None) | Q(expire_at__gt=now))


def count(question: Question, words: Words | None, recency: Sql, *, using: str) -> Counted:
    """Ask the database, in one query."""
    sql, params = statement(question, words, recency, using=using)
    result = Counted(counts={name: {} for name in NAMES})
    ranked: list[tuple[int, int]] = []
    with connections[using].cursor() as cursor:
        cursor.execute(sql, params)
        for name, value, number in cursor.fetchall():
            if name == "hit":
                ranked.append((number, int(value)))
            elif name in result.counts:
                key = str(UUID(value)) if name == "project" else value
                result.counts[name][key] = result.counts[name].get(key, 0) + number
            else:
                setattr(result, name, number)
    result.pks = [pk for _number, pk in sorted(ranked)]
    return result


def statement(question: Question, words: Words | None, recency: Sql, *, using: str) -> Sql:
    """The statement: rows of a name, a value and a number."""
    flags = {facet.name: f"has_{facet.name}" for facet in FACETS if question.chosen.get(facet.name)}
    base, params = _readable(question, flags, using=using)
    columns = ", ".join([*COLUMNS, *flags.values()])
    tables = [f"base({columns}) AS ({base})"]
    if words:
        tables.append(
            "asked(pk, is_here, entry_id, score) AS ("
            f"SELECT CAST(object_id AS integer), TRUE, entry_id, score FROM ({words.here[0]}) AS here UNION ALL "
            f"SELECT CAST(object_id AS integer), FALSE, entry_id, score FROM ({words.there[0]}) AS there)"
        )
        params = [*params, *words.here[1], *words.there[1]]
        joined = "JOIN asked ON asked.pk = base.pk AND asked.is_here = base.is_here"
        tables.append(f"matched AS MATERIALIZED (SELECT base.*, asked.entry_id, asked.score FROM base {joined})")
    else:
        tables.append("matched AS MATERIALIZED (SELECT * FROM base)")
    pieces = [*_totals(flags), _hits(question, flags, words, recency)]
    pieces += [piece for name in NAMES for piece in _facet(name, _all(flags, but=name))]
    body = " UNION ALL ".join(sql for sql, _params in pieces)
    return f"WITH {', '.join(tables)} {body}", [*params, *(param for _sql, each in pieces for param in each)]


def _readable(question: Question, flags: Mapping[str, str], *, using: str) -> Sql:
    conditions = {
        flags[facet.name]: ExpressionWrapper(
            facet.having(PublicationPage, question.chosen[facet.name]), output_field=BooleanField()
        )
        for facet in FACETS
        if facet.name in flags
    }
    is_here = ExpressionWrapper(Q(locale__language_code=question.language), output_field=BooleanField())
    queryset = readable(question.now).annotate(is_here=is_here, **conditions).order_by()
    return queryset.values_list(*COLUMNS, *flags.values()).query.get_compiler(using=using).as_sql()


def _all(flags: Mapping[str, str], *, but: str = "") -> str:
    """The condition that a row has what every facet in force asks."""
    return " AND ".join(["is_here", *(flag for name, flag in flags.items() if name != but)])


def _totals(flags: Mapping[str, str]) -> list[Sql]:
    chosen = " AND ".join(["TRUE", *flags.values()])
    return [
        (f"SELECT 'total' AS name, '' AS value, COUNT(*) AS number FROM matched WHERE {_all(flags)}", []),
        (f"SELECT 'elsewhere', '', COUNT(*) FROM matched WHERE NOT is_here AND {chosen}", []),
        ("SELECT 'anywhere', '', COUNT(*) FROM matched WHERE is_here", []),
    ]


def _hits(question: Question, flags: Mapping[str, str], words: Words | None, recency: Sql) -> Sql:
    """The keys of a page of results with their places. The best by title and date are ranked by their texts too."""
    condition, by_date = _all(flags), "sort_date DESC NULLS LAST, pk DESC"
    stop = question.offset + question.size
    if words is None or question.sort == Sort.DATE:
        return _listed(f"matched WHERE {condition}", by_date, [], question)
    rank = f"* (1 + {RECENCY} * {recency[0]}) DESC, {by_date}"
    if words.closer is None or stop > CLOSEST:
        return _listed(f"matched WHERE {condition}", f"score {rank}", recency[1], question)
    best = f"SELECT * FROM matched WHERE {condition} ORDER BY score {rank} LIMIT {CLOSEST}"
    sql, params = _listed(
        f"({best}) AS best JOIN {ENTRIES} AS entry ON entry.id = best.entry_id",
        f"(score + {words.closer[0]}) {rank}",
        [*words.closer[1], *recency[1]],
        question,
        more=recency[1],
    )
    return sql, params


def _listed(rows: str, order: str, params: list[Any], question: Question, *, more: Sequence[Any] = ()) -> Sql:
    return (
        (
            f"SELECT 'hit', CAST(pk AS text), place FROM (SELECT pk, ROW_NUMBER() OVER (ORDER BY {order}) AS place "
            f"FROM {rows} ORDER BY place LIMIT %s OFFSET %s) AS listed"
        ),
        [*params, *more, question.size, question.offset],
    )


def _facet(name: str, condition: str) -> list[Sql]:
    """How many rows have each value of a facet; values that several pieces give are added up."""
    if name in {"type", "kind", "mode"}:
        return [_grouped(name, name, f"matched WHERE {condition} AND {name} <> ''")]
    if name == "year":
        return [
            _grouped(
                name, "substr(CAST(sort_date AS text), 1, 4)", f"matched WHERE {condition} AND sort_date IS NOT NULL"
            )
        ]
    if name == "partner":
        return _partners(condition)
    if name == "project":
        return [_projects(condition)]
    return [_terms(name, condition)]


def _grouped(name: str, value: str, rest: str, counted: str = "COUNT(*)") -> Sql:
    return f"SELECT '{name}', {value}, {counted} FROM {rest} GROUP BY {value}", []


def _terms(name: str, condition: str) -> Sql:
    rows, terms = _vocabularies()[name]
    table, term = rows._meta.db_table, terms._meta.db_table
    return (
        (
            f"SELECT '{name}', term.code, counted.number FROM (SELECT held.{name}_id AS term_id, "
            "COUNT(DISTINCT matched.pk) AS number "
            f"FROM matched JOIN {table} AS held ON held.publication_id = matched.pk "
            f"WHERE {condition} GROUP BY held.{name}_id) AS counted JOIN {term} AS term ON term.id = counted.term_id"
        ),
        [],
    )


@cache
def _vocabularies() -> dict[str, tuple[type[Model], type[Model]]]:
    return {
        "subject": (PublicationSubject, Subject),
        "theme": (PublicationTheme, Theme),
        "territory": (PublicationTerritory, Territory),
    }


def _partners(condition: str) -> list[Sql]:
    partners, joint = Partner._meta.db_table, CoPublication._meta.db_table
    return [
        _grouped(
            "partner",
            "partner.slug",
            f"matched JOIN {partners} AS partner ON partner.id = lead_partner_id WHERE {condition}",
        ),
        _grouped(
            "partner",
            "partner.slug",
            f"matched JOIN {joint} AS joint ON joint.publication_id = matched.pk AND joint.is_accepted "
            f"AND joint.partner_id <> lead_partner_id JOIN {partners} AS partner ON partner.id = joint.partner_id "
            f"WHERE {condition}",
            "COUNT(DISTINCT matched.pk)",
        ),
    ]


def _projects(condition: str) -> Sql:
    return _grouped(
        "project",
        "CAST(whole_page.translation_key AS text)",
        f"matched JOIN {Belonging._meta.db_table} AS part ON part.publication_id = matched.pk AND part.is_accepted "
        f"JOIN {PUBLICATIONS} AS whole ON whole.page_ptr_id = part.whole_id AND whole.type = 'project' "
        f"JOIN {PAGES} AS whole_page ON whole_page.id = whole.page_ptr_id WHERE {condition}",
        "COUNT(DISTINCT matched.pk)",
    )
