"""Reads pages with everything that their documents hold (`indexed_with`, `indexed_rows`), many at little cost.

A page's rows are handed to it as modelcluster holds the rows of a page that is being edited, and what several pages
name is read once: with a queryset for each relation of each page, as `prefetch_related` makes them, a rebuild takes
twice as long.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import QuerySet
from modelcluster.fields import ParentalKey

from search.dependents import every

Model = type[models.Model]
# What to read with an object: by relation, what to read with what it leads to.
Tree = dict[str, "Tree"]


def loaded(objs: QuerySet) -> list[Any]:
    """The objects of a queryset, which are only to be read. One query for each relation."""
    lookups = {*getattr(objs.model, "indexed_with", ()), *getattr(objs.model, "indexed_rows", ())}
    if not lookups:
        return list(objs)
    found = list(objs.select_related(None).prefetch_related(None))
    _load(objs.model, found, tree_of(lookups))
    return found


def tree_of(lookups: Iterable[str]) -> Tree:
    """Lookups as a tree of their steps, in a lasting order."""
    tree: Tree = {}
    for lookup in sorted(lookups):
        at = tree
        for step in lookup.split("__"):
            at = at.setdefault(step, {})
    return tree


def _load(model: Model, objs: Sequence[Any], tree: Tree) -> None:
    for name, below in tree.items() if objs else ():
        field: Any = model._meta.get_field(name)
        found = _rows(field, name, objs) if field.one_to_many else _named(field, objs)
        _load(field.related_model, found, below)


def _rows(relation: Any, name: str, objs: Sequence[Any]) -> list[Any]:
    """Give each object its rows, in their order."""
    key = relation.field
    if not isinstance(key, ParentalKey):
        message = f"{relation.model.__name__}.{name} is no relation of modelcluster."
        raise TypeError(message)
    found = every(relation.related_model).filter(**{f"{key.name}__in": [one.pk for one in objs]})
    # Always in the same order, so that two documents of one page are the same.
    rows = list(found.order_by(*relation.related_model._meta.ordering, "pk"))
    by_owner: dict[Any, list[Any]] = {}
    for row in rows:
        by_owner.setdefault(getattr(row, key.attname), []).append(row)
    for one in objs:
        one.__dict__.setdefault("_cluster_related_objects", {})[name] = by_owner.get(one.pk, [])
    return rows


def _named(key: Any, objs: Sequence[Any]) -> list[Any]:
    """Give each object what a foreign key of it names, the same instance to all that name it."""
    keys = {getattr(one, key.attname) for one in objs} - {None}
    found = every(key.related_model).filter(**{f"{key.target_field.name}__in": keys}) if keys else []
    by_key = {getattr(one, key.target_field.attname): one for one in found}
    for one in objs:
        named = getattr(one, key.attname)
        key.set_cached_value(one, None if named is None else by_key[named])
    return list(by_key.values())
