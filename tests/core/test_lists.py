"""Whatever a reader types after an address, every list answers."""

from datetime import date

from partners.models import Belonging, Contribution
from tests.factories.bulk import in_bulk
from tests.factories.pages import make_article, make_event, make_project
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.reading import headlines, page, words
from tests.standing import stands

LISTS = (
    "/fr/",
    "/fr/articles/",
    "/fr/calendrier/",
    "/fr/partenaires/",
    "/fr/partenaires/un-organisme/",
    "/fr/projets/",
    "/fr/projets/clic/",
    "/fr/personnes/eve/",
    "/en/people/eve/",
    "/en/articles/",
    "/fr/recherche/",
    "/sitemap.xml",
    "/robots.txt",
)
HOSTILE = (
    "page=9999",
    "page=-1",
    "page=abc",
    "page=1%00",
    "page=" + "9" * 4000,
    "page=1&page=2&page=abc&page[]=1&page[a]=2",
    "inconnu=oui&preview=1&q=%00&lang=en&next=//exemple.example&x=" + "a" * 10_000,
    "month=9999-99&when=futur&subject=%00&type=<b>&partner=rien&year=99999999999&kind=" + "x" * 200,
    "month=0001-01&year=0000&when=past&page=%F0%9F%A7%B5",
    "month=9999-12&page=%FF%FE&q=%25_%5C",
    "month=%00&year=%D9%A1&%00=%00&=&=&&&==",
    "&".join(f"p{number}=1" for number in range(900)),
    "q=' OR 1=1 --&page=<script>alert(1)</script>",
)


@stands
def partner_page(tree):
    return make_partner_page(tree.fr, make_partner("Un organisme"))


@stands
def site(tree, partner_page):
    """A list of each kind, with something in it."""
    hub = make_project(tree.fr.projects, slug="clic")
    eve = make_person("Ève")
    rows = {"contributions": [Contribution(person=eve)], "belongings": [Belonging(whole=hub, is_accepted=True)]}
    make_article(partner_page, rows=rows)
    make_event(partner_page, starts_on=date(2023, 10, 11))
    return tree


@stands
def two_pages(partner_page):
    """A list of articles that takes two pages."""
    with in_bulk():
        for number in range(1, 23):
            make_article(partner_page, title=f"Article {number}")


def test_hostile_query_strings(client, site):
    found = {(path, query): client.get(f"{path}?{query}").status_code for path in LISTS for query in HOSTILE}
    assert {asked: status for asked, status in found.items() if status != 200} == {}


def test_the_nearest_page_of_a_list(client, two_pages):
    expected = {
        "": "Article 22",
        "?page=2": "Article 2",
        "?page=9999": "Article 2",
        "?page=-1": "Article 2",
        "?page=0": "Article 2",
        "?page=abc": "Article 22",
        "?page=%00": "Article 22",
        "?page=2&page=1": "Article 22",
    }
    assert {query: headlines(page(client.get(f"/fr/articles/{query}")))[0] for query in expected} == expected


def test_links_to_the_other_pages_keep_the_query_and_escape_it(client, two_pages):
    soup = page(client.get("/fr/articles/?type=<b>&page=1"))
    links = soup.select("nav[aria-label=Pages] a")
    assert [(link["rel"], link["href"]) for link in links] == [(["next"], "?type=%3Cb%3E&page=2")]
    last = page(client.get("/fr/articles/?page=2")).select_one("nav[aria-label=Pages]")
    assert words(last) == "Précédente Page 2 de 2"


def test_a_null_character_in_an_address_is_an_unknown_address(client, site):
    paths = ("/fr/%00/", "/fr/partenaires/%00", "/%00", "/fr/personnes/%00/", "/media/%00", "/en/a%00b/")
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)


def test_an_unknown_address_with_a_hostile_query_is_an_unknown_address(client, site):
    found = {query: client.get(f"/fr/rien/?{query}").status_code for query in HOSTILE}
    assert {query: status for query, status in found.items() if status != 404} == {}
