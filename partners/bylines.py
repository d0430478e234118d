"""Who signs publications and what they are about, for feeds: each fact in one query for all of them."""

from django.db.models import Prefetch

from partners.enums import ContributionRole
from partners.models import (
    Contribution,
    CoPublication,
    PublicationCrossTopic,
    PublicationPage,
    PublicationSubject,
    PublicationTheme,
)

# What the functions below read; they ask for nothing when it was fetched before.
ROWS = (
    Prefetch("contributions", Contribution.objects.filter(role=ContributionRole.AUTHOR).select_related("person")),
    Prefetch("co_publications", CoPublication.objects.filter(is_accepted=True).select_related("partner")),
    Prefetch("subjects", PublicationSubject.objects.select_related("subject")),
    Prefetch("themes", PublicationTheme.objects.select_related("theme")),
    Prefetch("topics", PublicationCrossTopic.objects.select_related("topic")),
)


def authors(page: PublicationPage) -> list[str]:
    """Its authors; the partners that publish it where none is named."""
    people = list(dict.fromkeys(row.person.name for row in page.contributions.all()))
    return people or [page.lead_partner.name, *(row.partner.name for row in page.co_publications.all())]


def tags(page: PublicationPage) -> list[str]:
    """The labels of its terms, in the active language."""
    return [
        getattr(row, name).label
        for relation, name in (("subjects", "subject"), ("themes", "theme"), ("topics", "topic"))
        for row in getattr(page, relation).all()
    ]
