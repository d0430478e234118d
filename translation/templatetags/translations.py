"""What public templates say of translations."""

from typing import Any

from django import template

from core.models import BasePage
from translation.reading import notice_of

register = template.Library()


@register.inclusion_tag("translation/behind.html", takes_context=True)
def behind_notice(context: dict[str, Any]) -> dict[str, Any]:
    """Say that the page is behind the French and what has changed; nothing on a current or a French page.

    Nor in a preview: a draft does not reflect the French that the live page reflects.
    """
    page, request = context.get("page"), context["request"]
    if not isinstance(page, BasePage) or getattr(request, "is_preview", False):
        return {}
    return {"notice": notice_of(page), "request": request}
