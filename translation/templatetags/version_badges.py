"""The state of a page's version in Wagtail's lists of pages."""

from typing import Any

from django import template
from django.utils import timezone

from translation.matrix.badges import Badge, badges_of

register = template.Library()


@register.simple_tag
def version_badges(page: Any, table: Any) -> list[Badge]:
    """The badges of a row of a table; those of the whole table are asked for at its first row."""
    known = table.__dict__.get("version_badges")
    if known is None:
        known = table.__dict__["version_badges"] = badges_of((row.pk for row in table.data), today=timezone.localdate())
    return known.get(page.pk, [])
