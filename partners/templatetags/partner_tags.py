"""Tags about publications and their partners."""

from typing import Any

from django import template

from core.querysets import visible
from partners.models import PartnerPage, PublicationPage

register = template.Library()

CACHE = "_kind_labels"


@register.simple_tag
def lead_partner_page(publication: PublicationPage) -> PartnerPage | None:
    """The page of the lead partner in the language of the publication, if readers can open it."""
    pages = visible(PartnerPage.objects.filter(partner=publication.lead_partner_id, locale_id=publication.locale_id))
    return pages.first()


@register.simple_tag(takes_context=True)
def kind_label(context: dict[str, Any], publication: PublicationPage) -> str:
    """The genre of a publication in the reader's language, else what it is.

    Labels are fetched once a request for each type: a list of cards costs the same however long it is.
    """
    cache = context["request"].__dict__.setdefault(CACHE, {})
    if publication.type not in cache:
        cache[publication.type] = PublicationPage.class_for(publication.type).kind_labels()
    return cache[publication.type].get(publication.kind) or publication.get_type_display()
