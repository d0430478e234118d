"""A new text begins below its partner's French page, without the tree."""

import pytest
from django.urls import reverse

from partners.models import Membership, Partner, PartnerPage
from partners.provisioning import provision
from tests.factories.partners import make_translator, make_working_partner
from tests.reading import page


def add_url(partner, model="articles/articlepage"):
    french = PartnerPage.objects.get(partner=partner, locale__language_code="fr")
    return f"/admin/pages/add/{model}/{french.pk}/"


@pytest.mark.parametrize(("kind", "model"), [("article", "articles/articlepage"), ("event", "events/eventpage")])
def test_the_only_partner_is_found(client, crim, people, kind, model):
    client.force_login(people.editor)
    response = client.get(f"/admin/desk/new/{kind}/")
    assert (response.status_code, response["Location"]) == (302, add_url(crim, model))
    assert client.get(response["Location"]).status_code == 200


def test_one_of_several_partners_is_chosen(client, crim, people):
    other = make_working_partner("Autre")
    make_working_partner("Troisième")
    Membership.objects.create(partner=other, user=people.editor, role="editor")
    client.force_login(people.editor)
    soup = page(client.get("/admin/desk/new/event/"))
    choices = {link.get_text(): link["href"] for link in soup.select(".desk-choices a")}
    assert choices == {
        "Autre": f"/admin/desk/new/event/{other.pk}/",
        "CRIM": f"/admin/desk/new/event/{crim.pk}/",
    }
    assert client.get(choices["Autre"])["Location"] == add_url(other, "events/eventpage")


@pytest.mark.parametrize("who", ["communications", "administrator"])
def test_staff_write_for_the_portal_and_for_any_partner_that_is_named(client, crim, people, who):
    client.force_login(getattr(people, who))
    portal = provision(Partner.objects.get(is_portal=True))
    assert client.get("/admin/desk/new/article/")["Location"] == add_url(portal)
    assert client.get(f"/admin/desk/new/article/{crim.pk}/")["Location"] == add_url(crim)


def test_another_partner_is_not_found(client, people):
    other = make_working_partner("Autre")
    client.force_login(people.editor)
    assert client.get(f"/admin/desk/new/article/{other.pk}/").status_code == 404


@pytest.mark.parametrize("kind", ["session", "project", "nothing"])
def test_other_types_are_not_begun_here(client, people, kind):
    client.force_login(people.editor)
    assert client.get(f"/admin/desk/new/{kind}/").status_code == 404


def test_whoever_does_not_write_is_sent_back(client, crim, people):
    crim.is_active = False
    crim.save()
    for person in (make_translator(), people.editor):
        client.force_login(person)
        assert client.get("/admin/desk/new/article/")["Location"] == reverse("wagtailadmin_home")


def test_a_partner_without_a_french_page_says_what_to_do(client, crim, people):
    for partner_page in crim.pages.all():
        partner_page.delete()
    client.force_login(people.editor)
    response = client.get("/admin/desk/new/article/", follow=True)
    assert response.redirect_chain == [(reverse("wagtailadmin_home"), 302)]
    assert [str(message).strip() for message in response.context["messages"]] == [
        "CRIM has no page in French yet: an administrator can create it."
    ]
