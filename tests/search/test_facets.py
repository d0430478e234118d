"""The facets of the search: what addresses say, what forms offer."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from wagtail.models import PageViewRestriction

from core.filters import Option
from partners.models import Belonging, PublicationPage, PublicationSubject
from search import facets
from search.contract import FACETS
from tests.factories.core import make_format, make_subject, make_territory, make_theme
from tests.factories.pages import make_article, make_project
from tests.factories.partners import make_partner, make_partner_page


@pytest.fixture
def project(tree):
    return make_project(tree.fr.projects, title="CLIC Québec", slug="clic")


@pytest.fixture
def translated(tree, project):
    """The project in English, with a slug of its own."""
    return make_project(tree.en.projects, title="CLIC Quebec", slug="clic-en", translation_key=project.translation_key)


def offered(counts, chosen, language="fr"):
    return {facet.name: options for facet, options in facets.named(counts, chosen, language) if options}


def test_the_facets_are_those_of_the_contract():
    assert tuple(facet.name for facet in facets.FACETS) == FACETS


def test_what_an_address_asks(tree, project):
    make_subject("code")
    make_subject("culture")
    make_theme("ia")
    make_territory("06")
    make_format("atelier")
    make_partner("Un organisme")
    query = (
        "subject=code&subject=culture&theme=ia&territory=06&partner=un-organisme&kind=atelier&kind=analyse&type=event"
        "&mode=online&year=2023&year=2022&project=clic&q=oui&page=2"
    )
    assert facets.read(QueryDict(query), "fr") == (
        {
            "type": ("event",),
            "kind": ("analyse", "atelier"),
            "subject": ("code", "culture"),
            "theme": ("ia",),
            "partner": ("un-organisme",),
            "project": (str(project.translation_key),),
            "territory": ("06",),
            "mode": ("online",),
            "year": ("2023", "2022"),
        },
        [],
    )


def test_what_nobody_knows_is_ignored_with_a_notice(tree):
    chosen, notices = facets.read(QueryDict("kind=rien&project=rien&year=99999&type=%00&mode=" + "x" * 300), "en")
    assert chosen == {}
    assert len(notices) == 5
    assert notices[-1] == "“99999” is not a known value of “Year”: this filter was ignored."


def test_a_project_has_an_address_in_each_language(tree, project, translated):
    key = str(project.translation_key)
    assert facets.read(QueryDict("project=clic-en"), "en") == ({"project": (key,)}, [])
    assert facets.read(QueryDict("project=clic"), "en")[0] == {}
    assert offered({"project": {key: 3}}, {}) == {"project": [Option("clic", "CLIC Québec", 3)]}
    assert offered({}, {"project": (key,)}, "en") == {
        "project": [Option("clic-en", "CLIC Quebec", 0, is_selected=True)]
    }


def test_projects_with_one_slug_are_told_apart(tree, project):
    other = make_project(project, title="Un autre", slug="clic")
    found = facets.read(QueryDict(f"project={other.translation_key}"), "fr")
    assert found == ({"project": (str(other.translation_key),)}, [])
    assert facets.read(QueryDict("project=clic"), "fr")[0] == {}


@pytest.mark.parametrize("hidden", ["draft", "private", "expired", "other"])
def test_a_project_that_nobody_may_see_has_no_name(tree, project, hidden):
    if hidden == "draft":
        project.live = False
    if hidden == "expired":
        project.expire_at = datetime(2020, 1, 1, tzinfo=UTC)
    if hidden == "private":
        PageViewRestriction.objects.create(page=project, restriction_type=PageViewRestriction.LOGIN)
    project.save()
    language = "en" if hidden == "other" else "fr"
    key = str(project.translation_key)
    assert offered({"project": {key: 3}}, {"project": (key,)}, language) == {}
    chosen, notices = facets.read(QueryDict("project=clic"), language)
    assert (chosen, len(notices)) == ({}, 1)


def test_options_come_in_the_order_of_each_vocabulary(tree):
    make_subject("zebre", position=1, label_fr="Zèbre")
    make_subject("abeille", position=2, label_fr="Abeille", label_en="")
    make_format("atelier", label_fr="Atelier")
    make_partner("Écoute", slug="e")
    make_partner("Abri", slug="a")
    counts = {
        "type": {"project": 1, "article": 2},
        "kind": {"atelier": 1, "analyse": 4, "inconnu": 9},
        "subject": {"abeille": 3, "zebre": 1},
        "partner": {"e": 1, "a": 2},
        "mode": {"online": 1, "in_person": 2},
        "year": {"2021": 1, "2023": 5},
    }
    found = offered(counts, {"year": ("2022",)})
    assert {name: [(option.label, option.count) for option in options] for name, options in found.items()} == {
        "type": [("Article", 2), ("Projet", 1)],
        "kind": [("Analyse", 4), ("Atelier", 1)],
        "subject": [("Zèbre", 1), ("Abeille", 3)],
        "partner": [("Abri", 2), ("Écoute", 1)],
        "mode": [("En présentiel", 2), ("En ligne", 1)],
        "year": [("2023", 5), ("2022", 0), ("2021", 1)],
    }


def test_labels_are_those_of_the_language_asked(tree):
    make_subject("gestion")
    assert offered({"subject": {"gestion": 1}, "type": {"event": 2}}, {}, "en") == {
        "type": [Option("event", "Event", 2)],
        "subject": [Option("gestion", "gestion (en)", 1)],
    }


def test_queries_do_not_grow_with_values(tree, project, django_assert_num_queries):
    codes = [make_subject(f"sujet-{number}").code for number in range(30)]
    for some in (codes[:1], codes):
        counts = {"subject": dict.fromkeys(some, 1), "project": {str(project.translation_key): 1}, "kind": {"a": 1}}
        # One for the subjects, one for the projects, two for the formats of events and of sessions.
        with django_assert_num_queries(4):
            facets.named(counts, {}, "fr")


def test_the_condition_of_a_project(tree, project):
    home = make_partner_page(tree.fr)
    inside = make_article(home, title="Dedans", rows={"belongings": [Belonging(whole=project, is_accepted=True)]})
    make_article(home, title="Demandé", rows={"belongings": [Belonging(whole=project)]})
    make_article(home, title="Dans un article", rows={"belongings": [Belonging(whole=inside, is_accepted=True)]})
    for key, expected in ((project.translation_key, ["Dedans"]), (inside.translation_key, [])):
        found = facets.PROJECT.narrow(PublicationPage.objects.all(), [str(key)])
        assert [page.title for page in found] == expected


def test_a_publication_comes_once_whatever_it_has(tree):
    rows = [PublicationSubject(subject=make_subject(code)) for code in ("code", "culture")]
    make_article(make_partner_page(tree.fr), rows={"subjects": rows})
    assert facets.SUBJECT.narrow(PublicationPage.objects.all(), ["code", "culture"]).count() == 1
