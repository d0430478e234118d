"""Corrections: what readers, search engines and translators are told of a mistake that was mended."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import ArticlePage
from partners.models import Correction, PublicationPage
from portal.setup.translating import translate
from tests.factories.pages import make_article, make_event, make_project, make_session
from tests.factories.partners import make_partner, make_partner_page
from tests.forms import filled
from tests.machines import graph
from tests.reading import page as parsed
from tests.reading import words
from tests.standing import stands

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 12)
NOW = datetime(2026, 3, 13, 13, tzinfo=UTC)


@stands
def organisation(tree):
    return make_partner_page(tree.fr, make_partner("Un organisme"))


def corrections(*pairs):
    return {"corrections": [Correction(on=on, text=text) for on, text in pairs]}


def twice():
    return corrections((FIRST, "C’est « trois », non deux."), (LAST, "C’est <quatre>."))


def live_column(page):
    return PublicationPage.objects.get(pk=page.pk).corrected_on


@pytest.fixture(params=["article", "event", "session", "project"])
def corrected(request, tree, organisation):
    """Return a publication of each type, corrected twice."""
    if request.param == "project":
        return make_project(tree.fr.projects, slug="clic", rows=twice())
    if request.param == "session":
        return make_session(make_event(organisation), rows=twice())
    return {"article": make_article, "event": make_event}[request.param](organisation, rows=twice())


def test_page_says_so_at_the_top_and_tells_at_the_end(client, corrected):
    main = parsed(client.get(corrected.get_url())).select_one("main")

    link = main.select_one('a[href="#corrections"]')
    section = main.select_one("section#corrections")
    assert link.text == "Corrigé le 12\u00a0mars 2026"
    assert main.find("h1").find_all_next("a", href="#corrections") == [link]
    assert [time["datetime"] for time in section.select("time")] == ["2026-03-12", "2026-03-01"]
    assert [words(p) for p in section.select("p")] == ["C’est <quatre>.", "C’est « trois », non deux."]
    assert "«\u00a0trois\u00a0»" in section.get_text()


def test_page_without_correction_says_nothing(client, tree, organisation):
    event = make_event(organisation)
    for page in (make_article(organisation), event, make_session(event), make_project(tree.fr.projects)):
        assert "corrections" not in client.get(page.get_url()).content.decode()


def test_corrections_cost_one_query_however_many(client, organisation):
    found = []
    for many in (0, 1, 12):
        rows = corrections(*((FIRST, f"Une correction {number}.") for number in range(many)))
        url = make_article(organisation, rows=rows).get_url()
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        found.append(len(queries))
    assert [number - found[0] for number in found] == [0, 1, 1]


def test_search_engines_are_told(client, corrected):
    nodes = graph(client.get(corrected.get_url()))
    # Neither an event nor a project is a work that schema.org lets one correct: their page is.
    (main,) = (node for node in nodes.values() if "mainEntityOfPage" in node)
    holder = main if main["@type"] == "NewsArticle" else main["mainEntityOfPage"]
    assert holder["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "C’est <quatre>.",
            "datePublished": "2026-03-12",
            "inLanguage": "fr-CA",
        },
        {
            "@type": "CorrectionComment",
            "text": "C’est «\u00a0trois\u00a0», non deux.",
            "datePublished": "2026-03-01",
            "inLanguage": "fr-CA",
        },
    ]
    if holder is not main:
        assert (holder["@type"], holder["@id"]) == ("WebPage", f"http://localhost:8000{corrected.get_url()}")


def test_nothing_is_told_where_nothing_was_corrected(client, organisation):
    article = graph(client.get(make_article(organisation, slug="net").get_url()))["NewsArticle"]
    url = "http://localhost:8000/fr/partenaires/un-organisme/net/"
    assert ("correction" in article, article["mainEntityOfPage"]) == (False, url)


def test_column_follows_the_rows(organisation):
    article = ArticlePage.objects.get(pk=make_article(organisation, rows=twice()).pk)
    assert live_column(article) == LAST
    article.corrections = [row for row in article.corrections.all() if row.on == FIRST]
    article.save()
    assert live_column(article) == FIRST
    article.corrections = []
    article.save()
    assert live_column(article) is None


def test_drafts_of_corrections_wait_for_publication(client, organisation):
    article = ArticlePage.objects.get(pk=make_article(organisation).pk)
    article.corrections = [Correction(on=FIRST, text="Une erreur.")]
    revision = article.save_revision()
    assert "Une erreur." not in client.get(article.get_url()).content.decode()
    assert live_column(article) is None

    revision.publish()

    assert "Une erreur." in client.get(article.get_url()).content.decode()
    assert live_column(article) == FIRST


def test_history_keeps_what_was_said_before(organisation):
    article = ArticlePage.objects.get(pk=make_article(organisation, rows=corrections((FIRST, "Avant."))).pk)
    article.save_revision().publish()
    article = ArticlePage.objects.get(pk=article.pk)
    row = article.corrections.get()
    row.text = "Après."
    article.corrections = [row]
    article.save_revision().publish()

    versions = [revision.as_object() for revision in article.revisions.order_by("pk")]
    assert [[row.text for row in version.corrections.all()] for version in versions] == [["Avant."], ["Après."]]


@pytest.mark.parametrize(("days", "accepted"), [(0, True), (-400, True), (1, False)])
def test_day_of_a_correction(days, accepted):
    row = Correction(on=timezone.localdate() + timedelta(days=days), text="Une erreur.")
    if accepted:
        row.clean()
    else:
        with pytest.raises(ValidationError) as refused:
            row.clean()
        assert list(refused.value.message_dict) == ["on"]


def test_form(admin, organisation):
    article = make_article(organisation)
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    form = filled(admin.get(url), "#page-edit-form")
    row = {"corrections-0-on": "2026-03-01", "corrections-0-text": "Une erreur.", "corrections-0-ORDER": "1"}

    admin.post(url, {**form, **row, "corrections-TOTAL_FORMS": "1"})

    draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert [(row.on, row.text) for row in draft.corrections.all()] == [(FIRST, "Une erreur.")]


@pytest.mark.parametrize("make", [make_article, make_event, make_project])
def test_every_form_has_them_under_content(admin, tree, organisation, make):
    page = make(tree.fr.projects if make is make_project else organisation)
    soup = BeautifulSoup(admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content, "html.parser")
    tab = soup.select_one('input[name="corrections-TOTAL_FORMS"]').find_parent(attrs={"role": "tabpanel"})
    assert tab.select_one('input[name="title"], textarea[name="title"]') is not None


def test_corrections_are_translated(tree, organisation, client):
    make_partner_page(tree.en, organisation.partner, translation_key=organisation.translation_key)
    key, row_key = uuid4(), uuid4()

    def row(text):
        return Correction(on=FIRST, text=text, translation_key=row_key, locale=organisation.locale)

    def article(**more):
        return {"title": "Un texte", "slug": "un-texte", "summary": "Un résumé.", "translation_key": key, **more}

    french = make_article(organisation, **article(rows={"corrections": [row("Une erreur.")]}))
    french = ArticlePage.objects.get(pk=french.pk)
    english = ArticlePage(locale=french.locale, **article(title="A text", slug="a-text", summary="A summary."))
    english.corrections = [row("An error.")]

    page = translate(french, english, published_at=NOW)

    found = [(row.on, row.text, row.locale.language_code) for row in page.corrections.all()]
    assert (found, live_column(page)) == ([(FIRST, "An error.", "en")], FIRST)
    section = parsed(client.get(page.get_url())).select_one("#corrections")
    assert [words(section.select_one(name)) for name in ("time", "p")] == ["March 1, 2026", "An error."]
