"""A page read as its readers will: its words, links, images and headings, wherever they stand in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.blocks import CharBlock, PageChooserBlock, RichTextBlock, TextBlock, URLBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import COMMENTS_RELATION_NAME, Page

from core.blocks.texts import CalloutBlock, ExchangeBlock, LinkBlock

from .rich_text import RichText, read
from .walk import Node, nodes

NOT_WORDS = (models.SlugField, models.URLField, models.EmailField, RichTextField, StreamField)
# Fields that Wagtail keeps for itself.
UNREAD = frozenset({"url_path", "draft_title"})
# Structs that print one of their values as a heading of the second level.
TITLED = {CalloutBlock: "title", ExchangeBlock: "question"}
TITLED_LEVEL = 2


@dataclass(frozen=True)
class Words:
    """A text, plain or rich."""

    path: str
    text: str
    is_rich: bool = False


@dataclass(frozen=True)
class Link:
    """A link to a page, a document or an address; `words` is None where the portal writes them itself."""

    path: str
    words: str | None = None
    page_id: int | None = None
    document_id: int | None = None
    address: str | None = None


@dataclass(frozen=True)
class Picture:
    """An image of the text, with its alternative text."""

    path: str
    image_id: int | None
    alternative: str
    is_decorative: bool


@dataclass(frozen=True)
class Heading:
    """A heading of the text."""

    path: str
    level: int
    words: str


@dataclass(frozen=True)
class Row:
    """A child row of the page, with the content path of its relation."""

    path: str
    instance: models.Model


class Reading:
    """A page in memory at an instant (`now`, aware, real time). What checks share is read once."""

    def __init__(self, page: Page, now: datetime) -> None:
        """Take the page as it is: nothing is read before a check asks."""
        self.page = page
        self.now = now

    @cached_property
    def fields(self) -> list[models.Field]:
        """The fields that people fill in."""
        return [field for field in self.page._meta.concrete_fields if field.editable and field.name not in UNREAD]

    def place_of(self, path: str) -> tuple[int, int]:
        """Where a content path stands in the page, to sort by: the fields, then the child rows, then no place."""
        name, _dot, rest = path.partition(".")
        names = [field.name for field in self.fields]
        if not path or name not in names:
            return len(names) + (not path), 0
        return names.index(name), self._order_of_blocks.get(f"{name}.{rest.partition('.')[0]}", 0)

    @cached_property
    def _order_of_blocks(self) -> dict[str, int]:
        blocks = (".".join(node.path.split(".")[:2]) for node in self.nodes)
        return {path: number for number, path in enumerate(dict.fromkeys(blocks))}

    @cached_property
    def rows(self) -> list[Row]:
        """The child rows, unsaved ones too, but for the comments."""
        relations = [relation.get_accessor_name() for relation in get_all_child_relations(type(self.page))]
        names = [name for name in relations if name and name != COMMENTS_RELATION_NAME]
        return [Row(name, row) for name in names for row in getattr(self.page, name).all()]

    @cached_property
    def nodes(self) -> list[Node]:
        """Every value of its streams."""
        streams = [field for field in self.fields if isinstance(field, StreamField)]
        return [
            node
            for field in streams
            for node in nodes(field.stream_block, getattr(self.page, field.attname).get_prep_value(), field.name)
        ]

    @cached_property
    def rich_texts(self) -> dict[str, RichText]:
        """The rich texts by content path, read."""
        return {words.path: read(words.text) for words in self.words if words.is_rich}

    @cached_property
    def words(self) -> list[Words]:
        """Every text that somebody typed, in the order of the form's model, streams and rows after the rest."""
        own = [words for field in self.fields for words in _words_of(field, self.page, field.name)]
        streamed = [words for node in self.nodes for words in _words_in(node)]
        rows = [
            words
            for row in self.rows
            for field in row.instance._meta.concrete_fields
            for words in _words_of(field, row.instance, row.path)
        ]
        return [words for words in own + streamed + rows if words.text.strip()]

    @cached_property
    def links(self) -> list[Link]:
        """Every link of the page: fields of addresses, blocks, rich texts, rows."""
        places = [(self.page, field, field.name) for field in self.fields]
        places += [(row.instance, field, row.path) for row in self.rows for field in row.instance._meta.concrete_fields]
        typed = [
            Link(path, address=value)
            for instance, field, path in places
            if isinstance(field, models.URLField) and (value := getattr(instance, field.attname))
        ]
        chosen = [link for node in self.nodes if (link := _link_in(node)) is not None]
        return typed + chosen + [link for path, text in self.rich_texts.items() for link in _links_of(text, path)]

    @cached_property
    def pictures(self) -> list[Picture]:
        """The images of the text."""
        blocks = [picture for node in self.nodes if (picture := _picture_in(node)) is not None]
        embedded = [
            Picture(path, _key(image.get("id")), image.get("alt", ""), is_decorative=False)
            for path, text in self.rich_texts.items()
            for image in text.images
        ]
        return blocks + embedded

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings of the text in their order, those that blocks print among them."""
        return [heading for node in self.nodes for heading in self._headings_of(node)]

    def _headings_of(self, node: Node) -> Iterator[Heading]:
        name = TITLED.get(type(node.block))
        if name and node.raw.get(name):
            yield Heading(f"{node.path}.{name}", TITLED_LEVEL, node.raw[name])
        elif isinstance(node.block, RichTextBlock) and node.path in self.rich_texts:
            for title in self.rich_texts[node.path].titles:
                yield Heading(node.path, title.level, title.words.strip())


def _words_of(field: models.Field, instance: models.Model, path: str) -> Iterator[Words]:
    if isinstance(field, RichTextField):
        yield Words(path, getattr(instance, field.attname) or "", is_rich=True)
    elif _is_typed(field):
        yield Words(path, getattr(instance, field.attname) or "")


def _is_typed(field: models.Field) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, NOT_WORDS)
    return is_text and field.editable and not field.choices and field.name not in UNREAD


def _words_in(node: Node) -> Iterator[Words]:
    if isinstance(node.block, RichTextBlock):
        yield Words(node.path, node.raw or "", is_rich=True)
    elif isinstance(node.block, ImageBlock):
        yield Words(f"{node.path}.alt_text", (isinstance(node.raw, dict) and node.raw.get("alt_text")) or "")
    elif isinstance(node.block, TypedTableBlock) and node.raw:
        cells = [cell for row in node.raw.get("rows", ()) for cell in row["values"] if isinstance(cell, str)]
        headings = [column.get("heading", "") for column in node.raw.get("columns", ())]
        yield from (Words(node.path, text) for text in (node.raw.get("caption") or "", *headings, *cells))
    elif isinstance(node.block, CharBlock | TextBlock):
        yield Words(node.path, node.raw or "")


def _link_in(node: Node) -> Link | None:
    if not node.raw:
        return None
    words = node.struct.raw.get("label", "") if node.struct and isinstance(node.struct.block, LinkBlock) else None
    if isinstance(node.block, PageChooserBlock):
        return Link(node.path, words, page_id=node.raw)
    if isinstance(node.block, DocumentChooserBlock):
        return Link(node.path, words, document_id=node.raw)
    if isinstance(node.block, URLBlock):
        return Link(node.path, words, address=node.raw)
    return None


def _links_of(text: RichText, path: str) -> Iterator[Link]:
    for anchor in text.anchors:
        kind, key, words = anchor.attributes.get("linktype"), _key(anchor.attributes.get("id")), anchor.words.strip()
        if kind == "page":
            yield Link(path, words, page_id=key or 0)
        elif kind == "document":
            yield Link(path, words, document_id=key or 0)
        else:
            yield Link(path, words, address=anchor.attributes.get("href", "").strip())


def _picture_in(node: Node) -> Picture | None:
    if not isinstance(node.block, ImageBlock):
        return None
    # As it is stored for a block that was a mere image chooser before: its key alone.
    raw: dict[str, Any] = node.raw if isinstance(node.raw, dict) else {"image": node.raw}
    if raw.get("image") is None:
        return None
    return Picture(node.path, raw["image"], raw.get("alt_text") or "", bool(raw.get("decorative")))


def _key(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() else None
