"""Every address of the administration, as the resolver knows them."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver

ADMIN = "admin/"


def addresses() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The name of every address below `/admin/`, with its namespaces, and what it looks like."""
    for name, route, pattern in walk(get_resolver()):
        if route.startswith(ADMIN):
            yield name, pattern


def walk(resolver: Any, route: str = "", spaces: tuple[str, ...] = (), above: str = "") -> Iterator[Any]:
    """Every address below a resolver: its name, its route in words, and an expression with a group for each part."""
    for found in resolver.url_patterns:
        own = found.pattern.regex.pattern.removeprefix("^")
        if isinstance(found, URLResolver):
            inner = (*spaces, found.namespace) if found.namespace else spaces
            yield from walk(found, route + str(found.pattern), inner, above + own)
        else:
            yield ":".join((*spaces, found.name or "")), route + str(found.pattern), re.compile(_numbered(above + own))


def _numbered(expression: str) -> str:
    """The expression without the names of its groups: one may stand above another of the same name."""
    return re.sub(r"\(\?P<[^>]+>", "(", expression)
