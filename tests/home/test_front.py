from datetime import UTC, date, datetime, timedelta

import pytest

from home.front import front_at
from partners.enums import EventStatus
from tests.factories.pages import make_article, make_event, make_project
from tests.factories.partners import make_partner_page
from tests.standing import stands

NOW = datetime(2023, 10, 11, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@stands
def partner_page(tree):
    return make_partner_page(tree.fr)


@pytest.fixture
def front(tree):
    """Return the titles on the home page in French, by place."""

    def front(now=NOW, language="fr"):
        found = front_at(now, language=language, home_depth=tree.fr.home.depth, now=now).context()
        lists = {name: [item.title for item in found[name]] for name in ("highlights", "thread", "agenda", "projects")}
        places = ("lead", "event", "banner")
        return {name: found[name].title if found[name] else None for name in places} | lists

    return front


NOTHING = {"lead": None, "event": None, "banner": None, "highlights": [], "thread": [], "agenda": [], "projects": []}


def test_an_empty_portal(front):
    assert front() == NOTHING


def test_articles_latest_first(front, partner_page):
    for day in range(1, 13):
        published = datetime(2023, 9, day, 15, tzinfo=UTC)
        make_article(partner_page, title=f"{day}", first_published_at=published)
    make_article(partner_page, title="Brouillon", live=False)
    assert front() == {
        **NOTHING,
        "lead": "12",
        "highlights": ["11", "10", "9"],
        "thread": ["8", "7", "6", "5", "4", "3"],
    }


def test_next_events(front, partner_page):
    make_event(partner_page, title="Sans date")
    make_event(partner_page, title="Passé", starts_on=date(2023, 10, 10))
    make_event(partner_page, title="Lointain", starts_on=date(2023, 12, 1))
    make_event(partner_page, title="En cours", starts_on=date(2023, 10, 9), ends_on=date(2023, 10, 11))
    make_event(partner_page, title="Ce jour", starts_on=date(2023, 10, 11))
    make_event(partner_page, title="Brouillon", starts_on=date(2023, 10, 12), live=False)
    for status in EventStatus:
        make_event(partner_page, title=f"{status}", starts_on=date(2023, 11, 1), event_status=status)
    assert front() == {
        **NOTHING,
        "event": "En cours",
        "agenda": ["Ce jour", "scheduled", "rescheduled", "moved_online"],
    }


def test_an_event_leaves_at_its_end(front, partner_page):
    make_event(partner_page, title="Ce jour", starts_on=date(2023, 10, 11))
    end = datetime(2023, 10, 12, 4, tzinfo=UTC)
    assert [front(now)["event"] for now in (end - SECOND, end, end + SECOND)] == ["Ce jour", None, None]


def test_projects_are_the_hubs(front, tree):
    hub = make_project(tree.fr.projects, title="CLIC")
    make_project(hub, title="Volet")
    make_project(tree.fr.projects, title="DÉFI")
    assert front()["projects"] == ["CLIC", "DÉFI"]
    assert front(language="en")["projects"] == ["CLIC", "DÉFI"]


def test_the_home_page_costs_nine_queries(front, partner_page, django_assert_num_queries):
    make_article(partner_page)
    with django_assert_num_queries(9):
        front()
