"""What every publication shares: columns, place in the tree, rows, validation."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import ArticleIndexPage, ArticlePage
from core.models import Audience, CrossTopic
from events.models import EventIndexPage, EventPage, SessionPage
from home.models import HomePage, StandardPage
from partners.models import (
    Belonging,
    Contribution,
    CoPublication,
    PartnerIndexPage,
    PartnerPage,
    PublicationAudience,
    PublicationCrossTopic,
    PublicationPage,
    PublicationSubject,
    PublicationTerritory,
    PublicationTheme,
)
from partners.models.publication import concrete_subclasses
from projects.models import ProjectIndexPage, ProjectPage
from search.carrying import carry
from tests.factories.core import make_format, make_image, make_subject, make_term, make_territory, make_theme
from tests.factories.pages import make_article, make_event, make_project, make_session, make_standard_page
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.reading import headlines, page, words
from tests.standing import stands


@stands
def partner_page(tree):
    return make_partner_page(tree.fr, make_partner("Un organisme"))


@stands
def english_page(tree, partner_page):
    return make_partner_page(tree.en, partner_page.partner, translation_key=partner_page.translation_key)


def lead(publication):
    return PublicationPage.objects.get(pk=publication.pk).lead_partner.name


def titles(publications):
    return [publication.title for publication in publications]


def test_what_may_be_created_where(tree, partner_page):
    event = make_event(partner_page)
    parents = {
        "root": tree.fr.home.get_parent().specific,
        "home": tree.fr.home,
        "articles": tree.fr.articles,
        "calendar": tree.fr.calendar,
        "projects": tree.fr.projects,
        "partners": tree.fr.partners,
        "partner": partner_page,
        "article": make_article(partner_page),
        "event": event,
        "session": make_session(event),
        "project": make_project(tree.fr.projects),
        "standard": make_standard_page(tree.fr.home),
    }
    models = (
        HomePage,
        ArticleIndexPage,
        EventIndexPage,
        ProjectIndexPage,
        PartnerIndexPage,
        StandardPage,
        PartnerPage,
        PublicationPage,
        ArticlePage,
        EventPage,
        SessionPage,
        ProjectPage,
    )
    allowed = {
        model.__name__: [name for name, parent in parents.items() if model.can_create_at(parent)] for model in models
    }
    assert allowed == {
        "HomePage": ["root"],
        # One of each stands below the home page already.
        "ArticleIndexPage": [],
        "EventIndexPage": [],
        "ProjectIndexPage": [],
        "PartnerIndexPage": [],
        "StandardPage": ["home", "standard"],
        "PartnerPage": ["partners"],
        "PublicationPage": [],
        "ArticlePage": ["partner"],
        "EventPage": ["partner"],
        "SessionPage": ["event"],
        "ProjectPage": ["projects", "project"],
    }


def test_the_list_pages_can_be_created_where_they_are_missing(tree):
    tree.fr.home.get_children().delete()
    home = HomePage.objects.get(pk=tree.fr.home.pk)
    models = (ArticleIndexPage, EventIndexPage, ProjectIndexPage, PartnerIndexPage)
    assert [model.can_create_at(home) for model in models] == [True] * 4


def test_types():
    assert {klass.__name__: klass.publication_type for klass in concrete_subclasses(PublicationPage)} == {
        "ArticlePage": "article",
        "EventPage": "event",
        "SessionPage": "session",
        "ProjectPage": "project",
    }
    assert [PublicationPage.class_for(name) for name in ("article", "event", "session", "project")] == [
        ArticlePage,
        EventPage,
        SessionPage,
        ProjectPage,
    ]
    with pytest.raises(KeyError):
        PublicationPage.class_for("poem")


def test_columns_that_lists_read(tree, partner_page):
    evening = datetime(2023, 9, 2, 1, 30, tzinfo=UTC)  # The evening of the day before, in Toronto.
    event = make_event(partner_page, title="E", starts_on=date(2023, 10, 11), format=make_format("forum"))
    make_article(partner_page, title="A", article_kind="entrevue", first_published_at=evening)
    make_article(partner_page, title="B", live=False)
    make_session(event, title="S", format=make_format("panel"))
    make_project(tree.fr.projects, title="P")
    rows = PublicationPage.objects.order_by("title").values_list("title", "type", "kind", "sort_date")
    assert list(rows) == [
        ("A", "article", "entrevue", date(2023, 9, 1)),
        ("B", "article", "nouvelle", None),
        ("E", "event", "forum", date(2023, 10, 11)),
        ("P", "project", "", date(2023, 9, 1)),
        ("S", "session", "panel", None),
    ]


def test_publication_fills_the_date(partner_page):
    article = make_article(partner_page, live=False)
    article.save_revision().publish()
    published = ArticlePage.objects.get(pk=article.pk)
    assert (published.live, published.sort_date is not None) == (True, True)


def test_the_lead_partner_is_read_from_the_tree(tree, partner_page):
    event = make_event(partner_page)
    hub = make_project(tree.fr.projects)
    found = [make_article(partner_page), event, make_session(event), hub, make_project(hub)]
    assert [lead(publication) for publication in found] == ["Un organisme"] * 3 + ["La Trame"] * 2


def test_the_lead_partner_cannot_be_typed(partner_page):
    article = make_article(partner_page, lead_partner=make_partner("Un intrus"))
    assert lead(article) == "Un organisme"


def test_the_lead_partner_follows_a_move(tree, partner_page):
    other = make_partner_page(tree.fr, make_partner("Un autre"))
    event = make_event(partner_page)
    session = make_session(event)
    staying = make_article(partner_page)
    event.refresh_from_db()
    event.move(other, pos="last-child")
    assert [lead(publication) for publication in (event, session, staying)] == ["Un autre", "Un autre", "Un organisme"]


def errors_of(publication):
    with pytest.raises(ValidationError) as refused:
        publication.full_clean()
    return refused.value.message_dict


TWICE = {
    "subjects": lambda: PublicationSubject(subject=make_subject()),
    "themes": lambda: PublicationTheme(theme=make_theme()),
    "topics": lambda: PublicationCrossTopic(topic=make_term(CrossTopic, "fiscalite")),
    "audiences": lambda: PublicationAudience(audience=make_term(Audience, "pme")),
    "territories": lambda: PublicationTerritory(territory=make_territory()),
}


@pytest.mark.parametrize("relation", TWICE)
def test_a_row_named_twice_is_refused(partner_page, relation):
    row = TWICE[relation]
    article = make_article(partner_page)
    setattr(article, relation, [row()])
    article.full_clean()
    setattr(article, relation, [row(), row()])
    errors = errors_of(article)
    ends = [message.partition("\xa0» ")[2] for message in errors["__all__"]]
    assert (list(errors), ends) == (["__all__"], ["figure deux fois\xa0: retirez-en un."])


def test_a_partner_named_twice_is_refused(partner_page):
    article, partner = make_article(partner_page), make_partner()
    article.co_publications = [CoPublication(partner=partner), CoPublication(partner=partner)]
    assert list(errors_of(article)) == ["__all__"]


def test_an_image_has_words_or_is_decorative(partner_page):
    article = make_article(partner_page)
    article.lead_image = make_image()
    assert errors_of(article) == {"lead_image_alt": ["Décrivez l’image, ou indiquez qu’elle est décorative."]}
    article.lead_image_is_decorative = True
    article.full_clean()
    article.lead_image_is_decorative, article.lead_image_alt = False, "Une étoffe"
    article.full_clean()


def test_by_partner_names_what_it_leads_and_what_it_has_accepted(tree, partner_page):
    partner = make_partner("Un allié")
    own = make_partner_page(tree.fr, partner)
    rows = lambda **fields: {"co_publications": [CoPublication(partner=partner, **fields)]}  # noqa: E731
    make_article(own, title="Mené")
    make_article(own, title="Mené et cosigné", rows=rows(is_accepted=True))
    make_article(partner_page, title="Accepté", rows=rows(is_accepted=True))
    make_article(partner_page, title="Proposé", rows=rows())
    make_article(partner_page, title="Étranger")
    found = PublicationPage.objects.by_partner(partner).order_by("title")
    assert titles(found) == ["Accepté", "Mené", "Mené et cosigné"]


def test_a_co_publication_shows_once_it_is_accepted(client, partner_page):
    accepted = CoPublication(partner=make_partner("Accepté"), is_accepted=True)
    proposed = CoPublication(partner=make_partner("Muet"))
    article = make_article(partner_page, rows={"co_publications": [accepted, proposed]})
    shown = words(page(client.get(article.get_url())))
    assert ("Accepté" in shown, "Muet" in shown) == (True, False)


def test_belonging_works_across_languages(tree, partner_page, english_page):
    hub = make_project(tree.fr.projects, title="Carrefour")
    english_hub = make_project(tree.en.projects, title="Crossroads", translation_key=hub.translation_key)
    other = make_project(tree.fr.projects, title="Autre")
    rows = lambda whole, **fields: {"belongings": [Belonging(whole=whole, **fields)]}  # noqa: E731
    make_article(partner_page, title="Au français", rows=rows(hub, is_accepted=True))
    make_article(english_page, title="English, named in French", rows=rows(hub, is_accepted=True))
    make_article(english_page, title="English, named in English", rows=rows(english_hub, is_accepted=True))
    make_article(partner_page, title="Proposé", rows=rows(hub))
    make_article(partner_page, title="Ailleurs", rows=rows(other, is_accepted=True))
    found = PublicationPage.objects.belonging_to(hub.translation_key).order_by("title")
    assert titles(found) == ["Au français", "English, named in English", "English, named in French"]


def test_what_a_publication_belongs_to_is_named_in_its_language(tree, partner_page, english_page):
    hub = make_project(tree.fr.projects, title="Carrefour")
    make_project(tree.en.projects, title="Crossroads", translation_key=hub.translation_key)
    hidden = make_project(tree.fr.projects, title="Brouillon", live=False)
    refused = make_project(tree.fr.projects, title="Refusé")
    belongings = lambda: [  # noqa: E731
        Belonging(whole=hub, is_accepted=True),
        Belonging(whole=hidden, is_accepted=True),
        Belonging(whole=refused),
    ]
    articles = [make_article(parent, rows={"belongings": belongings()}) for parent in (partner_page, english_page)]
    assert [titles(article.wholes()) for article in articles] == [["Carrefour"], ["Crossroads"]]


def test_citing(partner_page):
    eve, anne = make_person("Ève"), make_person("Anne")
    roles = [Contribution(person=eve), Contribution(person=eve, role="interviewed")]
    make_article(partner_page, title="D’Ève", rows={"contributions": roles})
    make_article(partner_page, title="D’Anne", rows={"contributions": [Contribution(person=anne)]})
    assert titles(PublicationPage.objects.citing(eve)) == ["D’Ève"]


def test_terms_in_the_readers_language(client, partner_page, english_page):
    rows = {
        "subjects": [
            PublicationSubject(subject=make_subject("a", label_en="")),
            PublicationSubject(subject=make_subject("b")),
        ],
        "themes": [PublicationTheme(theme=make_theme("t"))],
        "topics": [PublicationCrossTopic(topic=make_term(CrossTopic, "x"))],
    }
    article = make_article(english_page, rows=rows)
    shown = words(page(client.get(article.get_url())))
    assert [label in shown for label in ("a (fr)", "b (en)", "t (en)", "x (en)")] == [True] * 4


def test_words_of_a_body_are_found_through_the_parent(request, partner_page):
    if request.config.getoption("nomigrations"):
        pytest.skip("SQLite's index of words is made by a migration")
    make_article(partner_page, title="Un", body=[("text", "<p>Le chanvre et le lin.</p>")])
    make_article(partner_page, title="Deux", body=[("text", "<p>La laine.</p>")])
    carry(now=timezone.now())
    found = PublicationPage.objects.filter(type="article").search("chanvre")
    assert titles(found) == ["Un"]


def test_readable_in(partner_page, english_page):
    both = make_article(partner_page, title="Les deux")
    make_article(english_page, title="Both", translation_key=both.translation_key)
    draft = make_article(partner_page, title="Anglais en brouillon")
    make_article(english_page, title="Draft", translation_key=draft.translation_key, live=False)
    make_article(partner_page, title="Seul")
    make_article(english_page, title="Alone")
    readable = {code: sorted(titles(PublicationPage.objects.readable_in(code))) for code in ("fr", "en")}
    assert readable == {
        "fr": ["Anglais en brouillon", "Les deux", "Seul"],
        "en": ["Alone", "Anglais en brouillon", "Both", "Seul"],
    }


@pytest.mark.parametrize("make", [make_article, make_event])
def test_a_draft_can_be_previewed(admin, partner_page, make):
    draft = make(partner_page, title="Un brouillon", live=False)
    answer = draft.make_preview_request()
    assert (answer.status_code, "Un brouillon" in answer.rendered_content) == (200, True)


def test_drafts_of_sessions_and_projects_can_be_previewed(tree, partner_page):
    session = make_session(make_event(partner_page), title="Un brouillon", live=False)
    project = make_project(tree.fr.projects, title="Un brouillon", live=False)
    assert [found.make_preview_request().status_code for found in (session, project)] == [200, 200]


def test_latest_first_in_the_list_of_a_partner(client, partner_page):
    for title, day in (("Ancien", 1), ("Récent", 20), ("Entre les deux", 10)):
        make_article(partner_page, title=title, first_published_at=datetime(2023, 9, day, 15, tzinfo=UTC))
    make_event(partner_page, title="Sans date")
    found = headlines(page(client.get(partner_page.get_url())))
    assert found == ["Récent", "Entre les deux", "Ancien", "Sans date"]


def test_the_lead_follows_when_a_page_is_given_to_another_partner(tree):
    page = make_partner_page(tree.fr)
    article = make_article(page)
    heir = make_partner("Une héritière")
    page.partner = heir
    page.save()
    article.refresh_from_db()
    assert article.lead_partner == heir
