"""What a record points at: by foreign keys, in blocks, in rich text, in its child rows."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import PROTECT, Field, ForeignKey, Model
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations

# A model and a primary key, as text: rich text may hold anything in the place of a key.
Reference = tuple[type[Model], str]


def in_value(field: Any, value: Any) -> Iterator[Reference]:
    """What the value of one field of a model points at. `value` may be the record itself, for a foreign key."""
    if isinstance(field, ForeignKey) and not isinstance(field, ParentalKey):
        if value is not None:
            yield field.related_model, str(value.pk if isinstance(value, Model) else value)
    elif hasattr(field, "extract_references") and value is not None:
        for model, key, _model_path, _content_path in field.extract_references(value):
            yield model, str(key)


def in_block(child: Any) -> Iterator[Reference]:
    """What one block of a stream points at."""
    for model, key, _model_path, _content_path in child.block.extract_references(child.value):
        yield model, str(key)


def in_record(record: Model) -> Iterator[Reference]:
    """What a record and its child rows point at."""
    for field in record._meta.fields:
        yield from in_value(field, field.value_from_object(record))
    if isinstance(record, ClusterableModel):
        for relation in get_all_child_relations(record):
            for child in getattr(record, relation.get_accessor_name()).all():
                yield from in_record(child)


class OpensWithoutWhatIsGone:
    """For pages whose drafts may name what is deleted while they wait."""

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Read what a revision stores. What it names and was deleted since is left out: Wagtail could not read it."""
        read: Any = super().from_serializable_data  # type: ignore[misc]
        try:
            return read(data, *args, **kwargs)
        except Exception:
            kept = without_what_is_gone(cls, data)
            if kept == data:
                raise
            return read(kept, *args, **kwargs)


def without_what_is_gone(model: Any, data: dict[str, Any]) -> dict[str, Any]:
    """What a revision stores, without what has been deleted since: rows that name it go, a key of the page is emptied.

    Only for keys whose target is protected: in a revision nothing protects it, and Wagtail cannot open the draft.
    """
    kept = {**data, **{name: None for name, field in _protected(model) if _is_gone(field, data.get(name))}}
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        keys = list(_protected(relation.related_model))
        if name in data:
            kept[name] = [row for row in data[name] if not any(_is_gone(field, row.get(key)) for key, field in keys)]
    return kept


def model_field(model: type[Model], name: str) -> Field | None:
    """The field of a model of that name, if there is one."""
    try:
        return model._meta.get_field(name)  # type: ignore[return-value]
    except FieldDoesNotExist:
        return None


def _protected(model: type[Model]) -> Iterator[tuple[str, ForeignKey]]:
    for field in model._meta.fields:
        if isinstance(field, ForeignKey) and field.remote_field.on_delete is PROTECT:
            yield field.name, field


def _is_gone(field: ForeignKey, key: Any) -> bool:
    manager = field.related_model._default_manager  # noqa: SLF001 -- Django documents it
    return key is not None and not manager.filter(pk=key).exists()
