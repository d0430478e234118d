"""Every list costs the same number of queries at 1 and at 30 items: the numbers are written out."""

from datetime import date, time

import pytest
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
from tests.factories.bulk import in_bulk
from tests.factories.core import make_format, make_image, make_subject, make_term, make_territory, make_theme
from tests.factories.pages import make_article, make_event, make_project, make_session, make_standard_page, make_venue
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.reading import headlines, page

LONG_AGO, FAR_AHEAD = date(2019, 5, 2), date(2090, 5, 2)


@pytest.fixture
def ask(client, tree):
    """Return the answer and the number of queries of a path, after a visit to another page."""
    make_standard_page(tree.fr.home, slug="a-propos")

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


@pytest.fixture
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

    assert measure(ask, "/fr/", fill) == [(4, 14), (45, 14)]


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
