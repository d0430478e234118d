"""Filters that prepare the body of a page for its template."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language
from wagtail.blocks import StreamValue

from core import typography

register = template.Library()

# Blocks that stand in the column of text; the others are wider.
PROSE = frozenset({"text", "interview", "callout", "links", "video", "document"})

# Units that are a sign, printed with the number rather than under it.
SIGNS = frozenset({"%", "$"})


@dataclass
class Group:
    """Neighbouring blocks that are printed together."""

    kind: str
    blocks: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """Where figures come from."""

    name: str
    url: str


@register.filter
def body_groups(body: StreamValue) -> list[Group]:
    """The blocks of a body: prose together, figures together, each wide block by itself."""
    groups: list[Group] = []
    for block in body or ():
        kind = "prose" if block.block_type in PROSE else "figures" if block.block_type == "figure" else "wide"
        if not groups or groups[-1].kind != kind or kind == "wide":
            groups.append(Group(kind))
        groups[-1].blocks.append(block)
    return groups


@register.filter
def sources(figures: list[Any]) -> list[Source]:
    """The sources of a group of figures, each named once."""
    return list(dict.fromkeys(Source(block.value["source"], block.value["source_url"]) for block in figures))


@register.filter
def is_sign(unit: str) -> bool:
    """Whether a unit is printed with its number."""
    return unit in SIGNS


@register.filter
def figure(value: Decimal, unit: str) -> str:
    """A figure's number, with its unit when that is a sign."""
    language = "en" if get_language() == "en" else "fr"
    return typography.quantity(value, unit if unit in SIGNS else "", language)
