"""The address alone chooses the language; each page names its sister or says that it has none."""

from xml.etree import ElementTree

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core.models import MenuItem, SiteSettings
from partners.models import Belonging, Contribution
from portal.errors import server_error
from portal.publishing import publish_scheduled
from tests.factories.pages import make_article, make_event, make_project, make_session, make_standard_page
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.reading import headlines, page, words
from tests.standing import stands

BASE = "http://localhost:8000"
NAMESPACES = {"sitemap": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}


@stands
def pages(tree):
    """The page of a partner in each language."""
    french = make_partner_page(tree.fr, make_partner("Un organisme"))
    english = make_partner_page(tree.en, french.partner, translation_key=french.translation_key)
    return french, english


@stands
def pair(pages):
    """An article in both languages."""
    article = make_article(pages[0], title="Un article", slug="un-article")
    english = make_article(pages[1], title="An article", slug="an-article", translation_key=article.translation_key)
    return article, english


def head(soup):
    """What the head says of languages: `lang`, canonical address, alternates."""
    alternates = {link["hreflang"]: link["href"] for link in soup.select("link[rel=alternate][hreflang]")}
    return soup.html["lang"], [link["href"] for link in soup.select("link[rel=canonical]")], alternates


def other_language(soup):
    """The links of the header that are in the other language, and the sentence beside them."""
    link = soup.header.select_one("a[lang]")
    sentence = [text for text in ("n’existe qu’en français", "exists in English only") if text in words(soup.header)]
    return link["lang"], link["href"], sentence


@pytest.mark.parametrize("accepted", ["", "en", "en-CA,en;q=0.9,fr;q=0.1", "de", "*"])
def test_the_root_leads_to_french_whatever_the_browser_prefers(client, tree, accepted):
    answer = client.get("/", headers={"accept-language": accepted})
    assert (answer.status_code, answer["Location"]) == (302, "/fr/")


@pytest.mark.parametrize("accepted", ["en", "fr"])
def test_the_address_alone_chooses(client, tree, accepted):
    found = {}
    for path in ("/fr/", "/en/"):
        answer = client.get(path, headers={"accept-language": accepted})
        found[path] = (page(answer).html["lang"], answer["Content-Language"], answer.get("Vary", ""))
    assert found == {"/fr/": ("fr-CA", "fr", ""), "/en/": ("en-CA", "en", "")}


def test_pages_with_a_sister(client, pair):
    french, english = (page(client.get(publication.get_url())) for publication in pair)
    path_fr, path_en = "/fr/partenaires/un-organisme/un-article/", "/en/partners/un-organisme/an-article/"
    alternates = {"fr-CA": BASE + path_fr, "en-CA": BASE + path_en, "x-default": BASE + path_fr}
    assert head(french) == ("fr-CA", [BASE + path_fr], alternates)
    assert head(english) == ("en-CA", [BASE + path_en], alternates)
    assert other_language(french) == ("en", path_en, [])
    assert other_language(english) == ("fr", path_fr, [])


def test_pages_without_a_sister(client, pages):
    french = page(client.get(make_article(pages[0], slug="seul").get_url()))
    english = page(client.get(make_article(pages[1], slug="alone").get_url()))
    path_fr, path_en = BASE + "/fr/partenaires/un-organisme/seul/", BASE + "/en/partners/un-organisme/alone/"
    assert head(french) == ("fr-CA", [path_fr], {"fr-CA": path_fr, "x-default": path_fr})
    assert head(english) == ("en-CA", [path_en], {"en-CA": path_en})
    assert other_language(french) == ("en", "/en/", ["n’existe qu’en français"])
    assert other_language(english) == ("fr", "/fr/", ["exists in English only"])


def test_page_of_a_person_exists_in_both_languages(client, tree):
    make_person("Ève", role_fr="Directrice", role_en="Director")
    french, english = (page(client.get(path)) for path in ("/fr/personnes/eve/", "/en/people/eve/"))
    alternates = {
        "fr-CA": f"{BASE}/fr/personnes/eve/",
        "en-CA": f"{BASE}/en/people/eve/",
        "x-default": f"{BASE}/fr/personnes/eve/",
    }
    assert head(french) == ("fr-CA", [f"{BASE}/fr/personnes/eve/"], alternates)
    assert head(english) == ("en-CA", [f"{BASE}/en/people/eve/"], alternates)
    assert ("Directrice" in words(french.main), "Director" in words(english.main)) == (True, True)


def test_the_canonical_address_leaves_the_query_out(client, pair):
    soup = page(client.get(f"{pair[0].get_url()}?utm_source=courriel"))
    assert head(soup)[1] == [f"{BASE}/fr/partenaires/un-organisme/un-article/"]


def restrict(target):
    PageViewRestriction.objects.create(page=target, restriction_type=PageViewRestriction.LOGIN)


def take_down(target):
    """Let a page expire the way it does: by the worker."""
    target.expire_at = timezone.now()
    target.save()
    publish_scheduled(now=timezone.now())


HIDING = {
    "draft": lambda english: english.unpublish(),
    "private": restrict,
    "below a private page": lambda english: restrict(english.get_parent()),
    "expired": take_down,
}


@pytest.mark.parametrize("hide", HIDING.values(), ids=HIDING)
def test_a_hidden_sister_is_no_sister(client, pair, hide):
    hide(pair[1])
    soup = page(client.get(pair[0].get_url()))
    path = f"{BASE}/fr/partenaires/un-organisme/un-article/"
    assert head(soup) == ("fr-CA", [path], {"fr-CA": path, "x-default": path})
    assert other_language(soup) == ("en", "/en/", ["n’existe qu’en français"])
    assert "an-article" not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("hide", HIDING.values(), ids=HIDING)
def test_hidden_publications_are_in_no_list(client, tree, pages, hide):
    partner_page = pages[0]
    hub = make_project(tree.fr.projects, title="Un projet", slug="projet")
    eve = make_person("Ève")
    shelf = make_partner_page(tree.fr, make_partner("Une tablette"))
    rows = {"contributions": [Contribution(person=eve)], "belongings": [Belonging(whole=hub, is_accepted=True)]}
    hidden = make_article(shelf, title="Caché", slug="cache", rows=rows)
    event = make_event(partner_page, title="Un événement", slug="evenement")
    portal = SiteSettings.load()
    for target in (hidden, event):
        MenuItem.objects.create(settings=portal, page=target, label_fr=f"Menu {target.title}", label_en="Menu")
    linking = make_article(
        partner_page,
        title="Un autre",
        slug="autre",
        body=[("links", {"title": "Liens", "links": [{"label": "Vers le caché", "page": hidden}]})],
    )
    paths = ("/fr/", "/fr/articles/", "/fr/projets/projet/", "/fr/personnes/eve/", linking.get_url(), "/sitemap.xml")
    told = lambda: {path: "cache/" in client.get(path).content.decode() for path in paths}  # noqa: E731
    assert told() == dict.fromkeys(paths, True)
    hide(hidden)
    assert told() == dict.fromkeys(paths, False)


def test_a_hidden_event_is_not_in_the_calendar(client, pages):
    hidden = make_event(pages[0], title="Caché")
    assert headlines(page(client.get("/fr/calendrier/"))) == ["Caché"]
    restrict(hidden)
    assert headlines(page(client.get("/fr/calendrier/"))) == []


def test_a_private_page_asks_who_the_reader_is(client, pair):
    restrict(pair[0].get_parent())
    answer = client.get(pair[0].get_url())
    assert (answer.status_code, "Un article" in answer.content.decode()) == (302, False)


def test_lists_in_english_name_french_texts_that_have_no_english_version_and_say_so(client, pages, pair):
    make_article(pages[0], title="Seulement en français", slug="seul")
    make_article(pages[1], title="English only", slug="alone")
    assert sorted(headlines(page(client.get("/fr/articles/")))) == ["Seulement en français", "Un article"]
    english = page(client.get("/en/articles/"))
    assert sorted(headlines(english)) == ["An article", "English only", "Seulement en français"]
    foreign = [(words(link), link["lang"], link["hreflang"]) for link in english.main.select("a[lang]")]
    assert foreign == [("Seulement en français", "fr-CA", "fr-CA")]
    assert words(english.main).count("In French") == 1


def test_sitemap(client, tree, pages, pair):
    event = make_event(pages[0], slug="forum")
    make_session(event, slug="atelier")
    make_standard_page(tree.fr.home, slug="a-propos")
    found = ElementTree.fromstring(client.get("/sitemap.xml").content)
    listed = {}
    for entry in found.findall("sitemap:url", NAMESPACES):
        address = entry.findtext("sitemap:loc", namespaces=NAMESPACES)
        links = entry.findall("xhtml:link", NAMESPACES)
        assert {link.get("rel") for link in links} == {"alternate"}
        listed[address] = {link.get("hreflang"): link.get("href") for link in links}

    both = [
        ("/fr/", "/en/"),
        ("/fr/articles/", "/en/articles/"),
        ("/fr/calendrier/", "/en/calendar/"),
        ("/fr/projets/", "/en/projects/"),
        ("/fr/partenaires/", "/en/partners/"),
        ("/fr/partenaires/un-organisme/", "/en/partners/un-organisme/"),
        ("/fr/partenaires/un-organisme/un-article/", "/en/partners/un-organisme/an-article/"),
    ]
    alone = [
        "/fr/partenaires/un-organisme/forum/",
        "/fr/partenaires/un-organisme/forum/atelier/",
        "/fr/a-propos/",
    ]
    expected = {}
    for french, english in both:
        alternates = {"fr-CA": BASE + french, "en-CA": BASE + english, "x-default": BASE + french}
        expected[BASE + french] = expected[BASE + english] = alternates
    for path in alone:
        expected[BASE + path] = {"fr-CA": BASE + path, "x-default": BASE + path}
    assert listed == expected


def test_every_page_of_the_sitemap_says_the_same_of_its_versions(client, pages, pair):
    """Reciprocity: what a page says of its versions, each of them says too, and so does the sitemap."""
    found = ElementTree.fromstring(client.get("/sitemap.xml").content)
    for entry in found.findall("sitemap:url", NAMESPACES):
        address = entry.findtext("sitemap:loc", namespaces=NAMESPACES)
        in_sitemap = {link.get("hreflang"): link.get("href") for link in entry.findall("xhtml:link", NAMESPACES)}
        lang, canonical, in_page = head(page(client.get(address.removeprefix(BASE))))
        assert (canonical, in_page) == ([address], in_sitemap)
        assert in_page[lang] == address


@pytest.mark.parametrize(
    ("path", "language", "sentence"),
    [
        ("/fr/rien/", "fr-CA", "Page introuvable"),
        ("/en/nothing/", "en-CA", "Page not found"),
        ("/rien/", "fr-CA", "Page introuvable"),
        ("/rien", "fr-CA", "Page introuvable"),
        ("/fr/personnes/personne/", "fr-CA", "Page introuvable"),
        ("/en/people/nobody/", "en-CA", "Page not found"),
    ],
)
def test_an_unknown_address(client, tree, path, language, sentence):
    answer = client.get(path, headers={"accept-language": "en"})
    soup = page(answer, status=404)
    assert (soup.html["lang"], words(soup.h1)) == (language, sentence)
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"
    assert soup.main.find("a", href=f"/{language[:2]}/") is not None


def test_a_draft_is_an_unknown_address(client, pages):
    draft = make_article(pages[0], title="Secret", slug="secret", live=False)
    answer = client.get(draft.get_url())
    assert (answer.status_code, "Secret" in answer.content.decode()) == (404, False)


@pytest.mark.parametrize(
    ("path", "language", "sentence"),
    [("/fr/articles/", "fr-CA", "Une erreur est survenue"), ("/en/articles/", "en-CA", "Something went wrong")],
)
def test_a_page_that_breaks(client, tree, monkeypatch, path, language, sentence):
    def broken(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(type(tree.fr.articles), "get_context", broken)
    client.raise_request_exception = False
    answer = client.get(path)
    soup = page(answer, status=500)
    assert (soup.html["lang"], words(soup.h1)) == (language, sentence)
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_error_page_asks_nothing_of_the_database(rf):
    """No `db` fixture: a query would fail the test."""
    assert server_error(rf.get("/fr/")).status_code == 500


def test_french_stands_first_even_where_english_was_published_first(client, tree, pages):
    english = make_article(pages[1], slug="first")
    make_article(pages[0], slug="ensuite", translation_key=english.translation_key)
    links = page(client.get(english.get_url())).select("link[rel=alternate][hreflang]")
    assert [link["hreflang"] for link in links] == ["fr-CA", "x-default", "en-CA"]


def test_robots(client, db):
    answer = client.get("/robots.txt")
    assert answer.content.decode().splitlines()[-1] == f"Sitemap: {BASE}/sitemap.xml"
