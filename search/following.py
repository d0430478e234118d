"""Follows every change to what an index holds, in place of Wagtail's own handlers, which index at each save.

Signals tell most of it. `core.updates` tells the UPDATE of many rows; a move in the tree, a restriction, a name that
other documents hold tell more than their own row.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from threading import local
from typing import Any

import modelsearch.index
import wagtail.search.index
from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from modelsearch.signal_handlers import post_delete_signal_handler, post_save_signal_handler
from taggit.managers import TaggableManager
from wagtail.models import Page, PageViewRestriction
from wagtail.search.index import Indexed, RelatedFields, get_indexed_models
from wagtail.signals import post_page_move, pre_page_move

from core.updates import rows_updated
from search.changes import note, note_all
from search.dependents import dependents, emptied, every

# The pages that this thread is moving: by key, the parents before and after.
_moving = local()


def connect() -> None:
    """Follow everything, once. Wagtail's own handlers must have been connected already."""
    _silence_wagtail()
    indexed, sources = get_indexed_models(), set(dependents())
    for model in {*indexed, *sources, PageViewRestriction}:
        _follow(model)
    for model in sources:
        _listen(pre_save, before_save, model)
    for model in {*sources, *emptied()}:
        _listen(pre_delete, before_delete, model)
    for model in indexed:
        for through in _taggings(model):
            _listen(m2m_changed, after_tagging, through)
    pre_page_move.connect(before_move, dispatch_uid="search.following.before_move")
    post_page_move.connect(after_move, dispatch_uid="search.following.after_move")
    rows_updated.connect(after_update, dispatch_uid="search.following.after_update")


def changed(instance: models.Model) -> None:
    """Note that an object has changed, for whoever asks Wagtail to index it now."""
    if isinstance(instance, Indexed) and instance.pk is not None:
        note(type(instance), [instance.pk])


def before_save(instance: models.Model, *, raw: bool = False, update_fields: Any = None, **_kwargs: Any) -> None:
    """See whether what other documents may hold of a row is about to change. One query."""
    is_same = False
    if not raw and instance.pk is not None:
        columns = [
            field
            for field in instance._meta.concrete_fields
            if update_fields is None or {field.name, field.attname} & set(update_fields)
        ]
        stored = every(type(instance)).filter(pk=instance.pk).values().first()
        is_same = stored is not None and all(
            _prepared(field, stored[field.attname]) == _prepared(field, getattr(instance, field.attname))
            for field in columns
        )
    instance._search_is_same = is_same  # type: ignore[attr-defined]  # noqa: SLF001 -- ours, until it is saved


def after_save(
    sender: type[models.Model],
    instance: models.Model,
    *,
    created: bool = False,
    update_fields: Iterable[str] | None = None,
    **_kwargs: Any,
) -> None:
    """Note a row that was saved, and what depends on it."""
    if isinstance(instance, PageViewRestriction):
        _note_below(instance.page_id)
        return
    if isinstance(instance, Page):
        note(sender, [instance.pk])
        if instance.pk in _moves():
            # In the transaction of the move: the signal at its end comes after that.
            _note_moved(instance)
        return
    if isinstance(instance, Indexed) and not _is_elsewhere(sender, update_fields):
        note(sender, [instance.pk])
    if not vars(instance).pop("_search_is_same", False):
        _note_dependents(instance, is_new=created)


def before_delete(instance: models.Model, **_kwargs: Any) -> None:
    """Note what depends on a row while it can still be found by it."""
    _note_dependents(instance)
    for dependent in emptied().get(type(instance), []):
        note_all(dependent.rows(instance))


def after_delete(sender: type[models.Model], instance: models.Model, **_kwargs: Any) -> None:
    """Note a row that is gone."""
    if isinstance(instance, PageViewRestriction):
        _note_below(instance.page_id)
    elif isinstance(instance, Indexed):
        note(sender, [instance.pk])


def after_tagging(instance: Any, *, action: str, **_kwargs: Any) -> None:
    """Note what was tagged."""
    if action.startswith("post_") and isinstance(instance, models.Model):
        changed(instance)


def before_move(instance: Page, *, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    """Remember the move until its page is saved."""
    _moves()[instance.pk] = (parent_page_before.pk, parent_page_after.pk)


def after_move(instance: Page, **_kwargs: Any) -> None:
    """Forget the move: it is noted."""
    _moves().pop(instance.pk, None)


def after_update(sender: type[models.Model], *, pks: Iterable[Any], **_kwargs: Any) -> None:
    """Note rows that an UPDATE has changed."""
    if issubclass(sender, Indexed):
        note(sender, pks)


def _silence_wagtail() -> None:
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)
        post_delete.disconnect(post_delete_signal_handler, sender=model)
    # Forms of images and documents index what they have saved.
    for module in (modelsearch.index, wagtail.search.index):
        module.insert_or_update_object = module.remove_object = changed


def _follow(model: type[models.Model]) -> None:
    _listen(post_save, after_save, model)
    if not issubclass(model, Page):
        _save_together(model)
    # A page is deleted as each of the classes that it is of.
    if not issubclass(model, Page) or model is Page:
        _listen(post_delete, after_delete, model)


def _taggings(model: Any) -> Iterator[type[models.Model]]:
    """The rows that tag the objects of a model."""
    for field in model.get_search_fields():
        if isinstance(field, RelatedFields) and isinstance(field.get_field(model), TaggableManager):
            yield field.get_field(model).through


def _listen(signal: Any, handler: Callable[..., None], model: type[models.Model]) -> None:
    signal.connect(handler, sender=model, dispatch_uid=f"search.following.{handler.__name__}")


def _save_together(model: type[models.Model]) -> None:
    """Make a model's `save` write the row and its change in one transaction where the caller has opened none."""
    inner = model.save
    if "_search_saves" in vars(inner):
        return

    @wraps(inner)
    def save(self: models.Model, *args: Any, **kwargs: Any) -> None:
        if connection.in_atomic_block:
            inner(self, *args, **kwargs)
            return
        with transaction.atomic():
            inner(self, *args, **kwargs)

    save._search_saves = True  # type: ignore[attr-defined]  # noqa: SLF001
    model.save = save  # type: ignore[method-assign]


def _prepared(field: Any, value: Any) -> Any:
    """A value as the database gets it; what the database is to compute is like nothing else."""
    try:
        return field.get_prep_value(value)
    except (TypeError, ValueError):
        return object()


def _is_elsewhere(model: Any, update_fields: Iterable[str] | None) -> bool:
    """Whether a save wrote only columns that no index holds, as a log-in does."""
    if not update_fields:
        return False
    held = {field.field_name for field in model.get_search_fields()}
    return held.isdisjoint(update_fields)


def _note_dependents(instance: models.Model, *, is_new: bool = False) -> None:
    by_tree: dict[str, list[Any]] = {}
    for dependent in dependents().get(type(instance), []):
        value = getattr(instance, dependent.attribute)
        if value is None:
            continue
        if dependent.lookup == "pk":
            note(dependent.model, [value])
        elif not (is_new and dependent.attribute == "pk"):
            # Nothing names yet what has just been created.
            tree = "page" if issubclass(dependent.model, Page) else dependent.model.__name__
            by_tree.setdefault(tree, []).append(dependent.rows(instance))
    for rows in by_tree.values():
        note_all(*rows)


def _note_below(page_id: int) -> None:
    """Note a page and everything below it. Two statements."""
    path = every(Page).filter(pk=page_id).values_list("path", flat=True).first()
    if path:
        note_all(every(Page).filter(path__startswith=path))


def _note_moved(page: Page) -> None:
    """Note what a move has given another place: a page that is not put last also moves those that follow it."""
    before, after = _moves()[page.pk]
    path, step = every(Page).filter(pk=page.pk).values_list("path", flat=True).get(), Page.steplen
    parent = path[:-step]
    is_last = not every(Page).filter(depth=len(path) // step, path__startswith=parent, path__gt=path).exists()
    note_all(every(Page).filter(path__startswith=path if is_last and before != after else parent))


def _moves() -> dict[int, tuple[int, int]]:
    if not hasattr(_moving, "pages"):
        _moving.pages = {}
    return _moving.pages
