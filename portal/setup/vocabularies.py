"""Load the controlled vocabularies."""

import tomllib
from pathlib import Path
from typing import Any

from core.models import (
    Acronym,
    Audience,
    Axis,
    AxisTopic,
    CrossTopic,
    EventFormat,
    OrganisationType,
    Subject,
    Term,
    Territory,
    Theme,
)

SOURCE = Path(__file__).with_name("vocabularies.toml")

VOCABULARIES: dict[str, type[Term]] = {
    "subjects": Subject,
    "themes": Theme,
    "axes": Axis,
    "cross_topics": CrossTopic,
    "audiences": Audience,
    "event_formats": EventFormat,
    "organisation_types": OrganisationType,
    "territories": Territory,
}


def load_vocabularies() -> int:
    """Create the terms that are missing and return how many; labels that staff have changed stay as they are."""
    data = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    created = 0
    for name, model in VOCABULARIES.items():
        for position, row in enumerate(data[name]):
            extra = {"kind": row["kind"]} if model is Territory else {}
            created += _ensure(model, row, position, **extra)
    for row in data["axes"]:
        axis = Axis.objects.get(code=row["code"])
        for position, topic in enumerate(row["topics"]):
            created += _ensure(AxisTopic, topic, position, axis=axis)
    for row in data["acronyms"]:
        created += _ensure_acronym(row)
    return created


def _ensure(model: type[Term], row: dict[str, Any], position: int, **extra: Any) -> int:
    defaults = {"label_fr": row["fr"], "label_en": row.get("en", ""), "position": position, **extra}
    _term, is_new = model.objects.get_or_create(code=row["code"], defaults=defaults)
    return int(is_new)


def _ensure_acronym(row: dict[str, Any]) -> int:
    defaults = {
        "acronym_en": row.get("en_acronym", ""),
        "expansion_fr": row["fr"],
        "expansion_en": row.get("en", ""),
    }
    _acronym, is_new = Acronym.objects.get_or_create(acronym_fr=row["acronym"], defaults=defaults)
    return int(is_new)
