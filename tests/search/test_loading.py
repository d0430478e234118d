import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage
from events.models import EventSeries
from partners.enums import ContributionRole
from partners.models import (
    Belonging,
    Contribution,
    CoPublication,
    PartnerAlias,
    PublicationSubject,
    PublicationTerritory,
    PublicationTheme,
)
from projects.models import ProjectRole
from search.documents import document_of
from search.indices import trees
from search.loading import loaded, tree_of
from tests.factories.core import make_format, make_subject, make_territory, make_theme
from tests.factories.pages import make_article, make_event, make_project, make_session, make_venue
from tests.factories.partners import make_partner, make_partner_page, make_person


@pytest.fixture
def world(tree):
    """A page of each type with everything that its document may hold, and one with nothing of it."""
    lead, other = make_partner("CRIM"), make_partner("SAT")
    PartnerAlias.objects.create(partner=lead, name="Vieux nom")
    PartnerAlias.objects.create(partner=other, name="Autre nom")
    home = make_partner_page(tree.fr, lead)
    project = make_project(tree.fr.projects)
    project.roles = [ProjectRole(partner=other)]
    project.save()
    person = make_person("Anne")

    def rows():
        return {
            "co_publications": [CoPublication(partner=other, is_accepted=True)],
            "contributions": [Contribution(person=person, role=ContributionRole.AUTHOR)],
            "subjects": [PublicationSubject(subject=make_subject(code)) for code in ("un", "deux")],
            "themes": [PublicationTheme(theme=make_theme())],
            "territories": [PublicationTerritory(territory=make_territory())],
            "belongings": [Belonging(whole=project, is_accepted=True)],
        }

    series = EventSeries.objects.create(code="mtl", name_fr="MTL")
    event = make_event(home, venues=[make_venue()], series=series, format=make_format(), rows=rows())
    make_session(event, venue=make_venue("Un autre"))
    make_article(home, rows=rows())
    make_article(home)
    PageViewRestriction.objects.create(page=make_article(home, rows=rows()), restriction_type="login")


def pages():
    return [model for models_of in trees().values() for model in models_of if hasattr(model, "indexed_with")]


@pytest.mark.usefixtures("world")
def test_what_is_loaded_holds_what_each_page_holds():
    for model in pages():
        own = {page.pk: document_of(page) for page in model.objects.filter(content_type__model=model._meta.model_name)}
        assert {page.pk: document_of(page) for page in loaded(model.get_indexed_objects())} == own


@pytest.mark.usefixtures("world")
def test_a_document_of_what_is_loaded_costs_nothing_more(django_assert_num_queries):
    for model in pages():
        found = loaded(model.get_indexed_objects())
        with django_assert_num_queries(0):
            for page in found:
                document_of(page)


@pytest.mark.usefixtures("world")
def test_the_cost_of_loading_depends_on_no_number_of_pages():
    def cost(objs):
        with CaptureQueriesContext(connection) as queries:
            assert loaded(objs)
        return len(queries)

    some = ArticlePage.get_indexed_objects().order_by("pk")
    assert cost(some[:1]) == cost(some)


def test_what_has_no_relation_is_read_as_it_is(db):
    subject = make_subject()
    assert loaded(type(subject).get_indexed_objects()) == [subject]


def test_lookups_become_a_tree():
    assert tree_of(["b", "a__c", "a__d__e", "a"]) == {"a": {"c": {}, "d": {"e": {}}}, "b": {}}
