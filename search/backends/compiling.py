"""What the administration asks of an engine, in its own language: words typed by staff, in French or in English."""

from typing import Any

from modelsearch.backends.elasticsearchbase import Field
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText
from wagtail.models import Page

from search.backends.mapping import LANGUAGES, NAMES

# Words beyond these cost each a clause.
MOST_WORDS = 32

TITLE, TEXT = 4, 1


class Compiling:
    """A mixin over an engine's own compiler. As with the databases, every word is to be found."""

    DEFAULT_OPERATOR = "and"
    queryset: Any
    query: Any

    def _remap_fields(self, fields: list[str] | None) -> list[Field]:
        """The fields of a page are those of its language, and its language need not be known."""
        if not issubclass(self.queryset.model, Page):
            return super()._remap_fields(fields)  # type: ignore[misc]
        asked = set(fields or ("title", "text"))
        found = []
        for language in LANGUAGES:
            if "title" in asked:
                found += [Field(f"title_{language}", TITLE), Field(f"title_{language}.exact", TITLE)]
            if asked - {"title"}:
                found += [Field(f"text_{language}", TEXT), Field(f"terms_{language}", TEXT)]
        return [*found, Field(NAMES, TITLE)] if asked - {"title"} else found

    def get_inner_query(self) -> dict[str, Any]:
        """The query without its filters."""
        fields = self._asked_fields()
        return self._compiled(self.query, fields) if fields else self._process_match_none()  # type: ignore[attr-defined]

    def _asked_fields(self) -> list[Field]:
        return self.remapped_fields  # type: ignore[attr-defined]

    def _compiled(self, query: Any, fields: list[Field], boost: float = 1.0) -> dict[str, Any]:
        """Each part of a query over every field: one word may stand in the title and another in the text."""
        if isinstance(query, And | Or):
            parts = [self._compiled(part, fields, boost) for part in query.subqueries]
            return {"bool": {"must" if isinstance(query, And) else "should": parts}}
        if isinstance(query, Not):
            return {"bool": {"must_not": self._compiled(query.subquery, fields)}}
        if isinstance(query, Boost):
            return self._compiled(query.subquery, fields, boost * query.boost)
        return _words(query, fields, boost)


class CompilingBeginnings(Compiling):
    """The same for what is found while one types: the fields are those of the beginnings of words."""

    def _asked_fields(self) -> list[Field]:
        return [Field(name) for name in self.remapped_fields or ["_edgengrams"]]  # type: ignore[attr-defined]


def _words(query: Any, fields: list[Field], boost: float) -> dict[str, Any]:
    if isinstance(query, MatchAll):
        return {"match_all": {"boost": boost}}
    if isinstance(query, PlainText) and query.operator == "and":
        words = query.query_string.split()[:MOST_WORDS]
        return {"bool": {"must": [_match(word, fields, boost) for word in words]}}
    options = {PlainText: {}, Phrase: {"type": "phrase"}, Fuzzy: {"fuzziness": "AUTO"}}
    if type(query) not in options:
        raise NotImplementedError(type(query).__name__)
    return _match(query.query_string, fields, boost, **options[type(query)])


def _match(words: str, fields: list[Field], boost: float, **more: Any) -> dict[str, Any]:
    # A word that a language leaves out (`de`, `the`) keeps nothing from being found.
    names = [field.field_name_with_boost for field in fields]
    return {"multi_match": {"query": words, "fields": names, "boost": boost, "zero_terms_query": "all", **more}}
