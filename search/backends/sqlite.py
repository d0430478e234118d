"""Full text of SQLite: stems of each language made here, ranked by one query over the index.

Upstream ranks each row found by a query of its own, which takes minutes over thousands of pages.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connections
from django.db.models import Count, IntegerField, Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from modelsearch.backends.base import FilterFieldError
from modelsearch.backends.database.sqlite.sqlite import (
    IndexEntry,
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from modelsearch.query import And, Boost, MatchAll, Not, Or, Phrase, PlainText
from modelsearch.query import SearchQuery as Asked
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks

from search.backends import vocabulary
from search.backends.stemming import indexed, phrase, word
from search.backends.wordings import LANGUAGES, Wording, parts_of, wordings_of

ENTRIES = IndexEntry._meta.db_table
INDEX = f"{ENTRIES}_fts"

# How often a text is indexed for its weight (`wordings`).
TIMES = {"A": 3, "B": 2, "C": 1, "D": 1}
# How much a word counts in each column of the index, in their order: what completes, text, title.
WEIGHTS = (1.0, 1.0, 10.0)

# A longer query of the administration says nothing more.
MOST_PARTS = 32

NOTHING, EVERYTHING = Q(pk__in=[]), ~Q(pk__in=[])


def found(expression: str, columns: Sequence[str], content_types: Sequence[int]) -> tuple[str, list[Any]]:
    """SQL for what an FTS5 expression finds: its key, type and entry, and last its `rank`, the lower the better."""
    places = ", ".join(["%s"] * len(content_types))
    weights = ", ".join(map(str, WEIGHTS))
    # A limit keeps SQLite from asking for the rank outside of the index.
    sql = (
        f"SELECT entry.object_id, entry.content_type_id, entry.id AS entry_id, hit.rank FROM "  # noqa: S608 -- ours
        f"(SELECT rowid AS id, bm25({INDEX}, {weights}) AS rank FROM {INDEX} WHERE {INDEX} MATCH %s LIMIT -1) AS hit "
        f"CROSS JOIN {ENTRIES} AS entry ON entry.id = hit.id WHERE entry.content_type_id IN ({places})"
    )
    return sql, [f"{{{' '.join(columns)}}} : ({expression})", *content_types]


class Index(SQLiteIndex):
    """The table of entries, which SQLite's triggers carry to the full-text index."""

    def _refresh_title_norms(self, full: bool = False) -> None:  # noqa: FBT001, FBT002 -- its own signature
        """Nothing: bm25 knows the length of each title."""

    def add_items(self, model: Any, objs: Sequence[Model]) -> None:
        """Write the entries of some objects of a model."""
        objs = list(objs)
        if not objs or not model.get_search_fields():
            return
        content_type = get_content_type_pk(model)
        wordings = list(wordings_of(objs))
        rows = {str(obj.pk): _row(wording) for obj, wording in zip(objs, wordings, strict=True)}
        all_entries = self.entries.using(self.write_connection.alias)
        entries = all_entries.filter(content_type_id=content_type)
        known = dict(entries.filter(object_id__in=rows).values_list("object_id", "pk"))
        for object_id, pk in known.items():
            entries.filter(pk=pk).update(**rows[object_id])
        new = [object_id for object_id in rows if object_id not in known]
        all_entries.bulk_create(
            IndexEntry(content_type_id=content_type, object_id=object_id, **rows[object_id]) for object_id in new
        )
        vocabulary.learn(wordings, using=self.write_connection.alias)


def _row(wording: Wording) -> dict[str, str]:
    body = [text for weight, text in wording.body for _time in range(TIMES[weight])]
    return {
        "title": indexed([wording.title], wording.language),
        "autocomplete": " ".join(part for text in wording.completed for part in parts_of(text)),
        "body": indexed(body, wording.language),
    }


class QueryCompiler(SQLiteSearchQueryCompiler):
    """Finds in the words of any language."""

    FTS_TABLE_FIELDS: tuple[str, ...] = ("title", "body")

    def chosen(self) -> QuerySet:
        """The objects found, in no order of their own. A query without a word finds nothing."""
        return self.queryset.filter(self._condition(self.query))

    def ranks(self, using: str) -> dict[str, float]:
        """The rank of each object that holds a word asked for, by its key as text: the lower the better."""
        expressions = list(self._wanted(self.query))
        if not expressions:
            return {}
        with connections[using].cursor() as cursor:
            cursor.execute(*self._found(" OR ".join(expressions)))
            return {row[0]: row[-1] for row in cursor.fetchall()}

    def expression(self, query: PlainText | Phrase) -> str | None:
        """The words of a query as FTS5 has them; nothing where there is none."""
        parts = parts_of(query.query_string)[:MOST_PARTS]
        if not parts:
            return None
        if isinstance(query, Phrase):
            return f"({' OR '.join(phrase(parts, language) for language in LANGUAGES)})"
        each = [f"({' OR '.join(word(part, language) for language in LANGUAGES)})" for part in parts]
        return f"({(' OR ' if query.operator.lower() == 'or' else ' AND ').join(each)})"

    def _condition(self, query: Asked) -> Q:
        if isinstance(query, (PlainText, Phrase)):
            expression = self.expression(query)
            return self._holding(expression) if expression else NOTHING
        if isinstance(query, (And, Or)):
            return reduce(and_ if isinstance(query, And) else or_, map(self._condition, query.subqueries))
        if isinstance(query, Not):
            return ~self._condition(query.subquery)
        if isinstance(query, Boost):
            return self._condition(query.subquery)
        if isinstance(query, MatchAll):
            return EVERYTHING
        message = f"`{type(query).__name__}` is not supported by the SQLite search backend."
        raise NotImplementedError(message)

    def _holding(self, expression: str) -> Q:
        sql, params = self._found(expression)
        field = self.queryset.model._meta.pk
        while field.is_relation:
            field = field.target_field
        key = "CAST(object_id AS integer)" if isinstance(field, IntegerField) else "object_id"
        return Q(pk__in=RawSQL(f"SELECT {key} FROM ({sql})", params))  # noqa: S608, S611 -- nothing of it is typed

    def _found(self, expression: str) -> tuple[str, list[Any]]:
        """Of fields other than the title, the index knows only that they are not the title."""
        fields = self.fields or self.FTS_TABLE_FIELDS
        columns = sorted({name if name in self.FTS_TABLE_FIELDS else self.FTS_TABLE_FIELDS[-1] for name in fields})
        return found(expression, columns, get_descendants_content_types_pks(self.queryset.model))

    def _wanted(self, query: Asked) -> Iterator[str]:
        """The words that a result is the better for."""
        if isinstance(query, (PlainText, Phrase)):
            if expression := self.expression(query):
                yield expression
        elif isinstance(query, (And, Or)):
            for each in query.subqueries:
                yield from self._wanted(each)
        elif isinstance(query, Boost):
            yield from self._wanted(query.subquery)


class AutocompleteQueryCompiler(QueryCompiler, SQLiteAutocompleteQueryCompiler):
    """Finds what begins like what is typed, unstemmed and folded."""

    FTS_TABLE_FIELDS = ("autocomplete",)

    def expression(self, query: PlainText | Phrase) -> str | None:
        """The words typed, the last one perhaps not to its end."""
        parts = parts_of(query.query_string)[:MOST_PARTS]
        if not parts:
            return None
        if isinstance(query, Phrase):
            return f'("{" ".join(parts)}"*)'
        each = [f'"{part}"' for part in parts]
        each[-1] += "*"
        return f"({(' OR ' if query.operator.lower() == 'or' else ' AND ').join(each)})"


class Results(SQLiteSearchResults):
    """Objects in the order of their rank, put in order here: two queries whatever their number."""

    def get_queryset(self) -> QuerySet:
        """The objects found, in the order of their queryset; by the key where it has none."""
        queryset = self.query_compiler.chosen()
        if not self.query_compiler.order_by_relevance and not queryset.query.order_by:
            queryset = queryset.order_by("-pk")
        return queryset[self.start : self.stop]

    def _do_search(self) -> list[Any]:
        ranks = self.query_compiler.ranks(self.query_compiler.queryset.db)
        if not ranks:
            return list(self.get_queryset())
        queryset = self.query_compiler.chosen()
        if not self.query_compiler.order_by_relevance:
            found_objects = list(self.get_queryset())
        else:
            keys = sorted(queryset.order_by().values_list("pk", flat=True), reverse=True)
            keys = sorted(keys, key=lambda pk: ranks.get(str(pk), 0.0))[self.start : self.stop]
            by_key = queryset.in_bulk(keys)
            found_objects = [by_key[pk] for pk in keys if pk in by_key]
        if self._score_field:
            for obj in found_objects:
                setattr(obj, self._score_field, ranks.get(str(obj.pk)))
        return found_objects

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """How many objects have each value of a field, the most first. Raises `FilterFieldError`."""
        if self.query_compiler._get_filterable_field(field_name) is None:  # noqa: SLF001 -- as modelsearch does
            message = f"Cannot facet search results with field “{field_name}”: add it to the search fields as a filter."
            raise FilterFieldError(message, field_name=field_name)
        rows = self.query_compiler.chosen().order_by().values_list(field_name).annotate(count=Count("pk"))
        return OrderedDict(rows.order_by("-count", field_name))


class SearchBackend(SQLiteSearchBackend):
    """SQLite, per language."""

    index_class = Index
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    results_class = Results

    def __init__(self, params: dict[str, Any]) -> None:
        """Never rebuild in one transaction: nobody else could write meanwhile."""
        super().__init__({**params, "ATOMIC_REBUILD": False})
