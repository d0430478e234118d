"""Filters of the list of articles."""

from django.utils.translation import gettext_lazy as _

from articles.enums import ArticleKind
from core.filters import ChoiceFacet, YearFacet
from partners.filters import PARTNER, SUBJECT, TERRITORY

FACETS = (
    ChoiceFacet("kind", _("Kind"), _("All kinds"), column="kind", choices=ArticleKind.choices),
    SUBJECT,
    PARTNER,
    TERRITORY,
    YearFacet("year", _("Year"), _("All years"), column="sort_date"),
)
