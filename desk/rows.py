"""Lines of the desk's panels: a page in words."""

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.desk import Words

LONGEST_NOTE = 400


def about(page: Page, *, several: bool) -> dict[str, Any]:
    """What every line says of a described page: its title, its partner where there are several, what it is."""
    language = page.locale.language_code
    partner: str | None = page.partner_name
    facts: list[Words] = [partner] if several and partner else []
    facts.append(str(page.page_type_display_name))
    if language != "fr":
        facts.append(_("English version"))
    return {"title": page.get_admin_display_title(), "language": language, "facts": tuple(facts)}


def note(text: str) -> str:
    """What somebody wrote, in full where it is short."""
    return Truncator(text).chars(LONGEST_NOTE)


def edit_url(page: Page) -> str:
    """Where a page is written."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def review_url(page: Page) -> str:
    """Where a page is read and decided about."""
    return reverse("portal_review:review", args=[page.pk])
