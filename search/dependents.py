"""Whose words stand in whose document: which pages to index again when a partner, a person or a term changes.

Read from what the models say that they are indexed with (`indexed_with`, `indexed_rows`, `index.RelatedFields`):
whoever adds a name to a document says there where it comes from, and has nothing to say here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.db.models.deletion import CASCADE, DO_NOTHING, PROTECT, RESTRICT
from wagtail.models import Locale, Page
from wagtail.search.index import FilterField, RelatedFields, get_indexed_models

Model = type[models.Model]


@dataclass(frozen=True)
class Dependent:
    """Objects of `model` hold something of an object: those of which `lookup` is the value of its `attribute`."""

    model: Model
    lookup: str
    attribute: str

    def rows(self, instance: models.Model) -> QuerySet:
        """The objects that hold something of `instance`. They may hold it no longer once it is deleted."""
        return every(self.model).filter(**{self.lookup: getattr(instance, self.attribute)})


def every(model: Model) -> QuerySet:
    """The rows of a model, also those that its default manager hides."""
    return model._base_manager.all()  # noqa: SLF001 -- Django documents it


@cache
def dependents() -> dict[Model, list[Dependent]]:
    """What depends on the objects of each model, as a document depends on the words that it holds.

    Pages that a page is indexed with are left out: of those, a document holds what never changes.
    """
    found: dict[Model, list[Dependent]] = {}
    for model in get_indexed_models():
        for lookup in _lookups(model):
            source, dependent = _resolved(model, lookup)
            if issubclass(source, Page | Locale) or any(_covers(known, dependent) for known in found.get(source, [])):
                continue
            # What a base class says for all is not asked of each subclass.
            others = [known for known in found.get(source, []) if not _covers(dependent, known)]
            found[source] = [*others, dependent]
    return found


@cache
def emptied() -> dict[Model, list[Dependent]]:
    """The objects of which a column, which stands in their document, is emptied when an object is deleted."""
    found: dict[Model, list[Dependent]] = {}
    for model in get_indexed_models():
        filtered = {field.field_name for field in model.get_search_fields() if isinstance(field, FilterField)}
        for field in model._meta.local_fields:
            remote: Any = field.remote_field
            if remote and field.name in filtered and remote.on_delete not in {CASCADE, DO_NOTHING, PROTECT, RESTRICT}:
                found.setdefault(remote.model, []).append(Dependent(model, field.name, "pk"))
    return found


def _lookups(model: Model) -> Iterator[str]:
    said = {*getattr(model, "indexed_with", ()), *getattr(model, "indexed_rows", ())}
    said |= {field.field_name for field in model.get_search_fields() if isinstance(field, RelatedFields)}  # type: ignore[attr-defined]
    steps = {"__".join(lookup.split("__")[: end + 1]) for lookup in said for end in range(lookup.count("__") + 1)}
    yield from sorted(steps)


def _resolved(model: Model, lookup: str) -> tuple[Model, Dependent]:
    """The model at the end of a lookup, and how to find the objects of `model` that lead there."""
    *way, last = lookup.split("__")
    at: Model = model
    for step in way:
        at = _field(at, step).related_model
    field = _field(at, last)
    if field.one_to_many or (field.one_to_one and field.auto_created):
        # A child row: it names what it belongs to itself, also when it is being deleted.
        return field.related_model, Dependent(model, "__".join(way) or "pk", field.field.attname)
    return field.related_model, Dependent(model, lookup, "pk")


def _field(model: Model, name: str) -> Any:
    return model._meta.get_field(name)


def _covers(one: Dependent, other: Dependent) -> bool:
    return (one.lookup, one.attribute) == (other.lookup, other.attribute) and issubclass(other.model, one.model)
