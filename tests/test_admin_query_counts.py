"""Pages of the administration: as many queries whatever the number of rows, of publications and of partners."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import ArticlePage
from partners.models import Person
from tests.factories.accounts import make_administrator
from tests.factories.bulk import in_bulk
from tests.factories.core import make_image
from tests.factories.moderation import make_draft, page_of, submit
from tests.factories.pages import make_article
from tests.factories.partners import (
    make_communications,
    make_member,
    make_person,
    make_translator,
    make_working_partner,
)
from tests.standing import stands

PEOPLE = {
    "editor": lambda partner: make_member(partner, "editor"),
    "lead": lambda partner: make_member(partner, "lead"),
    "communications": lambda _partner: make_communications(),
    "translator": lambda _partner: make_translator(),
    "administrator": lambda _partner: make_administrator(),
}


@stands
def partner(tree):
    return make_working_partner("CRIM")


def asked(client, address):
    """The queries of a page, asked for the second time: caches of the process are warm."""
    client.get(address)
    ContentType.objects.clear_cache()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, response
    return len(captured), response


def grow(partner, count):
    """So many more publications of this partner, some live and some on their way, and so many more partners."""
    editor = make_member(partner, "editor")
    for number in range(count):
        if number % 2:
            make_article(page_of(partner), title=f"Publié {number}")
        else:
            submit(make_draft(partner, editor, title=f"En route {number}"), editor)
    with in_bulk():
        for _ in range(count // 6):
            other = make_working_partner()
            make_article(page_of(other))


def test_explorer_editor_and_chooser(client, partner):
    people = {who: make(partner) for who, make in PEOPLE.items()}
    make_communications()
    own = {who: make_draft(partner, people[who]) for who in ("editor", "communications")}

    def costs():
        """What each page costs each of these people."""
        found = {"explorer": {}, "editor": {}, "chooser": {}}
        for who, user in people.items():
            client.force_login(user)
            found["explorer"][who], page = asked(client, reverse("wagtailadmin_explore", args=[page_of(partner).pk]))
            if who in own:
                edit = reverse("wagtailadmin_pages:edit", args=[own[who].pk])
                choose = reverse("wagtailadmin_choose_page_child", args=[page_of(partner).pk])
                found["editor"][who], _page = asked(client, edit)
                found["chooser"][who], _page = asked(client, choose)
        return found, page.content.decode()

    grow(partner, 2)
    few, _page = costs()
    grow(partner, 30)
    many, page = costs()
    assert "Publié 29" in page
    assert few == {
        "explorer": {"editor": 41, "lead": 41, "communications": 41, "translator": 42, "administrator": 37},
        "editor": {"editor": 66, "communications": 67},
        "chooser": {"editor": 26, "communications": 26},
    }
    assert many == few


@pytest.mark.parametrize(("who", "queries"), [("editor", 15), ("communications", 17)])
def test_image_chooser(client, partner, who, queries):
    client.force_login(PEOPLE[who](partner))
    address = reverse("wagtailimages_chooser:choose")
    for number in range(12):
        make_image(f"Image {number}", collection=partner.collection)
        if number == 0:
            few, _page = asked(client, address)
    many, _page = asked(client, address)
    assert (few, many) == (queries, queries)


@pytest.mark.parametrize(("who", "queries"), [("editor", 8), ("communications", 8)])
def test_person_chooser(client, partner, who, queries):
    client.force_login(PEOPLE[who](partner))
    address = reverse("wagtailsnippetchoosers_partners_person:choose")
    make_person()
    few, _page = asked(client, address)
    for _ in range(9):
        make_person(organisation=partner)
    many, _page = asked(client, address)
    assert (few, many) == (queries, queries)
    assert Person.objects.count() == 10
    assert ArticlePage.objects.count() == 0
