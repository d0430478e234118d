"""Where to go from a search page that shows nothing."""

from datetime import datetime

from core.models import Subject
from partners.enums import PublicationType
from partners.models import PublicationPage, PublicationSubject
from search.results import readable

LATEST = 5
# Of each type, those whose subjects are offered: to look through all of them takes long where there are many.
LATELY = 200
TYPES = [each for each in PublicationType if each != PublicationType.SESSION]


def subjects(language: str, now: datetime) -> list[Subject]:
    """The subjects of what was lately published, in the order of the vocabulary. A query for each type, and one."""
    found: set[int] = set()
    for publication_type in TYPES:
        lately = readable(language, now).filter(type=publication_type).order_by("-sort_date")[:LATELY]
        about = PublicationSubject.objects.filter(publication__in=lately.values("pk"))
        found.update(about.values_list("subject", flat=True))
    return list(Subject.objects.filter(pk__in=found))


def latest(language: str, now: datetime) -> list[PublicationPage]:
    """The articles that were published last. One query."""
    articles = readable(language, now).filter(type=PublicationType.ARTICLE).with_card()
    return list(articles.order_by("-sort_date", "-pk")[:LATEST])
