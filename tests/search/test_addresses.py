import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone, translation

from core.alternates import Alternate
from core.filters import Active
from search import addresses
from search.contract import Answer
from search.enums import Sort
from search.forms import read
from search.results import gather
from tests.factories.core import make_subject
from tests.factories.pages import make_project


@pytest.fixture
def hub(tree):
    """A project with its English version."""
    make_subject("gestion")
    make_subject("droit")
    french = make_project(tree.fr.projects, title="Le métier", slug="metier")
    make_project(tree.en.projects, title="The loom", slug="loom", translation_key=french.translation_key)
    make_project(tree.fr.projects, title="Sans anglais", slug="sans-anglais")
    return french


def searched(query, **answer):
    answer = {"total": 45, **answer}
    asked = read(QueryDict(query), "fr")
    page = Paginator(range(answer["total"]), 20).get_page(asked.page)
    return gather(asked, Answer(**answer), page, language="fr", now=timezone.now())


EVERYTHING = "q=deux+mots&subject=droit&subject=gestion&project=metier&project=sans-anglais&sort=date&page=2"


def test_filters_in_force(hub):
    here = "/fr/recherche/?q=deux+mots&sort=date"
    assert addresses.active(searched(EVERYTHING)) == [
        Active("droit (fr)", f"{here}&subject=gestion&project=metier&project=sans-anglais"),
        Active("gestion (fr)", f"{here}&subject=droit&project=metier&project=sans-anglais"),
        Active("Le métier", f"{here}&subject=droit&subject=gestion&project=sans-anglais"),
        Active("Sans anglais", f"{here}&subject=droit&subject=gestion&project=metier"),
    ]
    assert addresses.without_filters(searched(EVERYTHING)) == "/fr/recherche/?q=deux+mots&page=1"
    assert addresses.active(searched("subject=droit")) == [Active("droit (fr)", "/fr/recherche/")]


def test_orders(hub):
    found = addresses.orders(searched("q=mots&subject=droit&page=2"))
    assert found == [
        (Sort.RELEVANCE, "?q=mots&subject=droit", True),
        (Sort.DATE, "?q=mots&subject=droit&sort=date", False),
    ]
    assert [is_current for _sort, _address, is_current in addresses.orders(searched("q=mots&sort=date"))] == [
        False,
        True,
    ]
    assert addresses.orders(searched("subject=droit")) == []


def test_the_other_language(hub):
    """A project is named by its own version there, or not at all."""
    assert addresses.elsewhere(searched("q=deux+mots")) == "/en/search/?q=deux+mots"
    assert addresses.elsewhere(searched(EVERYTHING)) == (
        "/en/search/?q=deux+mots&subject=droit&subject=gestion&project=loom"
    )
    assert translation.get_language() == "fr"


def test_alternates(hub):
    assert addresses.alternates(searched("q=mots&project=metier&sort=date&page=2"), "/en/ailleurs/") == [
        Alternate("fr", "/fr/recherche/?q=mots&project=metier"),
        Alternate("en", "/en/ailleurs/"),
    ]


def test_pages(hub):
    found = searched("q=mots&sort=date&type=article&page=2")
    assert addresses.page_of(found, 1) == "/fr/recherche/?q=mots&type=article&sort=date"
    assert addresses.page_of(found, 3) == "/fr/recherche/?q=mots&type=article&sort=date&page=3"
    assert addresses.page_of(found, 2, is_feed=True) == (
        "/fr/recherche/?q=mots&type=article&sort=date&page=2&format=json"
    )


def test_spelling(hub):
    found = searched("q=mtier&subject=droit&page=2", spelling="métier à tisser")
    assert addresses.spelt(found) == "/fr/recherche/?q=m%C3%A9tier+%C3%A0+tisser&subject=droit"


def test_hostile_words_stay_in_their_parameter(hub):
    found = searched("q=%26page%3D3%23%22%3E%3Cscript%3E")
    assert addresses.page_of(found, 1) == "/fr/recherche/?q=%26page%3D3%23%22%3E%3Cscript%3E"
