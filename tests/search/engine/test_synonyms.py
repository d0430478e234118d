"""Every wording of an expression finds every other, on both engines, without anything carried there."""

import pytest
from django.utils import timezone

from core.models import Acronym
from search import synonyms
from search.carrying import carry
from search.models import SynonymGroup
from search.words import read
from tests.factories.pages import make_article
from tests.portal.kept import store_in
from tests.search.engine.corpus import portal_on, text

pytestmark = pytest.mark.django_db

WORDINGS = {
    "TIC": "Le secteur des TIC recrute.",
    "technologies de l’information et des communications": "Les technologies de l’information et des communications.",
    "ICT": "Le mot ICT vient de l’anglais.",
    "information and communications technologies": "On dit information and communications technologies ailleurs.",
    "informatique appliquée": "Une école d’informatique appliquée.",
}
TYPED = [
    *WORDINGS,
    "les TICs",
    "technologies de l'information et de la communication",
    "technologie de l’information et des communications",
    "Informatique appliquee",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("synonyms")


@pytest.fixture(autouse=True)
def data_dir(folder):
    store_in(folder)
    return folder


@pytest.fixture(scope="module")
def world(search_url, django_db_setup, django_db_blocker, folder):
    with portal_on(search_url, django_db_blocker, folder) as world:
        for wording, words in WORDINGS.items():
            title = f"Texte {len(world.pages)}"
            world.pages[wording] = make_article(world.crim_page, title=title, summary="Résumé.", body=text(words))
        carry(now=timezone.now())
        yield world


def found(world, typed):
    answer = world.ask(query=read(typed, synonyms.load()))
    assert answer.is_similar is False
    names = {page.pk: name for name, page in world.pages.items()}
    return {names[hit.pk] for hit in answer.hits} & set(WORDINGS)


@pytest.mark.parametrize("typed", TYPED)
def test_each_finds_all_of_them(world, typed):
    Acronym.objects.update_or_create(
        acronym_fr="TIC",
        defaults={
            "expansion_fr": "technologies de l’information et des communications",
            "acronym_en": "ICT",
            "expansion_en": "information and communications technologies",
        },
    )
    group = SynonymGroup.objects.create(terms="TIC\ninformatique appliquée")
    assert found(world, typed) == set(WORDINGS)
    # At once, without anything carried to the engine.
    group.delete()
    assert "informatique appliquée" not in found(world, typed) or "nformatique" in typed
