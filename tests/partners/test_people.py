from datetime import UTC, date, datetime

from django.utils import translation

from partners.models import Contribution, Person
from tests.factories.pages import make_article, make_event
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.reading import headlines, page, words


def test_an_unconfirmed_person_has_no_public_page(client, tree):
    make_person("Ève", is_confirmed=False)
    assert [client.get(path).status_code for path in ("/fr/personnes/eve/", "/en/people/eve/")] == [404, 404]
    assert list(Person.objects.confirmed()) == []


def test_an_unconfirmed_person_is_named_without_a_link(client, tree):
    people = [make_person("Ève", is_confirmed=False), make_person("Anne")]
    rows = {"contributions": [Contribution(person=person, role="author") for person in people]}
    article = make_article(make_partner_page(tree.fr), rows=rows)
    main = page(client.get(article.get_url())).main
    assert ("Ève" in words(main), "Anne" in words(main)) == (True, True)
    assert [link["href"] for link in main.select("a[href*='/personnes/']")] == ["/fr/personnes/anne/"]


def test_page_of_a_person(client, tree):
    partner_page = make_partner_page(tree.fr, make_partner("Un organisme"))
    eve = make_person(
        "Ève Roy",
        organisation=partner_page.partner,
        role_fr="Directrice",
        role_en="Director",
        biography_fr="Elle tisse.",
    )
    rows = lambda: {"contributions": [Contribution(person=eve)]}  # noqa: E731
    make_event(partner_page, title="Sans date", rows=rows())
    make_event(partner_page, title="Forum", starts_on=date(2023, 10, 11), rows=rows())
    make_article(partner_page, title="Texte", rows=rows(), first_published_at=datetime(2023, 9, 1, 15, tzinfo=UTC))
    make_article(partner_page, title="Brouillon", live=False, rows=rows())
    make_article(partner_page, title="D’une autre", rows={"contributions": [Contribution(person=make_person())]})
    french = page(client.get("/fr/personnes/eve-roy/"))
    assert words(french.h1) == "Ève Roy"
    assert headlines(french) == ["Forum", "Texte", "Sans date"]
    assert [word in words(french.main) for word in ("Directrice", "Un organisme", "Elle tisse.")] == [True] * 3
    english = words(page(client.get("/en/people/eve-roy/")).main)
    assert [word in english for word in ("Director", "Elle tisse.", "Directrice")] == [True, True, False]


def test_address_and_affiliation():
    eve = Person(name="Ève", slug="eve", organisation_name="Une école")
    with translation.override("en"):
        assert eve.get_absolute_url() == "/en/people/eve/"
    assert (str(eve), eve.get_absolute_url(), eve.affiliation) == ("Ève", "/fr/personnes/eve/", "Une école")
