"""Compares an index with the database: what is missing in it, what is too much, what it holds as it was before."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.utils.module_loading import import_string
from modelsearch.utils import get_content_type_pk
from wagtail.search.models import IndexEntry

from search.contract import Unavailable
from search.indices import backend_of, documents, is_engine, said, trees
from search.layout import layout_of, mark_of
from search.models import IndexChange
from search.rebuilding import chunks, extra_entries

Model = type[models.Model]


@dataclass(frozen=True)
class Difference:
    """One thing that an index and the database do not agree about. `model` is a label, `key` empty for all of it."""

    what: str
    model: str
    key: str = ""

    def __str__(self) -> str:
        """In one line."""
        return " ".join(part for part in (self.what, self.model, self.key) if part)


MISSING, EXTRA, STALE, ABSENT, LAID_OUT, WAITING = (
    "missing:",
    "too much:",
    "not up to date:",
    "no index of",
    "made for another release, index of",
    "waits to be brought:",
)


def differences(alias: str) -> Iterator[Difference]:
    """What differs between the index of an alias and the database, and what waits. Raises `Unavailable`."""
    for label, key in IndexChange.objects.filter(backend=alias).values_list("model", "object_id").distinct():
        yield Difference(WAITING, label, key)
    backend = backend_of(alias)
    if not is_engine(backend):
        yield from _in_database()
        return
    try:
        yield from _in_engine(backend)
    except (*backend.errors, OSError) as error:
        raise Unavailable(said(error)) from error


def _in_engine(backend: Any) -> Iterator[Difference]:
    engine = backend.writer
    held = dict(engine.indices.get_alias(index=f"{backend.index_prefix}*"))
    aliases = {alias for index in held.values() for alias in index["aliases"]}
    for root, models_of in trees().items():
        name = backend.get_index_for_model(root).name
        label = root._meta.label
        if name not in aliases:
            yield Difference(ABSENT, label)
            continue
        expected = mark_of(layout_of(backend, models_of)["mappings"])
        layouts = dict(engine.indices.get_mapping(index=name)).values()
        if any(mark_of(layout["mappings"]) != expected for layout in layouts):
            yield Difference(LAID_OUT, label)
        engine.indices.refresh(index=name)
        found = set(_identifiers(engine, name))
        known: set[str] = set()
        for model in models_of:
            for chunk in chunks(model):
                documents_of = dict(documents(backend, chunk))
                known |= documents_of.keys()
                yield from _compared(engine, name, model._meta.label, documents_of, found)
        yield from (Difference(EXTRA, label, key) for key in sorted(found - known, key=_in_order))


def _compared(
    engine: Any, name: str, label: str, expected: dict[str, dict[str, Any]], found: set[str]
) -> Iterator[Difference]:
    yield from (Difference(MISSING, label, key) for key in expected if key not in found)
    keys = [key for key in expected if key in found]
    if not keys:
        return
    for held in engine.mget(index=name, body={"ids": keys})["docs"]:
        if not held.get("found") or held["_source"] != _as_sent(engine, expected[held["_id"]]):
            yield Difference(STALE, label, held["_id"])


def _as_sent(engine: Any, document: dict[str, Any]) -> Any:
    """A document after its way to the engine and back."""
    transport = engine.transport
    several = getattr(transport, "serializers", None)
    text = several.dumps(document) if several is not None else transport.serializer.dumps(document)
    return json.loads(text)


def _identifiers(engine: Any, name: str) -> Iterator[str]:
    """The identifier of every document of an index."""
    scan = import_string(f"{type(engine).__module__.partition('.')[0]}.helpers.scan")
    for hit in scan(engine, index=name, query={"query": {"match_all": {}}, "_source": False}, size=5000):
        yield hit["_id"]


def _in_database() -> Iterator[Difference]:
    compare = import_string(f"search.backends.comparing.differing_in_{connection.vendor}")
    for models_of in trees().values():
        for model in models_of:
            content_type = get_content_type_pk(model)
            label = model._meta.label
            for chunk in chunks(model):
                entries = IndexEntry.objects.filter(
                    content_type_id=content_type, object_id__in=[str(instance.pk) for instance in chunk]
                )
                held = set(entries.values_list("object_id", flat=True))
                yield from (Difference(MISSING, label, str(one.pk)) for one in chunk if str(one.pk) not in held)
                yield from (Difference(STALE, label, key) for key in compare(content_type, chunk) if key in held)
    names = {get_content_type_pk(model): model._meta.label for models_of in trees().values() for model in models_of}
    for pks in extra_entries():
        for content_type, key in IndexEntry.objects.filter(pk__in=pks).values_list("content_type_id", "object_id"):
            yield Difference(EXTRA, names.get(content_type, f"type {content_type}"), key)


def _in_order(key: str) -> tuple[int, str]:
    return (len(key), key)
