"""What the editor of a translated page shows around the segments."""

from typing import Any

from django import template
from wagtail.models import Page

from translation.editor.progress import Situation

register = template.Library()


@register.simple_tag(takes_context=True)
def situation_of(context: dict[str, Any], page: Page) -> Situation:
    """The page as whoever is logged in sees it; the package has found its translation."""
    return Situation(page, context["request"].user, context["translation"])
