import pytest

from partners.models import PartnerAlias
from tests.factories.core import make_image
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.machines import graph, shared

# Wagtail leaves the closing of a new rendition's temporary file to Python.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile:ResourceWarning")

URL = "http://localhost:8000/fr/partenaires/un-organisme/"


def test_partner_with_everything(client, tree):
    partner = make_partner(
        "Un organisme", acronym="UO", website="https://uo.example", logo=make_image(width=900, height=300)
    )
    for name in ("L’Organisme", "UO"):
        PartnerAlias.objects.create(partner=partner, name=name)
    make_partner_page(tree.fr, partner, introduction="Il relie.")

    found = graph(client.get("/fr/partenaires/un-organisme/"))

    logo = found["Organization"].pop("logo")
    assert (logo["width"], logo["height"], logo["url"][-4:]) == (600, 200, ".png")
    assert found["Organization"] == {
        "@type": "Organization",
        "name": "Un organisme",
        "alternateName": ["UO", "L’Organisme"],
        "description": "Il relie.",
        "url": URL,
        "sameAs": "https://uo.example",
    }
    assert set(found) == {"BreadcrumbList", "Organization"}


def test_bare_partner(client, tree):
    make_partner_page(tree.fr, make_partner("Un organisme"))

    response = client.get("/fr/partenaires/un-organisme/")

    assert graph(response)["Organization"] == {"@type": "Organization", "name": "Un organisme", "url": URL}
    assert shared(response)["og:title"] == "Un organisme"


def test_person_of_an_organisation_that_is_no_partner(client, tree):
    make_person("Ève", organisation_name="Une école", role_fr="Enseignante", role_en="Teacher", biography_en="A life.")

    person = graph(client.get("/en/people/eve/"))["Person"]

    assert person == {
        "@type": "Person",
        "name": "Ève",
        "url": "http://localhost:8000/en/people/eve/",
        "jobTitle": "Teacher",
        "worksFor": {"@type": "Organization", "name": "Une école"},
        "description": "A life.",
        "mainEntityOfPage": "http://localhost:8000/en/people/eve/",
    }
