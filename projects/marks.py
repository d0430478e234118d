"""Which project a publication is dyed in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from partners.enums import PublicationType
from partners.models import Belonging, PublicationPage
from projects.enums import Accent
from projects.models import ProjectPage


@dataclass(frozen=True)
class Mark:
    """A project's dye and short name."""

    accent: str
    name: str


PLAIN = Mark(Accent.GARANCE, "")


def mark(publications: Iterable[PublicationPage]) -> list[PublicationPage]:
    """The publications, each with a `mark`: its own when it is a project, else that of the first project it belongs to.

    Two queries, however many publications.
    """
    items = list(publications)
    keys = {item.pk: item.translation_key for item in items if item.type == PublicationType.PROJECT}
    rows = (
        Belonging.objects.filter(publication__in=[item.pk for item in items], is_accepted=True)
        .filter(whole__type=PublicationType.PROJECT)
        .order_by("-sort_order")
        .values_list("publication_id", "whole__translation_key")
    )
    keys |= {publication: key for publication, key in rows if publication not in keys}
    names = ProjectPage.objects.filter(translation_key__in=set(keys.values())).values_list(
        "translation_key", "accent", "short_name", "locale__language_code"
    )
    # The version in the reader's language comes last and stays.
    in_order = sorted(names, key=lambda row: row[3] == get_language())
    marks = {key: Mark(accent, name) for key, accent, name, _language in in_order}
    for item in items:
        item.mark = marks.get(keys.get(item.pk), PLAIN)
    return items
