"""Every wording of an expression finds every other in the database too, at once."""

import pytest
from django.utils import timezone

from core.models import Acronym
from partners.models import PublicationPage
from search import synonyms
from search.contract import Question
from search.database.searcher import DatabaseSearcher
from search.models import IndexChange, SynonymGroup
from search.words import read
from tests.factories.pages import make_article
from tests.factories.partners import make_partner, make_partner_page
from tests.search.indexing import fill

pytestmark = pytest.mark.django_db

TEXTS = {
    "TIC": "Le secteur des TIC recrute.",
    "expansion": "Les technologies de l’information et des communications.",
    "ICT": "Le mot ICT vient de l’anglais.",
    "group": "Une école d’informatique appliquée.",
}
TYPED = [
    *("TIC", "les TICs", "ict", "Informatique appliquee", "technologies de l'information et des communications"),
    "technologie de l’information et de la communication",
]


def found(typed):
    question = Question(query=read(typed, synonyms.load()), language="fr", now=timezone.now())
    answer = DatabaseSearcher().search(question)
    assert answer.is_similar is False
    return set(PublicationPage.objects.filter(pk__in=[hit.pk for hit in answer.hits]).values_list("title", flat=True))


@pytest.mark.parametrize("typed", TYPED)
def test_each_finds_all_of_them(tree, typed):
    home = make_partner_page(tree.fr, make_partner("Maison des étoffes"))
    for title, words in TEXTS.items():
        make_article(home, title=title, body=[("text", f"<p>{words}</p>")])
    make_article(home, title="autre", body=[("text", "<p>Les communications de l’école.</p>")])
    fill("default")
    IndexChange.objects.all().delete()
    Acronym.objects.create(
        acronym_fr="TIC", expansion_fr="technologies de l’information et des communications", acronym_en="ICT"
    )
    SynonymGroup.objects.create(terms="TIC\ninformatique appliquée")
    assert found(typed) == set(TEXTS)
