import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from search.carrying import carry
from search.contract import Suggested
from search.enums import Group
from search.suggesting import Suggestion, Suggestions, gather
from tests.factories.core import make_subject
from tests.factories.pages import make_article, make_event
from tests.factories.partners import make_partner, make_partner_page, make_person

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


@pytest.fixture
def partner_page(tree):
    return make_partner_page(tree.en, make_partner("L'atelier", acronym="LA"))


def gathered(*named):
    with translation.override("en"):
        return gather([Suggested(group, pk) for group, pk in named], language="en", now=NOW)


def test_what_is_named_is_shown_in_its_order(partner_page):
    article = make_article(partner_page, slug="moulin", title='Le "moulin"')
    event = make_event(partner_page, slug="fete", title="La fête")
    eve = make_person("Ève Roy", organisation=partner_page.partner)
    subject = make_subject("gestion")
    found = gathered(
        (Group.PERSON, eve.pk),
        (Group.PUBLICATION, event.pk),
        (Group.PUBLICATION, article.pk),
        (Group.SUBJECT, subject.pk),
        (Group.PARTNER, partner_page.pk),
    )
    assert found == Suggestions(
        {
            Group.PUBLICATION: [
                Suggestion("La fête", "Event", "/en/partners/latelier/fete/"),
                Suggestion("Le “moulin”", "Article", "/en/partners/latelier/moulin/"),
            ],
            Group.PARTNER: [Suggestion("L’atelier", "LA", "/en/partners/latelier/")],
            Group.PERSON: [Suggestion("Ève Roy", "L’atelier", "/en/people/eve-roy/")],
            Group.SUBJECT: [Suggestion("gestion (en)", "", "/en/search/?subject=gestion")],
        }
    )


def test_what_readers_may_not_see_is_left_out_whatever_the_engine_says(tree, partner_page):
    private = make_article(partner_page)
    PageViewRestriction.objects.create(page=private.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    late = make_article(partner_page, title="Tard", expire_at=NOW + timedelta(seconds=1))
    pages = [
        private,
        make_article(partner_page, live=False),
        make_article(partner_page, expire_at=NOW),
        make_article(make_partner_page(tree.fr)),
        late,
    ]
    partners = [make_partner_page(tree.en, make_partner(is_active=False)), make_partner_page(tree.fr)]
    proposed = make_person("Zoé", is_confirmed=False)
    found = gathered(
        *((Group.PUBLICATION, page.pk) for page in pages),
        *((Group.PARTNER, page.pk) for page in partners),
        (Group.PERSON, proposed.pk),
        (Group.SUBJECT, 10**9),
    )
    assert {group: [one.label for one in items] for group, items in found.groups.items() if items} == {
        Group.PUBLICATION: ["Tard"]
    }


@pytest.mark.parametrize(("count", "said"), [(0, "No suggestion"), (1, "1 suggestion"), (2, "2 suggestions")])
def test_what_a_browser_reads(count, said):
    items = [Suggestion(f"Titre {number}", "Article", f"/en/{number}/") for number in range(count)]
    with translation.override("en"):
        found = Suggestions({Group.PUBLICATION: [], Group.PERSON: items}).as_json("en")
    written = [{"label": one.label, "detail": one.detail, "url": one.url} for one in items]
    assert json.loads(json.dumps(found)) == {
        "said": said,
        "groups": [{"group": "person", "label": "People", "items": written}] if items else [],
    }


@pytest.fixture
def published(partner_page):
    article = make_article(partner_page, title="Les moulins de la rivière")
    make_article(partner_page, title="Les moulins cachés", live=False)
    carry(now=timezone.now())
    return article


def test_what_is_sent(client, published):
    response = client.get("/en/search/suggestions/?q=moul")
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in response.headers
    assert [
        (group["group"], [item["label"] for item in group["items"]]) for group in json.loads(response.content)["groups"]
    ] == [("publication", ["Les moulins de la rivière"])]


@pytest.mark.parametrize("typed", ["", "m", "+m+", "%00", "q"])
def test_a_letter_suggests_nothing(client, published, typed):
    response = client.get(f"/en/search/suggestions/?q={typed}")
    assert json.loads(response.content) == {"said": "No suggestion", "groups": []}


def test_the_queries_do_not_depend_on_the_suggestions(client, partner_page):
    found = []
    for many in (1, 29):
        for number in range(many):
            make_article(partner_page, title=f"Moulin {number}")
        carry(now=timezone.now())
        client.get("/en/search/suggestions/?q=moul")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/search/suggestions/?q=moul")
        found.append(len(queries))
    assert found[0] == found[1]
