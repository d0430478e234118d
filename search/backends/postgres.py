"""Full text of PostgreSQL: each page in the configuration of its language, every query in that of each.

The configurations come with the migrations of this application. Texts are folded before PostgreSQL sees them
(`wordings`), so that accents, apostrophes and hyphens count the same everywhere.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db.models import F, Func, Model
from modelsearch.backends.database.postgres.postgres import (
    IndexEntry,
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText
from modelsearch.query import SearchQuery as Asked
from modelsearch.utils import get_content_type_pk

from search.backends import vocabulary
from search.backends.wordings import LANGUAGES, Wording, compounds_of, parts_of, wordings_of

CONFIGURATIONS = {"fr": "portal_fr", "en": "portal_en"}
SIMPLE = "portal_simple"

# How much a word counts where it weighs least (D) to most (A).
WEIGHTS = "{0.1, 0.25, 0.5, 1.0}"

# A title of so many words weighs in the administration as it is; a shorter one more. An average over the whole table,
# as it is computed upstream at each save, costs a quarter of a second there.
USUAL_TITLE = 8

# A longer query of the administration says nothing more and is refused by PostgreSQL.
MOST_PARTS = 32
LONGEST_PART = 100


class Index(PostgresIndex):
    """The table of entries, one for each object whatever the alias."""

    def _refresh_title_norms(self, full: bool = False) -> None:  # noqa: FBT001, FBT002 -- its own signature
        """Nothing: each entry is written with its own."""

    def add_items(self, model: Any, objs: Sequence[Model]) -> None:
        """Write the entries of some objects of a model in one statement."""
        objs = list(objs)
        if not objs or not model.get_search_fields():
            return
        content_type = get_content_type_pk(model)
        wordings = list(wordings_of(objs))
        rows = [_row(content_type, obj.pk, wording) for obj, wording in zip(objs, wordings, strict=True)]
        table = self.write_connection.ops.quote_name(IndexEntry._meta.db_table)
        columns = ("title", "autocomplete", "body", "title_norm", "title_text", "body_text")
        values = ", ".join(sql for sql, _params in rows)
        updates = ", ".join(f"{column} = EXCLUDED.{column}" for column in columns)
        with self.write_connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (content_type_id, object_id, {', '.join(columns)}) VALUES {values} "  # noqa: S608
                f"ON CONFLICT (content_type_id, object_id) DO UPDATE SET {updates}",
                [param for _sql, params in rows for param in params],
            )
        vocabulary.learn(wordings, using=self.write_connection.alias)


# Words that are not indexed and yet take a place each: no expression is found across two lines of a text.
APART = {CONFIGURATIONS["fr"]: ["de"] * 8, CONFIGURATIONS["en"]: ["the"] * 8}


def _row(content_type: int, pk: Any, wording: Wording) -> tuple[str, list[Any]]:
    configuration = CONFIGURATIONS[wording.language]
    title = _vector(configuration, [("A", wording.title)])
    completed = _vector(SIMPLE, [("D", text) for text in wording.completed])
    body = _vector(configuration, wording.body)
    norm = USUAL_TITLE / max(len(parts_of(wording.title)), 1) if wording.title else 1.0
    params = [content_type, str(pk), *title[1], *completed[1], *body[1], norm, wording.title, wording.extracted]
    return f"(%s, %s, {title[0]}, {completed[0]}, {body[0]}, %s, %s, %s)", params


def _vector(configuration: str, texts: list[tuple[str, str]]) -> tuple[str, list[str]]:
    """The SQL of a vector of texts by weight. A compound counts once more as one word."""
    by_weight: dict[str, list[str]] = {}
    for weight, text in texts:
        for line in [*text.splitlines(), " ".join(compounds_of(text))]:
            if parts := parts_of(line):
                by_weight.setdefault(weight, []).extend([*parts, *APART.get(configuration, ())])
    found = [(weight, " ".join(parts)) for weight, parts in by_weight.items() if parts]
    if not found:
        return "''::tsvector", []
    sql = " || ".join(f"setweight(to_tsvector('{configuration}', %s), '{weight}')" for weight, _text in found)
    return f"({sql})", [text for _weight, text in found]


class _Compiled:
    """How a query of Wagtail becomes one of PostgreSQL: in every language, and only of what PostgreSQL accepts."""

    configurations: tuple[str, ...] = tuple(CONFIGURATIONS[language] for language in LANGUAGES)
    LAST_TERM_IS_PREFIX = False

    query: Asked
    queryset: Any

    def build_tsquery(self, query: Asked, config: str | None = None) -> SearchQuery:  # noqa: ARG002 -- ours
        """The query in one language or another."""
        found = [self.build_tsquery_content(query, config=each) for each in self.configurations]
        return reduce(lambda one, other: one | other, found)

    def build_tsquery_content(self, query: Asked, config: str | None = None, invert: bool = False) -> SearchQuery:  # noqa: FBT001, FBT002 -- its own signature
        """The query in one language. What holds no word is found nowhere."""
        if isinstance(query, (And, Or)):
            found = [self.build_tsquery_content(each, config=config, invert=invert) for each in query.subqueries]
            is_and = isinstance(query, And) is not invert
            return reduce((lambda one, other: one & other) if is_and else (lambda one, other: one | other), found)
        if isinstance(query, Not):
            return self.build_tsquery_content(query.subquery, config=config, invert=not invert)
        if isinstance(query, Boost):
            return self.build_tsquery_content(query.subquery, config=config, invert=invert)
        if not isinstance(query, (PlainText, Phrase)):
            message = f"`{type(query).__name__}` is not supported by the PostgreSQL search backend."
            raise NotImplementedError(message)
        raw = SearchQuery(self._raw(query), search_type="raw", config=config)
        return ~raw if invert else raw

    def build_tsrank(self, vector: Any, query: Asked, config: str | None = None, boost: float = 1.0) -> Any:
        """How well an entry answers: of the query as a whole, whatever it is made of."""
        if isinstance(query, Boost):
            return self.build_tsrank(vector, query.subquery, config=config, boost=boost * query.boost)
        return SearchRank(vector, self.build_tsquery(query, config=config), weights=WEIGHTS) * boost

    def search(self, config: str | None, start: int | None, stop: int | None, **options: Any) -> Any:
        """The objects found. A query without a word finds nothing."""
        if not _says_something(self.query):
            return self.queryset.none()
        return super().search(config, start, stop, **options)  # type: ignore[misc]

    def _raw(self, query: Asked) -> str:
        parts = [part[:LONGEST_PART] for part in parts_of(query.query_string)][:MOST_PARTS]
        words = [f"'{part}'" for part in parts]
        if words and self.LAST_TERM_IS_PREFIX:
            words[-1] += ":*"
        if isinstance(query, Phrase):
            return " <-> ".join(words)
        return (" | " if query.operator.lower() == "or" else " & ").join(words)


class QueryCompiler(_Compiled, PostgresSearchQueryCompiler):
    """Finds in the words of any language."""

    def get_search_vectors(self, search_query: SearchQuery) -> list[tuple[Any, Any]]:
        """What is searched, with its weight: the index, where no field is named."""
        vectors = super().get_search_vectors(search_query)
        return vectors if self.fields else [(AsOne(vector.name), weight) for vector, weight in vectors]


class AsOne(F):
    """A column of the index which, joined to the next, is what the index on both holds."""

    def _combine(self, other: Any, connector: str, reversed: bool) -> Any:  # noqa: A002, FBT001 -- its signature
        if connector == "||":
            columns: list[Any] = [self, other]
            return Func(*(F(each.name) for each in columns), function="search_words", output_field=SearchVectorField())
        return super()._combine(other, connector, reversed)  # type: ignore[misc]


class AutocompleteQueryCompiler(_Compiled, PostgresAutocompleteQueryCompiler):
    """Finds what begins like what is typed, unstemmed and folded."""

    configurations = (SIMPLE,)
    LAST_TERM_IS_PREFIX = True

    def get_index_vectors(self, search_query: SearchQuery) -> list[tuple[F, float]]:  # noqa: ARG002 -- its signature
        """Where titles and names are."""
        return [(F("index_entries__autocomplete"), 1.0)]


def _says_something(query: Asked) -> bool:
    if isinstance(query, (PlainText, Phrase)):
        return bool(parts_of(query.query_string))
    if isinstance(query, (And, Or)):
        return any(_says_something(each) for each in query.subqueries)
    if isinstance(query, (Not, Boost)):
        return _says_something(query.subquery)
    return isinstance(query, (MatchAll, Fuzzy))


class SearchBackend(PostgresSearchBackend):
    """PostgreSQL, per language."""

    index_class = Index
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler

    def __init__(self, params: dict[str, Any]) -> None:
        """Never rebuild in one transaction: it holds every entry for minutes."""
        super().__init__({**params, "ATOMIC_REBUILD": False})
        self.config = CONFIGURATIONS["fr"]
        self.autocomplete_config = SIMPLE
