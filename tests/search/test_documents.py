from datetime import UTC, date, datetime

import pytest
from wagtail.models import Page, PageViewRestriction

from articles.models import ArticlePage
from core.models import CrossTopic
from events.models import EventPage, SessionPage
from partners.models import (
    Belonging,
    Contribution,
    CoPublication,
    PartnerAlias,
    PartnerPage,
    PublicationCrossTopic,
    PublicationSubject,
    PublicationTerritory,
    PublicationTheme,
)
from search.contract import MARK_END, MARK_START
from search.documents import Document, document_of, joined
from search.enums import Group
from tests.factories.core import make_format, make_subject, make_term, make_territory, make_theme
from tests.factories.pages import make_article, make_event, make_project, make_session, make_standard_page, make_venue
from tests.factories.partners import make_partner, make_partner_page, make_person


def indexed(page):
    return type(page).get_indexed_objects().get(pk=page.pk)


@pytest.fixture
def crim(tree):
    partner = make_partner("Centre de recherche", slug="crim", acronym="CRIM")
    PartnerAlias.objects.create(partner=partner, name="Institut du calcul")
    return partner


@pytest.fixture
def home(tree, crim):
    return make_partner_page(tree.fr, crim)


def rows(tree):
    accepted, refused = make_partner("Accepté"), make_partner("Refusé")
    hub = make_project(tree.fr.projects)
    other = make_project(tree.fr.projects)
    return hub, {
        "co_publications": [CoPublication(partner=accepted, is_accepted=True), CoPublication(partner=refused)],
        "contributions": [
            Contribution(person=make_person("Aïcha Bélanger", is_confirmed=True)),
            Contribution(person=make_person("Pas Encore", is_confirmed=False)),
        ],
        "subjects": [PublicationSubject(subject=make_subject("gestion", label_fr="Gestion", label_en="Management"))],
        "themes": [PublicationTheme(theme=make_theme("ia", label_fr="Intelligence artificielle"))],
        "topics": [PublicationCrossTopic(topic=make_term(CrossTopic, "fisc", label_fr="Fiscalité"))],
        "territories": [PublicationTerritory(territory=make_territory("06", label_fr="Montréal"))],
        "belongings": [Belonging(whole=hub, is_accepted=True), Belonging(whole=other)],
    }


def test_publication(tree, home):
    hub, children = rows(tree)
    page = make_article(
        home,
        title=f"Un titre {MARK_START}marqué{MARK_END}",
        summary="Un resume\u0301.",
        body=[("text", "<p>Premier &amp; dernier.</p><p>Suite.</p>")],
        notes="<p>Une note.</p>",
        rows=children,
        expire_at=datetime(2030, 1, 1, tzinfo=UTC),
    )

    assert document_of(indexed(page)) == Document(
        language="fr",
        group=Group.PUBLICATION,
        is_visible=True,
        expire_at=datetime(2030, 1, 1, tzinfo=UTC),
        sort_date=date(2023, 9, 1),
        title="Un titre marqué",
        text="Un resumé.\nPremier & dernier. Suite.\nUne note.",
        names=["Centre de recherche", "CRIM", "Institut du calcul", "Accepté", "Aïcha Bélanger"],
        terms=["Nouvelle", "Gestion", "Intelligence artificielle", "Fiscalité", "Montréal"],
        facets={
            "type": ["article"],
            "kind": ["nouvelle"],
            "subject": ["gestion"],
            "theme": ["ia"],
            "partner": ["crim", "accepte"],
            "project": [str(hub.translation_key)],
            "territory": ["06"],
            "mode": [],
            "year": ["2023"],
        },
    )


def test_terms_are_in_the_language_of_the_page(tree, crim):
    children = {"subjects": [PublicationSubject(subject=make_subject("gestion", label_fr="G", label_en="Management"))]}
    page = make_article(make_partner_page(tree.en, crim), rows=children)

    held = document_of(indexed(page))
    assert (held.language, held.terms) == ("en", ["News", "Management"])


def test_events_have_their_venues_and_projects_their_names(tree, home):
    venues = [make_venue("Usine C", city="Montréal", is_confirmed=True), make_venue("Proposé", is_confirmed=False)]
    event = make_event(home, venues=venues, format=make_format("atelier", label_fr="Atelier"))
    session = make_session(event, venue=venues[0])
    project = make_project(tree.fr.projects, short_name="Chantier")

    assert document_of(indexed(event)).names[-1] == "Usine C, Montréal"
    assert document_of(indexed(event)).terms == ["Atelier"]
    assert document_of(indexed(session)).names[-1] == "Usine C, Montréal"
    assert document_of(indexed(project)).names[0] == "Chantier"
    assert document_of(indexed(session)).facets["year"] == []


def test_partners_page_has_every_name(tree, home):
    held = document_of(indexed(home))

    assert (held.group, held.is_visible, held.facets) == (Group.PARTNER, True, {})
    assert held.names == ["Centre de recherche", "CRIM", "Institut du calcul"]


def test_other_pages_are_no_results(tree):
    held = document_of(indexed(make_standard_page(tree.fr.home)))

    assert (held.group, held.names, held.terms, held.is_visible) == (None, [], [], True)
    assert document_of(Page.objects.get(depth=1)).group is None


def test_who_may_meet_it(tree, home, crim):
    live, draft = make_article(home), make_article(home, live=False)
    assert [document_of(indexed(page)).is_visible for page in (live, draft)] == [True, False]

    restriction = PageViewRestriction.objects.create(page=home.page_ptr, restriction_type="login")
    assert [document_of(indexed(page)).is_visible for page in (home, live)] == [False, False]
    # Asked of a page that was read otherwise.
    assert document_of(ArticlePage.objects.get(pk=live.pk)).is_visible is False
    restriction.delete()

    crim.is_active = False
    crim.save()
    assert [document_of(indexed(page)).is_visible for page in (home, live)] == [False, True]


@pytest.mark.parametrize(("model", "queries"), [(ArticlePage, 13), (EventPage, 11), (SessionPage, 9), (PartnerPage, 2)])
def test_queries_do_not_grow(tree, home, model, queries, django_assert_num_queries):
    """What a chunk of documents costs, however large."""
    # Content types are asked for once.
    list(model.get_indexed_objects())
    for number in range(3):
        make_article(home, rows=rows_again(number))
        event = make_event(home, venues=[make_venue()], format=make_format())
        make_session(event, venue=make_venue(), format=make_format())
        make_partner_page(tree.fr)
        if number != 1:
            with django_assert_num_queries(queries):
                assert len([document_of(page) for page in model.get_indexed_objects()]) > number


def rows_again(number):
    return {
        "co_publications": [CoPublication(partner=make_partner(f"Autre {number}"), is_accepted=True)],
        "contributions": [Contribution(person=make_person(f"Quelqu’un {number}", is_confirmed=True))],
        "subjects": [PublicationSubject(subject=make_subject())],
    }


def test_compounds_are_also_one_word():
    text = "La cyber-sécurité, la cyber‑sécurité, un va-et-vient de 2023-2024 et l’e-mail"
    assert joined(text, "demi-teinte") == ["cybersécurité", "vaetvient", "demiteinte"]
