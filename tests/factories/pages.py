"""Publications, live unless told otherwise."""

from datetime import UTC, datetime
from itertools import count

from articles.models import ArticlePage
from events.models import EventPage, EventVenue, SessionPage, Venue
from home.models import StandardPage
from partners import consents
from projects.models import ProjectPage

numbers = count(1)

PUBLISHED = datetime(2023, 9, 1, 13, 0, tzinfo=UTC)


def add(model, parent, *, rows=None, **fields):
    """Add a page below `parent`; `rows` maps a relation to unsaved child rows."""
    number = next(numbers)
    defaults = {"title": f"Page {number}", "slug": f"page-{number}", "locale": parent.locale}
    page = model(**{**defaults, **fields})
    if page.live and page.first_published_at is None:
        page.first_published_at = page.last_published_at = PUBLISHED
    for relation, children in (rows or {}).items():
        for place, child in enumerate(children):
            # As the forms number them: without a place, PostgreSQL gives them in any order.
            if getattr(child, "sort_order", 0) is None:
                child.sort_order = place
        setattr(page, relation, children)
        # A row that is made accepted is one that somebody has accepted.
        consents.record(page, [row for row in children if getattr(row, "is_accepted", False)], now=PUBLISHED)
    parent.refresh_from_db()
    parent.add_child(instance=page)
    return page


def make_article(parent, **fields):
    return add(ArticlePage, parent, **{"summary": "Un résumé.", **fields})


def make_event(parent, *, venues=(), **fields):
    rows = {"venues": [EventVenue(venue=venue) for venue in venues], **fields.pop("rows", {})}
    return add(EventPage, parent, rows=rows, **{"summary": "Un résumé.", **fields})


def make_session(event, **fields):
    return add(SessionPage, event, **{"summary": "Un résumé.", **fields})


def make_project(parent, **fields):
    return add(ProjectPage, parent, **{"summary": "Un résumé.", "short_name": "Projet", **fields})


def make_standard_page(parent, **fields):
    return add(StandardPage, parent, **fields)


def make_venue(name="Un lieu", **fields):
    number = next(numbers)
    return Venue.objects.create(**{"name": name, "code": f"lieu-{number}", **fields})
