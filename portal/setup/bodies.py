"""Bodies written as data become streams of blocks."""

import json
import uuid
from collections.abc import Callable
from typing import Any, Protocol


class References(Protocol):
    """Finds the rows that blocks point at."""

    def page(self, row_id: str) -> int:
        """The primary key of the French page of a row."""

    def document(self, file_name: str) -> int:
        """The primary key of a document."""

    def image(self, drawing: dict[str, Any]) -> int:
        """The primary key of a drawn image."""


class NoReferences:
    """For bodies that point at nothing."""

    def page(self, row_id: str) -> int:
        """Raise: there are no pages to point at."""
        raise LookupError(row_id)

    def document(self, file_name: str) -> int:
        """Raise: there are no documents to point at."""
        raise LookupError(file_name)

    def image(self, drawing: dict[str, Any]) -> int:
        """Raise: there are no images to point at."""
        raise LookupError(str(drawing))


def localised(value: Any, language: str) -> Any:
    """`value` with every `{fr, en}` table replaced by its text in `language`; empty where there is none."""
    if isinstance(value, dict):
        if value.keys() and value.keys() <= {"fr", "en"}:
            return value.get(language, "")
        return {key: localised(item, language) for key, item in value.items()}
    if isinstance(value, list):
        return [localised(item, language) for item in value]
    return value


def body(blocks: list[dict[str, Any]], language: str, *, key: uuid.UUID, references: References) -> str:
    """The JSON of a body in one language.

    `key` is the translation key of the page: blocks get the same identifiers in both languages, on every
    installation. Raises `KeyError` for a block type that the portal does not have.
    """
    stream = []
    for position, block in enumerate(blocks):
        block_id = uuid.uuid5(key, f"body/{position}")
        value = VALUES[block["type"]](localised(block, language), language, block_id, references)
        stream.append({"type": block["type"], "value": value, "id": str(block_id)})
    return json.dumps(stream, ensure_ascii=False)


def _items(values: list[dict[str, Any]], block_id: uuid.UUID) -> list[dict[str, Any]]:
    return [
        {"type": "item", "value": value, "id": str(uuid.uuid5(block_id, str(position)))}
        for position, value in enumerate(values)
    ]


def _text(block: dict[str, Any], language: str, *_rest: Any) -> str:
    return block.get(language, "")


def _pick(*names: str) -> Callable[..., dict[str, Any]]:
    return lambda block, *_rest: {name: block.get(name, "") for name in names}


def _interview(block: dict[str, Any], _language: str, block_id: uuid.UUID, _references: References) -> dict[str, Any]:
    exchanges = [{name: row[name] for name in ("question", "speaker", "answer")} for row in block["exchanges"]]
    return {"interviewer": block["interviewer"], "exchanges": _items(exchanges, block_id)}


def _links(block: dict[str, Any], _language: str, block_id: uuid.UUID, references: References) -> dict[str, Any]:
    links = [
        {
            "label": link["label"],
            "page": references.page(link["page"]) if "page" in link else None,
            "url": link.get("url", ""),
        }
        for link in block["links"]
    ]
    return {"title": block["title"], "links": _items(links, block_id)}


def _table(block: dict[str, Any], *_rest: Any) -> dict[str, Any]:
    table = {
        "caption": block["caption"],
        "columns": [{"type": "text", "heading": heading} for heading in block["columns"]],
        "rows": [{"values": row} for row in block["rows"]],
    }
    return {"table": table, "source": block.get("source", ""), "caveat": block.get("caveat", "")}


def _image(block: dict[str, Any], _language: str, _id: uuid.UUID, references: References) -> dict[str, Any]:
    image = {
        "image": references.image(block["image"]),
        "alt_text": block["alt"],
        "decorative": block.get("decorative", False),
    }
    return {"image": image, "caption": block.get("caption", ""), "credit": block.get("credit", "")}


def _document(block: dict[str, Any], _language: str, _id: uuid.UUID, references: References) -> dict[str, Any]:
    return {"document": references.document(block["file"]), "title": block["title"]}


VALUES: dict[str, Callable[..., Any]] = {
    "text": _text,
    "quote": _pick("text", "name", "role"),
    "callout": _pick("kind", "title", "text"),
    "figure": _pick("value", "unit", "label", "source", "source_url", "caveat"),
    "video": _pick("provider", "identifier", "title", "language"),
    "interview": _interview,
    "links": _links,
    "table": _table,
    "image": _image,
    "document": _document,
}
