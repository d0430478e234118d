import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import PageViewRestriction

from partners.models import CoPublication, Membership, Partner
from tests.factories.accounts import make_user
from tests.factories.core import make_territory
from tests.factories.pages import make_article
from tests.factories.partners import make_partner, make_partner_page
from tests.reading import headlines, page, words
from tests.standing import stands


def test_there_is_one_portal(tree):
    make_partner()
    make_partner()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_partner("Un autre portail", is_portal=True)
    assert list(Partner.objects.filter(is_portal=True)) == [tree.portal]


def test_active(tree):
    make_partner("Actif")
    make_partner("Inactif", is_active=False)
    assert [partner.name for partner in Partner.objects.active()] == ["Actif", "La Trame"]


def test_short_name():
    assert [Partner(name="Un organisme", acronym=acronym).short_name for acronym in ("UO", "")] == [
        "UO",
        "Un organisme",
    ]


def test_a_member_belongs_once_to_a_partner(db):
    partner, user = make_partner(), make_user()
    Membership.objects.create(partner=partner, user=user, role="lead")
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(partner=partner, user=user, role="editor")


def test_two_partners_cannot_have_the_same_name(db):
    make_partner("Un organisme")
    with pytest.raises(ValidationError) as refused:
        Partner(name="Un organisme", slug="autre", type=Partner.objects.get().type).full_clean()
    assert list(refused.value.message_dict) == ["name"]


@stands
def gone(tree):
    """A partner that left, with its page and a text."""
    partner_page = make_partner_page(tree.fr, make_partner("Un organisme"))
    make_article(partner_page, title="Son texte")
    partner_page.partner.is_active = False
    partner_page.partner.save()
    return partner_page


def test_an_inactive_partner_leaves_the_directory(client, tree, gone):
    make_partner_page(tree.fr, make_partner("Actif"))
    assert headlines(page(client.get("/fr/partenaires/"))) == ["Actif"]


def test_the_page_and_the_texts_of_an_inactive_partner_stay_attributed(client, gone):
    soup = page(client.get(gone.get_url()))
    assert headlines(soup) == ["Son texte"]
    assert "Cette organisation ne publie plus ici; ses textes demeurent." in words(soup.main)
    listed = page(client.get("/fr/articles/"))
    assert headlines(listed) == ["Son texte"]
    assert "Un organisme" in words(listed.main)
    assert "Un organisme" in words(page(client.get(gone.get_children().get().get_url())).main)


def test_the_directory_is_in_the_readers_language_and_by_name(client, tree):
    for name in ("Zinc", "Argent"):
        french = make_partner_page(tree.fr, make_partner(name, acronym=name[:2].upper(), territory=make_territory()))
        make_partner_page(tree.en, french.partner, translation_key=french.translation_key)
    make_partner_page(tree.fr, make_partner("Brouillon"), live=False)
    private = make_partner_page(tree.fr, make_partner("Privé"))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert headlines(page(client.get("/fr/partenaires/"))) == ["Argent (AR)", "Zinc (ZI)"]
    english = page(client.get("/en/partners/"))
    assert headlines(english) == ["Argent (AR)", "Zinc (ZI)"]
    assert "obnl (en)" in words(english.main)
    assert "06 (en)" in words(english.main)


def test_page_of_a_partner_names_what_it_publishes_with_others(client, tree):
    ally = make_partner_page(tree.fr, make_partner("Un allié"))
    other = make_partner_page(tree.fr, make_partner("Un autre"))
    for title, accepted in (("Accepté", True), ("Proposé", False)):
        rows = {"co_publications": [CoPublication(partner=ally.partner, is_accepted=accepted)]}
        make_article(other, title=title, rows=rows)
    assert headlines(page(client.get(ally.get_url()))) == ["Accepté"]
