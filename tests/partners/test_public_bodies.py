"""Names of public bodies in English texts: those of Québec stay in French, others have the name that they have."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from partners.enums import FindingLevel
from partners.readiness import findings
from partners.readiness.public_bodies import BODIES
from tests.factories.pages import make_article
from tests.factories.partners import make_partner_page

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)

TRANSLATED = [
    ("Ministry of Culture and Communications", "ministère de la Culture et des Communications"),
    ("Québec’s Department of Culture", "ministère de la Culture et des Communications"),
    ("Quebec Ministry of Culture and Communication", "ministère de la Culture et des Communications"),
    ("Ministry of Cybersecurity and Digital Technology", "ministère de la Cybersécurité et du Numérique"),
    (
        "Ministry of International Relations and La Francophonie of Québec",
        "ministère des Relations internationales et de la Francophonie",
    ),
    ("Quebec Ministry of Economy and Innovation", "ministère de l’Économie, de l’Innovation et de l’Énergie"),
    (
        "Ministry of Immigration, Francization and Integration",
        "ministère de l’Immigration, de la Francisation et de l’Intégration",
    ),
    ("Ministry of Employment and Social Solidarity", "ministère de l’Emploi et de la Solidarité sociale"),
    ("Ministry of Municipal Affairs of Quebec", "ministère des Affaires municipales et de l’Habitation"),
    ("Ministry of the French Language", "ministère de la Langue française"),
    ("Ministry of Higher Education of Québec", "ministère de l’Enseignement supérieur"),
    ("Quebec's Ministry of Education", "ministère de l’Éducation"),
    ("Québec Ministry of Finance", "ministère des Finances"),
    ("Québec Department of the Executive Council", "ministère du Conseil exécutif"),
    ("Canadian Intergovernmental Affairs Secretariat", "Secrétariat aux affaires intergouvernementales canadiennes"),
    (
        "Secretariat for Canadian Intergovernmental Affairs",
        "Secrétariat aux affaires intergouvernementales canadiennes",
    ),
    ("Quebec Secretariat for Canadian Relations", "Secrétariat du Québec aux relations canadiennes"),
    ("Québec Youth Secretariat", "Secrétariat à la jeunesse"),
    ("Quebec Board of the French Language", "Office québécois de la langue française"),
    ("National Library and Archives of Quebec", "Bibliothèque et Archives nationales du Québec"),
    ("Quebec Institute of Statistics", "Institut de la statistique du Québec"),
    ("Quebec Standards Bureau", "Bureau de normalisation du Québec"),
    ("Quebec Arts and Letters Council", "Conseil des arts et des lettres du Québec"),
    ("Cultural Enterprises Development Corporation", "Société de développement des entreprises culturelles"),
    ("Quebec Research Fund", "Fonds de recherche du Québec"),
    ("Quebec Access to Information Commission", "Commission d’accès à l’information"),
    ("Investment Quebec", "Investissement Québec"),
    ("National School of Public Administration", "École nationale d’administration publique"),
    ("International Youth Offices of Québec", "Les Offices jeunesse internationaux du Québec"),
    ("Franco-Quebec Youth Office", "Office franco-québécois pour la jeunesse"),
]

# The names of others, what is no name, and what is right.
LEFT = [
    "the ministère de la Culture et des Communications",
    "the Office québécois de la langue française",
    "Ministry of Culture (France)",
    "France’s Ministry of Culture and Communication",
    "Ontario Ministry of Municipal Affairs and Housing",
    "Ministry of Education of Morocco",
    "the Minister of Culture and Communications",
    "National Library of France",
    "Library and Archives Canada",
    "Canada Council for the Arts",
    "Québec research funds are scarce",
    "the departments of Québec’s universities",
]


@pytest.fixture
def said(tree):
    """A function that gives what is found in a text of a language: the message and where."""
    parents = {"en": make_partner_page(tree.en)}
    parents["fr"] = make_partner_page(tree.fr, parents["en"].partner, translation_key=parents["en"].translation_key)

    def said(text, language="en", **fields):
        body = [("text", f"<p>{text}</p>")]
        found = findings(make_article(parents[language], **{"body": body, **fields}), now=NOW)
        assert all(one.level == FindingLevel.WARNING for one in found if one.code == "public-body")
        return [(one.message, one.field.partition(".")[0]) for one in found if one.code == "public-body"]

    return said


def test_each_translated_name(said):
    with translation.override("en"):
        found = {english: said(f"With the support of the {english}.") for english, _french in TRANSLATED}
    assert found == {
        english: [(f"“{english}”: names of public bodies stay in French; write “{french}”.", "body")]
        for english, french in TRANSLATED
    }


def test_each_body_of_the_table_is_tried():
    assert {french for _english, french in TRANSLATED} == {french for french, _pattern in BODIES}


def test_what_is_left(said):
    assert {text: said(text) for text in LEFT} == {text: [] for text in LEFT}


def test_in_other_fields_and_once_for_each(said):
    name = "Ministry of\u00a0Culture and Communications"
    found = said(f"{name}, {name}", summary=f"By the {name}.")
    assert [field for _message, field in found] == ["summary", "body"]


def test_a_french_page_may_name_them(said):
    assert said("Le Quebec Ministry of Culture, comme on le dit ailleurs", "fr") == []
