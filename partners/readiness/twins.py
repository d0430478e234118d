"""Copies of block definitions that validate a stream without asking the database.

Wagtail fetches again, one by one, what each chooser points at; and it relaxes the shared definitions while it saves a
draft. A copy does neither, and keeps each block's own `clean`.
"""

import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from wagtail.blocks import Block, ChooserBlock, FieldBlock, ListBlock, StreamBlock, StructBlock

# Each definition with its copy, by the identity of the first: blocks cannot be hashed.
_twins: dict[int, tuple[Block, Any]] = {}


class KnownChooser:
    """Stands for a chooser whose value has been fetched already."""

    def __init__(self, chooser: ChooserBlock) -> None:
        """Ask the chooser what it wants."""
        self.label: str | Promise = chooser.label
        self.required = is_required(chooser)
        self.missing = ValidationError(chooser.field.error_messages["required"], code="required")

    def clean(self, value: Any) -> Any:
        """Refuse to be empty where something is required."""
        if value is None and self.required:
            raise self.missing
        return value


def twin(block: Block) -> Any:
    """The copy of a definition, made once."""
    if id(block) not in _twins:
        _twins[id(block)] = (block, _copy(block))
    return _twins[id(block)][1]


def is_required(block: FieldBlock) -> bool:
    """Whether a block must be filled in, also while another thread saves a draft."""
    return getattr(block, "_original_required", block.field.required)


def _copy(block: Block) -> Any:
    if isinstance(block, ChooserBlock):
        return KnownChooser(block)
    own = copy.copy(block)
    own.is_deferred_validation = False
    if isinstance(block, FieldBlock):
        own.field = copy.copy(block.field)
        own.field.required = is_required(block)
    elif isinstance(block, StructBlock | StreamBlock):
        own.child_blocks = {name: _copy(child) for name, child in block.child_blocks.items()}
    elif isinstance(block, ListBlock):
        own.child_block = _copy(block.child_block)
    return own
