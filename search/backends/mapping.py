"""What an engine holds of each object. Of a page: its words in the fields of its own language, its facets, its filters.

Every other model is indexed as modelsearch does it.
"""

from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from wagtail.models import Page
from wagtail.search.index import FilterField, SearchField

from search.contract import FACETS
from search.documents import document_of, joined
from search.enums import Group

LANGUAGES: tuple[str, ...] = tuple(str(code) for code, _name in settings.LANGUAGES)

# Fields of a page that are not a language's own.
NAMES = "names"
BEGINNINGS = "_edgengrams"

# Beside the stems of a language: words as they are written, with and without their accents, and with them alone.
READ: dict[str, dict[str, Any]] = {
    "exact": {"type": "text", "analyzer": "written", "search_analyzer": "exact"},
    "accented": {"type": "text", "analyzer": "accented"},
}


def facet_field(facet: str) -> str:
    """The field that holds the values of a facet."""
    return f"facet_{facet}"


class PageMapping:
    """A mixin over an engine's own mapping."""

    model: Any
    # The beginnings are cut from the document; what is typed is not cut again.
    edgengram_analyzer_config: ClassVar = {"analyzer": "beginning", "search_analyzer": "begun"}

    def get_mapping(self) -> dict[str, Any]:
        """The fields of a model."""
        mapping = super().get_mapping()  # type: ignore[misc]
        if not issubclass(self.model, Page):
            return mapping
        fields = mapping["properties"]
        own = {self.get_field_column_name(field) for field in self.model.get_searchable_search_fields()}  # type: ignore[attr-defined]
        kept = {name: field for name, field in fields.items() if name not in own and not name.startswith("_all_text")}
        return {"dynamic": False, "properties": {**kept, **page_fields()}}

    def get_document(self, obj: Any) -> dict[str, Any]:
        """What an object holds."""
        if not isinstance(obj, Page):
            return super().get_document(obj)  # type: ignore[misc]
        mapping_class: Any = type(self)
        types, columns, fields = _plan(mapping_class, self.model)
        document: dict[str, Any] = {"pk": str(obj.pk), "_django_content_type": types}
        document |= {name: getattr(obj, column) for name, column in columns}
        beginnings: list[Any] = []
        for field in fields:
            name, value, more = self._get_document_field_data(field, obj)  # type: ignore[attr-defined]
            document[name] = value
            beginnings += more
        return {**document, **page_document(obj, beginnings)}


@cache
def _plan(mapping_class: Any, model: Any) -> tuple[list[str], list[tuple[str, str]], list[Any]]:
    """What is the same for every page of a model: its types, the columns that it is filtered by, its other fields.

    Read through modelsearch, a column costs as much as a query's row.
    """
    mapping = mapping_class(model)
    stored = {column.name for column in model._meta.concrete_fields}
    columns, others = [], []
    for field in model.get_search_fields():
        if isinstance(field, FilterField) and field.field_name in stored:
            columns.append((mapping.get_field_column_name(field), field.get_attname(model)))
        elif not isinstance(field, SearchField):
            others.append(field)
    return mapping.get_all_content_types(), columns, others


def page_fields() -> dict[str, Any]:
    """The fields of a page beside modelsearch's own."""
    fields: dict[str, Any] = {
        "lang": {"type": "keyword"},
        "group": {"type": "keyword"},
        "is_visible": {"type": "boolean"},
        "expire_at": {"type": "date"},
        "sort_date": {"type": "date"},
        NAMES: {"type": "text", "analyzer": "exact"},
    }
    for facet in FACETS:
        fields[facet_field(facet)] = {"type": "keyword", "eager_global_ordinals": True}
    for language in LANGUAGES:
        fields[f"title_{language}"] = _words(language, accented=READ["accented"])
        # Where each word begins and ends is kept: an engine would read the whole text again for an extract.
        fields[f"text_{language}"] = {**_words(language), "index_options": "offsets"}
        fields[f"terms_{language}"] = {"type": "text", "analyzer": language}
        fields[f"joined_{language}"] = {"type": "text", "analyzer": language}
    return fields


def _words(language: str, **more: dict[str, Any]) -> dict[str, Any]:
    return {"type": "text", "analyzer": language, "fields": {"exact": READ["exact"], **more}}


def page_document(page: Page, beginnings: list[Any]) -> dict[str, Any]:
    """What a page holds in those fields; a partner's page can be typed by any of its names."""
    held = document_of(page)
    language = held.language
    return {
        "lang": language,
        "group": str(held.group) if held.group else None,
        "is_visible": held.is_visible,
        "expire_at": held.expire_at,
        "sort_date": held.sort_date,
        NAMES: held.names,
        f"title_{language}": held.title,
        f"text_{language}": held.text,
        f"terms_{language}": held.terms,
        f"joined_{language}": joined(held.title, held.text),
        BEGINNINGS: [*beginnings, *(held.names if held.group == Group.PARTNER else [])],
        **{facet_field(name): values for name, values in held.facets.items()},
    }
