"""Every list costs the same number of queries at 1 and at 30 items: the numbers are written out."""

from datetime import date, time

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import RelatedArticle
from core.models import CrossTopic, MenuItem, SiteSettings
from partners.models import (
    Belonging,
    Contribution,
    CoPublication,
    PublicationCrossTopic,
    PublicationSubject,
    PublicationTheme,
)
from projects.models import Milestone, ProjectRole
from search.backends.configuration import MAIN
from tests.factories.accounts import make_administrator
from tests.factories.bulk import in_bulk
from tests.factories.core import make_format, make_image, make_subject, make_term, make_territory, make_theme
from tests.factories.pages import make_article, make_event, make_project, make_session, make_standard_page, make_venue
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.factories.translation import publish, say, start
from tests.reading import headlines, page
from tests.search.indexing import fill as fill_index
from tests.standing import stands

LONG_AGO, FAR_AHEAD = date(2019, 5, 2), date(2090, 5, 2)


@pytest.fixture
def ask(client, tree):
    """Return the answer and the number of queries of a path, after a visit to another page."""
    make_standard_page(tree.fr.home, slug="a-propos")
    # A server asks once for these; here another test may have made it forget them.
    ContentType.objects.get_for_models(*apps.get_models())

    def ask(path):
        assert client.get("/fr/a-propos/").status_code == 200
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        return response, len(queries)

    return ask


def grow(fill):
    """Fill a list twice, with 1 item then with 29 more; what follows each filling is done by the caller."""
    for many in (1, 29):
        with in_bulk():
            for _ in range(many):
                fill()
        yield


def measure(ask, path, fill, shown=headlines):
    """How many items are shown and how many queries that costs, at 1 and at 30 items."""
    found = []
    for _ in grow(fill):
        response, queries = ask(path)
        found.append((len(shown(page(response))), queries))
    return found


@stands
def partner_pages(tree):
    """Return the page of a partner in each language."""
    french = make_partner_page(tree.fr, make_partner("Un organisme", acronym="UO", territory=make_territory()))
    english = make_partner_page(tree.en, french.partner, translation_key=french.translation_key)
    return {"fr": french, "en": english}


def test_home_page(ask, tree, partner_pages):
    # The event shown in large, above the agenda, and what it says.
    make_event(partner_pages["fr"], starts_on=FAR_AHEAD, format=make_format())

    def fill():
        make_article(partner_pages["fr"])
        make_event(partner_pages["fr"], starts_on=FAR_AHEAD, format=make_format())
        make_project(tree.fr.projects)

    assert measure(ask, "/fr/", fill) == [(5, 20), (45, 20)]


def test_list_of_articles(ask, partner_pages):
    assert measure(ask, "/fr/articles/", lambda: make_article(partner_pages["fr"])) == [(1, 16), (20, 16)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        # Twenty coming events a page, and every event without a date.
        ("/fr/calendrier/", [(2, 22), (50, 22)]),
        ("/fr/calendrier/?when=past", [(1, 21), (20, 21)]),
        # A month lists every event of its own.
        ("/fr/calendrier/?month=2090-05", [(2, 22), (50, 22)]),
    ],
)
def test_calendar(ask, partner_pages, path, expected):
    def fill():
        for day in (FAR_AHEAD, None, LONG_AGO):
            make_event(partner_pages["fr"], starts_on=day, format=make_format())

    assert measure(ask, path, fill) == expected


def test_directory_of_partners(ask, tree):
    def fill():
        make_partner_page(tree.fr, make_partner(territory=make_territory()))

    assert measure(ask, "/fr/partenaires/", fill) == [(1, 12), (20, 12)]


def test_page_of_a_partner(ask, partner_pages):
    def fill():
        make_article(partner_pages["fr"])

    assert measure(ask, "/fr/partenaires/un-organisme/", fill) == [(1, 12), (20, 12)]


@pytest.mark.parametrize(("language", "path"), [("fr", "/fr/personnes/eve/"), ("en", "/en/people/eve/")])
def test_page_of_a_person(ask, partner_pages, language, path):
    eve = make_person("Ève", organisation=partner_pages["fr"].partner)

    def fill():
        make_article(partner_pages[language], rows={"contributions": [Contribution(person=eve)]})

    assert measure(ask, path, fill) == [(1, 8), (20, 8)]


def test_list_of_projects(ask, tree):
    assert measure(ask, "/fr/projets/", lambda: make_project(tree.fr.projects)) == [(1, 11), (20, 11)]


def test_hub_of_a_project(ask, tree, partner_pages):
    hub = make_project(tree.fr.projects, slug="clic")

    def fill():
        make_article(partner_pages["fr"], rows={"belongings": [Belonging(whole=hub, is_accepted=True)]})
        make_project(hub)
        Milestone.objects.create(project=hub, label="Une étape", locale=hub.locale)
        ProjectRole.objects.create(project=hub, partner=make_partner(), locale=hub.locale)

    assert measure(ask, "/fr/projets/clic/", fill) == [(2, 20), (50, 20)]


def test_programme_of_an_event(ask, partner_pages):
    event = make_event(partner_pages["fr"], slug="forum", starts_on=FAR_AHEAD, venues=[make_venue()])
    eve, venue = make_person("Ève"), make_venue()

    def fill():
        make_session(
            event,
            starts_on=FAR_AHEAD,
            start_time=time(9),
            venue=venue,
            format=make_format(),
            rows={"contributions": [Contribution(person=eve)]},
        )

    assert measure(ask, "/fr/partenaires/un-organisme/forum/", fill) == [(1, 17), (30, 17)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("q=moulin", (21, 20)), ("type=article", (11, 13)), ("q=moulin&type=article&partner=un-organisme", (19, 21))],
)
def test_search(ask, partner_pages, query, expected):
    subject, eve = make_subject(), make_person("Ève Moulin")

    def fill():
        rows = {"subjects": [PublicationSubject(subject=subject)], "contributions": [Contribution(person=eve)]}
        make_article(partner_pages["fr"], title="Un moulin", rows=rows)

    found = []
    for _ in grow(fill):
        fill_index(MAIN)
        for path in (f"/fr/recherche/?{query}", f"/fr/recherche/?{query}&format=json"):
            ask(path)
            found.append(ask(path))
    pages, feeds = found[::2], found[1::2]
    assert [len(page(response).select(".results > li")) for response, _queries in pages] == [1, 20]
    assert [len(response.json()["items"]) for response, _queries in feeds] == [1, 20]
    assert [(one[1], other[1]) for one, other in zip(pages, feeds, strict=True)] == [expected, expected]


def test_suggestions(ask, partner_pages):
    path = "/fr/recherche/suggestions/?q=moul"
    found = []
    for _ in grow(lambda: make_article(partner_pages["fr"], title="Un moulin")):
        fill_index(MAIN)
        response, queries = ask(path)
        found.append((sum(len(group["items"]) for group in response.json()["groups"]), queries))
    assert found == [(1, 2), (5, 2)]


def test_sitemap(ask, partner_pages):
    found = []
    for _ in grow(lambda: make_article(partner_pages["fr"])):
        response, queries = ask("/sitemap.xml")
        found.append((response.content.count(b"<loc>"), queries))
    assert found == [(14, 2), (43, 2)]


def test_header_menu(ask, tree):
    portal = SiteSettings.load()

    def fill():
        target = make_standard_page(tree.fr.home)
        MenuItem.objects.create(settings=portal, page=target, label_fr="Une page", label_en="A page")

    shown = measure(ask, "/fr/articles/", fill, shown=lambda soup: soup.select("header nav li"))
    assert shown == [(1, 14), (30, 14)]


@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
def test_article_with_everything_on_it(ask, tree, partner_pages):
    french = partner_pages["fr"]
    portal = SiteSettings.load()
    MenuItem.objects.create(settings=portal, page=tree.fr.articles, label_fr="Articles", label_en="Articles")
    hub = make_project(tree.fr.projects, title="CLIC")
    chosen = make_article(french, title="Choisi")
    make_article(french, title="Proche", rows={"subjects": [PublicationSubject(subject=make_subject())]})
    links = [{"label": "Une page", "page": chosen}, {"label": "Le hub", "page": hub}]
    article = make_article(
        french,
        slug="tout",
        body=[("text", "<p>Un texte.</p>"), ("links", {"title": "Liens", "links": links})],
        notes="<p>Une note.</p>",
        lead_image=make_image(credit="La Trame"),
        lead_image_alt="Une étoffe",
        rows={
            "subjects": [PublicationSubject(subject=make_subject())],
            "themes": [PublicationTheme(theme=make_theme())],
            "topics": [PublicationCrossTopic(topic=make_term(CrossTopic, "decouvrabilite"))],
            "contributions": [Contribution(person=make_person(f"Personne {n}")) for n in "AB"],
            "co_publications": [CoPublication(partner=make_partner(), is_accepted=True) for _ in range(2)],
            "belongings": [Belonging(whole=hub, is_accepted=True)],
            "chosen_related": [RelatedArticle(related=chosen)],
        },
    )
    make_article(partner_pages["en"], translation_key=article.translation_key)
    ask(article.get_url())  # The rendition is made on the first visit.

    response, queries = ask(article.get_url())

    soup = page(response)
    everything = [
        "Nouvelle",
        "Personne A",
        "Personne B",
        "CLIC",
        "gestion (fr)",
        "ia (fr)",
        "decouvrabilite (fr)",
        "Partenaire",
        "Un texte.",
        "Une page",
        "Le hub",
        "Une note.",
        "Choisi",
        "Proche",
        "La Trame",
        "English",
    ]
    assert [word for word in everything if word not in soup.get_text()] == []
    assert soup.select_one("main figure img")["alt"] == "Une étoffe"
    assert queries == 18


def test_english_article(ask, tree, partner_pages):
    """Whether it is up to date costs a current translation one query, and the French none."""
    user = make_administrator()
    article = make_article(partner_pages["fr"], slug="tout")
    article.save_revision(user=user)
    say(start(publish(article), user), user)
    english = publish(article.get_translation(tree.en.locale))
    assert {path: ask(path)[1] for path in (article.get_url(), english.get_url())} == {
        "/fr/partenaires/un-organisme/tout/": 15,
        "/en/partners/un-organisme/en-tout/": 16,
    }


@pytest.mark.parametrize(
    ("french", "english", "expected"),
    [
        ("/fr/articles/", "/en/articles/", (14, 15)),
        ("/fr/calendrier/", "/en/calendar/", (18, 19)),
        ("/fr/projets/", "/en/projects/", (8, 9)),
        ("/fr/partenaires/", "/en/partners/", (11, 12)),
    ],
)
def test_english_lists(ask, tree, french, english, expected):
    user = make_administrator()
    for branch in (tree.fr, tree.en):
        for section in (branch.articles, branch.calendar, branch.projects, branch.partners):
            section.save_revision().publish()
    for section in (tree.fr.articles, tree.fr.calendar, tree.fr.projects, tree.fr.partners):
        say(start(section, user), user, {})
    assert (ask(french)[1], ask(english)[1]) == expected
