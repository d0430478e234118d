"""Tags about the project that a publication belongs to."""

from collections.abc import Iterable

from django import template

from partners.models import PublicationPage
from projects.marks import mark

register = template.Library()


@register.simple_tag
def marked(*groups: object) -> str:
    """Give every publication named, alone or in a list, its `mark`. Two queries for all; prints nothing."""
    publications: list[PublicationPage] = []
    for group in groups:
        if isinstance(group, PublicationPage):
            publications.append(group)
        elif isinstance(group, Iterable) and not isinstance(group, str):
            publications += [item for item in group if isinstance(item, PublicationPage)]
    if publications:
        mark(publications)
    return ""
