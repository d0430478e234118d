"""Checks of what the model and its blocks refuse: a draft may be saved with required fields still empty."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.fields import StreamField

from .reading import Reading
from .registry import INCOMPLETE, INVALID, Finding, check, obstacle
from .twins import twin

REQUIRED = frozenset({"blank", "null", "required"})


@dataclass(frozen=True)
class Place:
    """A block with its value, its content path and its name."""

    path: str
    label: str
    block: Any
    value: Any

    def below(self, name: str, block: Any, value: Any, label: str) -> "Place":
        """A block within it."""
        words = label if label == self.label else f"{self.label} – {label}"
        return Place(f"{self.path}.{name}", words, block, value)


@check()
def fields(reading: Reading) -> Iterator[Finding]:
    """The page's own validation, one finding for each field that it refuses."""
    page = reading.page
    computed = {field.name for field in page._meta.concrete_fields if not field.editable}
    try:
        page.full_clean(exclude=computed)
    except ValidationError as refusal:
        for name, errors in refusal.error_dict.items():
            if name == NON_FIELD_ERRORS:
                yield from (obstacle(INVALID, text) for error in errors for text in error.messages)
            else:
                yield _refused(label_of(type(page), name), errors[0], name)


@check()
def rows(reading: Reading) -> Iterator[Finding]:
    """What the child rows lack. No query: whether what they point at still exists, the database watches over."""
    for row in reading.rows:
        for field in row.instance._meta.concrete_fields:
            if not field.editable or field.primary_key or isinstance(field, ParentalKey):
                continue
            label, value = capfirst(str(field.verbose_name)), getattr(row.instance, field.attname)
            if isinstance(field, models.ForeignKey):
                if value is None and not field.blank:
                    yield obstacle(INCOMPLETE, _("Fill in “%(field)s”.") % {"field": label}, row.path)
                continue
            try:
                field.clean(value, row.instance)
            except ValidationError as error:
                yield _refused(label, error, row.path)


@check()
def blocks(reading: Reading) -> Iterator[Finding]:
    """What each block refuses. Its choosers ask the database nothing: what is gone, other checks say."""
    for field in reading.fields:
        if isinstance(field, StreamField):
            stream: StreamValue = getattr(reading.page, field.attname)
            known = twin(field.stream_block).child_blocks
            for child in stream:
                block = known[child.block_type]
                try:
                    block.clean(child.value)
                except ValidationError as error:
                    place = Place(f"{field.name}.{child.id}", capfirst(str(block.label)), block, child.value)
                    yield from _in_block(error, place)


def label_of(model: type[models.Model], name: str) -> str:
    """The name of a field or of a relation, as people read it."""
    return capfirst(str(getattr(model._meta.get_field(name), "verbose_name", name)))


def _in_block(error: ValidationError, place: Place) -> Iterator[Finding]:
    """What a block refuses, down to the field at fault."""
    inner: Any = error
    if isinstance(error, StructBlockValidationError):
        for name, problem in error.block_errors.items():
            child = place.block.child_blocks[name]
            value = place.value.get(name) if isinstance(place.value, StructValue) else None
            yield from _in_block(problem, place.below(name, child, value, str(child.label)))
    elif isinstance(error, ListBlockValidationError):
        for index, problem in error.block_errors.items():
            item = place.value.bound_blocks[index]
            name = f"{place.label} {index + 1}"
            below = Place(f"{place.path}.{item.id}", name, place.block.child_block, item.value)
            yield from _in_block(problem, below)
    elif hasattr(error, "cell_errors"):
        problem = _("a cell holds what it cannot: check the numbers.")
        yield obstacle(INVALID, _("“%(field)s”: %(problem)s") % {"field": place.label, "problem": problem}, place.path)
        return
    else:
        yield _refused(place.label, error, place.path)
        return
    for problem in inner.non_block_errors.as_data():
        yield _refused(place.label, problem, place.path)


def _refused(label: str, error: ValidationError, path: str) -> Finding:
    first = error.error_list[0] if hasattr(error, "error_list") else error
    if getattr(first, "code", None) in REQUIRED:
        return obstacle(INCOMPLETE, _("Fill in “%(field)s”.") % {"field": label}, path)
    problem = " ".join(str(message) for message in first.messages)
    return obstacle(INVALID, _("“%(field)s”: %(problem)s") % {"field": label, "problem": problem}, path)
