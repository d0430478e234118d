"""Checks that only articles know."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.models import ArticlePage
from partners.readiness import Finding, Reading, check, obstacle


@check(ArticlePage)
def text(reading: Reading) -> Iterator[Finding]:
    """An article says something."""
    if not reading.nodes:
        yield obstacle("article-empty", _("The article has no text: add a first block."), "body")
