import json
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from core.models import Subject
from partners.models import PublicationSubject
from search.backends.configuration import MAIN
from search.carrying import carry
from search.contract import MARK_END, MARK_START, Answer, Hit
from search.forms import read
from search.models import SearchTally
from search.results import gather
from search.views import shown
from tests.factories.bulk import in_bulk
from tests.factories.core import make_subject
from tests.factories.pages import PUBLISHED, make_article, make_event
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.reading import headlines, page, words
from tests.search.indexing import fill

XSS = "<img src=x onerror=alert(1)>"


@pytest.fixture
def partner_pages(tree):
    french = make_partner_page(tree.fr, make_partner("Un organisme"))
    english = make_partner_page(tree.en, french.partner, translation_key=french.translation_key)
    return {"fr": french, "en": english}


@pytest.fixture
def published(partner_pages):
    """Three French texts and an English one."""
    subject = make_subject("gestion")
    make_subject("droit")

    def about():
        return {"subjects": [PublicationSubject(subject=subject)]}

    french = partner_pages["fr"]
    pages = [
        make_article(french, title="Le moulin", rows=about()),
        make_event(french, title="La fête du moulin", starts_on=PUBLISHED.date()),
        make_article(french, title="Le phare"),
        make_article(partner_pages["en"], title="The moulin", rows=about()),
    ]
    carry(now=timezone.now())
    return pages


def searched(query, answer, language="en"):
    """The page that shows an answer."""
    now = timezone.now()
    with translation.override(language):
        asked = read(QueryDict(query), language)
        found = Paginator(range(answer.total), 20).get_page(asked.page)
        request = RequestFactory().get(reverse("search"), QueryDict(query))
        request.LANGUAGE_CODE = language
        return page(shown(request, gather(asked, answer, found, language=language, now=now), now=now))


def facets(soup):
    """Name, value, label, count and state of each box."""
    return [
        (box["name"], box["value"], *words(box.find_next("label")).rsplit(" ", 1), box.has_attr("checked"))
        for box in soup.select(".facets input[type=checkbox]")
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=moulin", {"Le moulin", "La fête du moulin"}),
        ("q=MOULIN&type=article", {"Le moulin"}),
        ("q=moulin&type=article&type=event", {"Le moulin", "La fête du moulin"}),
        ("type=article", {"Le moulin", "Le phare"}),
        ("subject=gestion", {"Le moulin"}),
        ("q=moulin&subject=nope", {"Le moulin", "La fête du moulin"}),
        ("q=moulin&year=1999", set()),
        ("q=%3F%21", set()),
    ],
)
def test_results(client, published, query, expected):
    soup = page(client.get(f"/fr/recherche/?{query}"))
    results = soup.select_one("section[aria-labelledby=h-results]")
    assert {words(title) for title in results.select("ol.results:not(#latest) h3")} == expected
    assert words(results.h2).startswith(str(len(expected)))


def test_without_words_the_latest_come_first(client, partner_pages):
    for day in (3, 1, 2):
        make_article(partner_pages["fr"], title=f"Le {day}", first_published_at=PUBLISHED.replace(day=day))
    carry(now=timezone.now())
    assert headlines(page(client.get("/fr/recherche/?type=article"))) == ["Le 3", "Le 2", "Le 1"]


def test_nothing_is_asked(client, published):
    for query in ("", "?q=", "?q=+&page=3&sort=date", "?type=nope"):
        soup = page(client.get(f"/fr/recherche/{query}"))
        assert soup.select_one("#h-results") is None
        assert [link["href"] for link in soup.select("#h-subjects + ul a")] == ["/fr/recherche/?subject=gestion"]
        assert {words(title) for title in soup.select("#latest h3")} == {"Le moulin", "Le phare"}


def test_head(client, published):
    soup = page(client.get("/fr/recherche/?q=moulin&subject=gestion&page=1"))
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"
    here = "http://localhost:8000/fr/recherche/?q=moulin&subject=gestion"
    assert soup.select_one("link[rel=canonical]")["href"] == here
    assert {link["hreflang"]: link["href"] for link in soup.select("link[hreflang]")} == {
        "fr-CA": here,
        "en-CA": "http://localhost:8000/en/search/?q=moulin&subject=gestion",
        "x-default": here,
    }
    feed = soup.select_one("link[type='application/feed+json']")["href"]
    assert feed == "/fr/recherche/?q=moulin&subject=gestion&format=json"
    assert [item["title"] for item in json.loads(client.get(feed).content)["items"]] == ["Le moulin"]
    assert soup.select_one(".tools > a")["href"] == "/en/search/?q=moulin&subject=gestion"
    empty = page(client.get("/fr/recherche/"))
    assert empty.select_one("link[type='application/feed+json']") is None
    assert empty.select_one("link[rel=canonical]")["href"] == "http://localhost:8000/fr/recherche/"


def test_form(client, published):
    """One form: the words, and the boxes that stand elsewhere on the page."""
    soup = page(client.get("/fr/recherche/?q=moulin&type=article&sort=date&page=1"))
    form = soup.select_one("form#ask")
    assert (form["role"], form["method"], form["action"]) == ("search", "get", "/fr/recherche/")
    assert {field["name"]: field["value"] for field in form.select("input")} == {"q": "moulin", "sort": "date"}
    boxes = soup.select(".facets input")
    assert {box["form"] for box in boxes} == {"ask"}
    assert soup.select_one(".facets button")["form"] == "ask"
    assert len({box["id"] for box in boxes}) == len(boxes)


def test_facets(client, published):
    """Each is counted without its own selection."""
    soup = page(client.get("/fr/recherche/?q=moulin&type=article"))
    assert facets(soup)[:3] == [
        ("type", "article", "Article", "1", True),
        ("type", "event", "Événement", "1", False),
        ("kind", "nouvelle", "Nouvelle", "1", False),
    ]
    assert ("partner", "un-organisme", "Un organisme", "1", False) in facets(soup)


def test_a_long_facet_shows_all_its_values(tree):
    codes = [f"sujet-{number:02}" for number in range(15)]
    for position, code in enumerate(codes):
        make_subject(code, label_en=code, position=position)
    counts = {"subject": {code: number + 1 for number, code in enumerate(codes)}}
    soup = searched("q=mill&subject=sujet-12", Answer(total=40, counts=counts))
    assert facets(soup) == [
        ("subject", code, code, str(number + 1), code == "sujet-12") for number, code in enumerate(codes)
    ]
    more = soup.select_one("details.facet__more")
    assert (len(more.select("input")), words(more.summary), more.has_attr("open")) == (7, "7 more : Subject", True)


def test_filters_in_force(client, published):
    soup = page(client.get("/fr/recherche/?q=moulin&type=article&subject=gestion"))
    links = soup.select("#h-results ~ ul.chips a, .head + ul.chips a")
    assert [link["href"] for link in links] == [
        "/fr/recherche/?q=moulin&subject=gestion",
        "/fr/recherche/?q=moulin&type=article",
        "/fr/recherche/?q=moulin&page=1",
    ]


def test_orders(client, published):
    soup = page(client.get("/fr/recherche/?q=moulin"))
    assert [link["href"] for link in soup.select(".orders a")] == ["?q=moulin&sort=date"]
    assert soup.select_one(".orders [aria-current]") is not None
    assert page(client.get("/fr/recherche/?type=article")).select(".orders") == []


def test_the_other_language(client, published):
    soup = page(client.get("/fr/recherche/?q=moulin&subject=gestion"))
    link = soup.select_one(".head a[hreflang=en-CA]")
    assert link["href"] == "/en/search/?q=moulin&subject=gestion"
    assert headlines(page(client.get(link["href"]))) == ["The moulin"]


def test_nothing_is_found(client, published):
    soup = page(client.get("/en/search/?q=phare&type=article"))
    helped = soup.select_one(".empty")
    assert words(helped.p) == "Nothing was found for “phare”."
    assert [(words(link), link["href"]) for link in helped.select("a")] == [
        ("1 result in French", "/fr/recherche/?q=phare&type=article"),
        ("Look for the same words without the filters", "/en/search/?q=phare&page=1"),
    ]
    assert [link["href"] for link in soup.select("#h-subjects + ul a")] == ["/en/search/?subject=gestion"]
    assert [words(title) for title in soup.select("#latest h3")] == ["The moulin"]


def test_filters_alone_leave_nothing(client, published):
    soup = page(client.get("/en/search/?type=event"))
    assert words(soup.select_one(".empty p")) == "Nothing answers to this filter."
    assert [link["href"] for link in soup.select(".empty a")] == ["/fr/recherche/?type=event"]


def test_what_an_answer_says(partner_pages):
    article = make_article(partner_pages["en"], title="A mill")
    eve = make_person("Ève Roy", organisation=partner_pages["en"].partner)
    answer = Answer(
        total=1234,
        hits=[Hit(article.pk, f"the {MARK_START}mill{MARK_END} turns")],
        elsewhere=2345,
        partners=[partner_pages["en"].pk],
        people=[eve.pk],
        spelling="mill & co",
        is_similar=True,
        is_fallback=True,
    )
    soup = searched("q=mil", answer)
    main = soup.main
    assert words(main.select_one("#h-results")) == "1,234 results"
    assert str(main.select_one(".results p:not([class])")) == "<p>… the <mark>mill</mark> turns …</p>"
    assert words(main.select_one(".opening > p")) == "Try this spelling: mill & co"
    assert main.select_one(".opening > p a")["href"] == "/en/search/?q=mill+%26+co"
    assert [words(said) for said in main.select(".aside")] == [
        "Nothing has these very words: these publications have similar ones.",
        "The search engine does not answer for the moment: these results are simpler than usual.",
    ]
    assert [words(item) for item in main.select(".beside li")] == ["Un organisme", "Ève Roy , Un organisme"]
    assert [link["href"] for link in main.select(".beside a")] == ["/en/partners/un-organisme/", "/en/people/eve-roy/"]
    assert words(main.select_one(".head a[hreflang]")) == "2,345 results in French"
    assert [link["href"] for link in main.select(".pager a")] == ["?q=mil&page=2"]


def test_an_answer_that_says_nothing_more(partner_pages):
    article = make_article(partner_pages["en"], title="A mill", summary="It turns.")
    soup = searched("q=mill", Answer(total=1, hits=[Hit(article.pk)]))
    assert str(soup.select_one(".results p:not([class])")) == "<p>It turns.</p>"
    assert soup.select(".aside, .beside, .opening > p, .head a, .orders, .refine, .pager, .notice") == []


HOSTILE = (
    "q=" + "%22" * 10_000,
    "q=%00",
    "q=" + "(" * 500 + ")" * 500,
    "q=" + quote('+-&&||!(){}[]^"~*?:\\/ AND OR NOT moulin~2 title:moulin [a TO z] /.*/ moulin^9'),
    "q=" + quote("moulin AND (NOT (OR))"),
    "q=" + "a" * 500,
    "q=" + "mot+" * 500,
    "q=" + quote("\ue000moulin\ue001 \u202e\ufeff\ud7ff"),
    "q=" + quote(XSS),
    "q=" + quote("' OR 1=1 --; DROP TABLE wagtailcore_page; %s %(x)s {0}"),
    "q=%FF%FE%C3%28",
    "q=moulin&" + "&".join(f"{name}=nope&{name}=%00" for name in ("type", "kind", "subject", "theme", "partner")),
    "q=moulin&" + "&".join(f"{name}={'x' * 500}" for name in ("project", "territory", "mode", "year", "sort")),
    "q=moulin&year=99999999999999999999&year=-1&year=%D9%A1",
    "&".join(f"type={number}" for number in range(900)),
    "q=moulin&page=-1",
    "q=moulin&page=0",
    "q=moulin&page=999999",
    "q=moulin&page=" + "9" * 4000,
    "q=moulin&page=abc",
    "q=moulin&page=1.5&page=%00",
    "q=moulin&format=xml",
    "q[]=moulin&q=&=&==&&&",
)


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_query_strings(client, published, query):
    response = client.get(f"/fr/recherche/?{query}")
    soup = page(response)
    assert soup.select("main img, main script") == []
    feed = client.get(f"/fr/recherche/?{query}&format=json")
    assert (feed.status_code, json.loads(feed.content)["version"]) == (200, "https://jsonfeed.org/version/1.1")
    suggested = client.get(f"/fr/recherche/suggestions/?{query}")
    assert set(json.loads(suggested.content)) == {"said", "groups"}


def test_the_nearest_page(client, partner_pages):
    with in_bulk():
        for number in range(1, 23):
            make_article(partner_pages["fr"], title=f"Moulin {number}")
    fill(MAIN)
    expected = {"": 20, "&page=2": 2, "&page=9999": 2, "&page=-1": 2, "&page=0": 2, "&page=abc": 20}
    assert {
        query: len(page(client.get(f"/fr/recherche/?q=moulin{query}")).select(".results:not(#latest) > li"))
        for query in expected
    } == expected


def test_what_was_found_is_escaped(client, tree, partner_pages):
    """Wherever it is shown: in the results and their extracts, in the chips, in the box."""
    hostile = f"Un moulin {XSS}"
    make_partner_page(tree.fr, make_partner(hostile, acronym=XSS[:30]))
    make_article(
        partner_pages["fr"],
        title=hostile,
        summary=hostile,
        body=[("text", f"<p>Le texte du moulin : &lt;img src=x onerror=alert(1)&gt; {MARK_START}{XSS}</p>")],
    )
    make_person(hostile[:120])
    Subject.objects.create(code="hostile", label_fr=hostile)
    carry(now=timezone.now())
    for query in (quote(f"moulin {XSS}"), "moulin", quote(f"{MARK_START}{XSS}{MARK_END}")):
        response = client.get(f"/fr/recherche/?q={query}")
        assert page(response).select("img[src=x], [onerror]") == []
        assert b"<img src=x" not in response.content
        extracts = [
            item["_search"]["extract_html"] or ""
            for item in json.loads(client.get(f"/fr/recherche/?q={query}&format=json").content)["items"]
        ]
        assert [extract for extract in extracts if "<img" in extract] == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=moulin", [("moulin", 1, 2)]),
        ("q=moulin&utm_source=ailleurs", [("moulin", 1, 2)]),
        ("q=moulin&page=1", []),
        ("q=moulin&sort=date", []),
        ("q=moulin&type=article", []),
        ("q=moulin&format=json", []),
        ("type=article", []),
        ("", []),
    ],
)
def test_first_submissions_are_counted(client, published, query, expected):
    client.head(f"/fr/recherche/?{query}")
    client.get(f"/fr/recherche/suggestions/?{query}")
    client.get(f"/fr/recherche/?{query}")
    assert list(SearchTally.objects.values_list("words", "times", "results")) == expected


@pytest.mark.parametrize(
    "address",
    ["/fr/recherche/?q=moulin&sort=date", "/fr/recherche/?q=moulin&type=article", "/en/search/?q=phare&type=article"],
)
def test_what_a_page_of_results_leads_to_is_no_new_search(client, published, address):
    soup = page(client.get(address))
    links = [urljoin(address, link["href"]) for link in soup.select("main a[href]")]
    searches = [link for link in links if urlsplit(link).path in {"/fr/recherche/", "/en/search/"}]
    assert any("q=" in link for link in searches)
    for link in searches:
        client.get(link)
    assert not SearchTally.objects.exists()


def test_what_only_similar_words_were_found_for_was_looked_for_in_vain(client, published):
    soup = page(client.get("/fr/recherche/?q=f%C3%AAte+moulin+hydravion"))
    assert headlines(soup) == ["La fête du moulin"]
    assert list(SearchTally.objects.values_list("results", flat=True)) == [0]


@pytest.mark.parametrize("query", ["q=moulin", "type=article", "q=moulin&type=article&partner=un-organisme"])
def test_the_queries_do_not_depend_on_the_results(client, partner_pages, query):
    eve, subject = make_person("Ève Moulin"), make_subject()
    found = []
    for many in (1, 29):
        with in_bulk():
            for _ in range(many):
                make_article(
                    partner_pages["fr"], title="Un moulin", rows={"subjects": [PublicationSubject(subject=subject)]}
                )
        fill(MAIN)
        client.get(f"/fr/recherche/?{query}")
        with CaptureQueriesContext(connection) as queries:
            shown = page(client.get(f"/fr/recherche/?{query}")).select(".results:not(#latest) > li")
        found.append((len(shown), len(queries)))
    assert eve.is_confirmed
    assert [count for count, _queries in found] == [1, 20]
    assert found[0][1] == found[1][1]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("name", ["search", "search_suggestions"])
def test_it_is_only_read(client, tree, method, name):
    assert getattr(client, method)(reverse(name)).status_code == 405


def test_addresses():
    found = []
    for language in ("fr", "en"):
        with translation.override(language):
            found += [reverse("search"), reverse("search_suggestions")]
    assert found == ["/fr/recherche/", "/fr/recherche/suggestions/", "/en/search/", "/en/search/suggestions/"]


def test_the_box_of_every_page_suggests(client, tree):
    soup = page(client.get("/en/articles/"))
    box = soup.select_one("header input[name=q]")
    assert (box["data-suggestions"], box["data-suggestions-label"]) == ("/en/search/suggestions/", "Suggestions")
    assert box["data-suggestions-style"].endswith("css/search.css")
    assert soup.select_one("script[type=module]")["src"].endswith("js/search.js")
