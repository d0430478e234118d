import json
from datetime import UTC, datetime

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core.feeds import identity
from partners.enums import ContributionRole
from partners.models import Contribution, CoPublication, PublicationSubject, PublicationTheme
from search.backends.configuration import MAIN
from search.carrying import carry
from search.contract import MARK_END, MARK_START, Answer, Hit
from search.feeds import feed
from search.forms import read
from search.results import gather
from tests.factories.bulk import in_bulk
from tests.factories.core import make_subject, make_theme
from tests.factories.pages import PUBLISHED, make_article
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.search.indexing import fill

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


@pytest.fixture
def partner_page(tree):
    return make_partner_page(tree.en, make_partner("Un organisme"))


def fed(query, answer):
    """The feed of an answer, as a program reads it."""
    with translation.override("en"):
        asked = read(QueryDict(query), "en")
        page = Paginator(range(answer.total), 20).get_page(asked.page)
        results = gather(asked, answer, page, language="en", now=NOW)
        request = RequestFactory().get("/en/search/", QueryDict(query))
        request.LANGUAGE_CODE = "en"
        return json.loads(json.dumps(feed(request, results)))


def test_feed_with_everything(partner_page):
    article = make_article(
        partner_page,
        slug="tout",
        title='Un "moulin"',
        summary="L'eau & le <b>grain</b>.",
        rows={
            "contributions": [
                Contribution(person=make_person("Ève Roy"), role=ContributionRole.AUTHOR),
                Contribution(person=make_person("Noé Roy"), role=ContributionRole.SPEAKER),
            ],
            "subjects": [PublicationSubject(subject=make_subject())],
            "themes": [PublicationTheme(theme=make_theme())],
        },
    )
    joint = make_article(
        partner_page,
        slug="joint",
        rows={"co_publications": [CoPublication(partner=make_partner("Le Phare"), is_accepted=True)]},
    )
    eve = make_person("Ève Tisserand")
    answer = Answer(
        total=45,
        hits=[Hit(article.pk, f"le {MARK_START}<moulin>{MARK_END}."), Hit(joint.pk)],
        counts={"type": {"article": 40, "event": 5}},
        elsewhere=7,
        partners=[partner_page.pk],
        people=[eve.pk],
        spelling="moulins",
        is_similar=True,
        is_fallback=True,
    )
    found = fed("q=moulin&type=article&page=2&sort=date&subject=nope&format=json", answer)

    here = "http://localhost:8000/en/search/?q=moulin&type=article&sort=date"
    published = "2023-09-01T09:00:00-04:00"
    said = {"summary": "L’eau & le <b>grain</b>.", "content_text": "L’eau & le <b>grain</b>."}
    assert found == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "La Trame: search for “moulin”",
        "home_page_url": f"{here}&page=2",
        "feed_url": f"{here}&page=2&format=json",
        "next_url": f"{here}&page=3&format=json",
        "language": "en-CA",
        "items": [
            {
                "id": identity(article.translation_key, "en"),
                "url": "http://localhost:8000/en/partners/un-organisme/tout/",
                "title": "Un “moulin”",
                **said,
                "language": "en-CA",
                "date_published": published,
                "date_modified": published,
                "authors": [{"name": "Ève Roy"}],
                "tags": ["gestion (en)", "ia (en)"],
                "_search": {"type": "article", "extract_html": "… le <mark>&lt;moulin&gt;</mark>."},
            },
            {
                "id": identity(joint.translation_key, "en"),
                "url": "http://localhost:8000/en/partners/un-organisme/joint/",
                "title": joint.title,
                "summary": "Un résumé.",
                "content_text": "Un résumé.",
                "language": "en-CA",
                "date_published": published,
                "date_modified": published,
                "authors": [{"name": "Un organisme"}, {"name": "Le Phare"}],
                "_search": {"type": "article", "extract_html": None},
            },
        ],
        "_search": {
            "total": 45,
            "page": 2,
            "pages": 3,
            "sort": "date",
            "facets": [
                {
                    "name": "type",
                    "label": "Type",
                    "values": [
                        {"value": "article", "label": "Article", "count": 40, "is_selected": True},
                        {"value": "event", "label": "Event", "count": 5, "is_selected": False},
                    ],
                }
            ],
            "partners": [],
            "people": [],
            "spelling": "moulins",
            "elsewhere": {
                "language": "fr-CA",
                "total": 7,
                "url": "http://localhost:8000/fr/recherche/?q=moulin&type=article",
            },
            "is_similar": True,
            "is_fallback": True,
            "notices": ["“nope” is not a known value of “Subject”: this filter was ignored."],
        },
    }
    beside = fed("q=moulin", answer)["_search"]
    assert (beside["partners"], beside["people"]) == (
        [{"title": "Un organisme", "url": "http://localhost:8000/en/partners/un-organisme/"}],
        [{"title": "Ève Tisserand", "url": "http://localhost:8000/en/people/eve-tisserand/"}],
    )


def test_the_last_page_has_no_next(tree):
    assert "next_url" not in fed("q=moulin&page=3", Answer(total=45))


def test_nothing_is_found(tree):
    found = fed("q=moulin", Answer(total=0))
    assert (found["items"], found["_search"]["total"], found["_search"]["pages"]) == ([], 0, 1)


@pytest.fixture
def published(tree):
    partner_page = make_partner_page(tree.fr, make_partner("Un organisme"))
    article = make_article(partner_page, title="Le moulin", summary="</script><script>alert(1)</script> \u2028")
    carry(now=NOW)
    return article


@pytest.mark.parametrize("query", ["q=moulin", "type=article"])
def test_what_is_sent(client, published, query):
    response = client.get(f"/fr/recherche/?{query}&format=json")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert [item["title"] for item in json.loads(response.content)["items"]] == ["Le moulin"]


def test_what_has_not_changed_is_not_sent_again(client, published):
    first = client.get("/fr/recherche/?q=moulin&format=json")
    again = client.get("/fr/recherche/?q=moulin&format=json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    published.summary = "Autre chose."
    published.save()
    carry(now=NOW)
    changed = client.get("/fr/recherche/?q=moulin&format=json", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("query", ["", "q=", "q=%3F%21"])
def test_nothing_is_asked(client, published, query):
    found = json.loads(client.get(f"/fr/recherche/?{query}&format=json").content)
    assert (found["items"], found["_search"]["total"]) == ([], 0)


def test_the_queries_do_not_depend_on_the_results(client, tree):
    partner_page = make_partner_page(tree.fr, make_partner("Un organisme"))
    subject, eve = make_subject(), make_person("Ève")
    found = []
    for many in (1, 29):
        with in_bulk():
            for _ in range(many):
                make_article(
                    partner_page,
                    first_published_at=PUBLISHED,
                    rows={
                        "subjects": [PublicationSubject(subject=subject)],
                        "contributions": [Contribution(person=eve, role=ContributionRole.AUTHOR)],
                    },
                )
        fill(MAIN)
        client.get("/fr/recherche/?type=article&format=json")
        with CaptureQueriesContext(connection) as queries:
            items = json.loads(client.get("/fr/recherche/?type=article&format=json").content)["items"]
        found.append((len(items), len(queries)))
    assert [count for count, _queries in found] == [1, 20]
    assert found[0][1] == found[1][1]
