"""Every value of a stream, from its raw data: no query, whatever it points at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.images.blocks import ImageBlock


@dataclass(frozen=True)
class Node:
    """A value of a stream with its block and its content path, and the struct that holds it."""

    path: str
    block: Block
    raw: Any
    struct: "Node | None" = None


def nodes(block: Block, raw: Any, path: str, struct: Node | None = None) -> Iterator[Node]:
    """The structs and the values below a block, in the order in which they are printed. An image is one value."""
    if isinstance(block, StreamBlock):
        for item in raw or ():
            child = block.child_blocks.get(item["type"])
            if child is not None:
                yield from nodes(child, item["value"], f"{path}.{item['id']}", struct)
    elif isinstance(block, ListBlock):
        for index, item in enumerate(raw or ()):
            is_item = isinstance(item, dict) and item.get("type") == "item"
            value, name = (item["value"], item.get("id") or index) if is_item else (item, index)
            yield from nodes(block.child_block, value, f"{path}.{name}", struct)
    elif isinstance(block, StructBlock) and not isinstance(block, ImageBlock):
        node = Node(path, block, raw, struct)
        yield node
        for name, child in block.child_blocks.items():
            if isinstance(raw, dict) and name in raw:
                yield from nodes(child, raw[name], f"{path}.{name}", node)
    else:
        yield Node(path, block, raw, struct)
