"""How an engine is to lay out an index: its settings, and the fields of every model of a tree, with a mark of both."""

import hashlib
import json
from copy import deepcopy
from typing import Any

from django.db import models

MARK = "portal_layout"


def layout_of(backend: Any, models_of: list[type[models.Model]]) -> dict[str, Any]:
    """The body of the request that makes the index of some models of a tree."""
    body = deepcopy(backend.settings)
    mappings: dict[str, Any] = {"properties": {}}
    for model in models_of:
        mapping = backend.mapping_class(model).get_mapping()
        mappings = {**mappings, **mapping, "properties": {**mappings["properties"], **mapping["properties"]}}
    body["mappings"] = mappings
    text = json.dumps(body, sort_keys=True, default=str)
    mappings["_meta"] = {MARK: hashlib.sha256(text.encode()).hexdigest()[:16]}
    return body


def mark_of(mappings: dict[str, Any]) -> str:
    """The mark of the layout with which an index was made; empty for one made otherwise."""
    return str(mappings.get("_meta", {}).get(MARK, ""))
