"""wagtail-localize answers administrators only, wherever it is reached."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from tests.factories.accounts import make_administrator
from tests.factories.moderation import as_stored, make_draft, page_of
from tests.factories.partners import make_communications, make_member, make_translator, make_working_partner


@pytest.fixture
def crim(tree):
    return make_working_partner("CRIM")


@pytest.fixture
def english(crim):
    """The English page of a partner, kept in step with the French one."""
    source, _created = TranslationSource.update_or_create_from_instance(page_of(crim))
    Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
    return page_of(crim, "en")


@pytest.mark.parametrize("make", [make_communications, make_translator])
def test_portal_wide_roles_are_led_home(client, crim, english, make):
    client.force_login(make())
    response = client.get(reverse("wagtailadmin_pages:edit", args=[english.pk]))
    assert (response.status_code, response.url.split("/")[1]) == (302, "admin")
    assert b"segments" not in client.get(response.url, follow=True).content


def test_a_member_is_led_to_the_french_page(client, crim, english):
    client.force_login(make_member(crim))
    response = client.get(reverse("wagtailadmin_pages:edit", args=[english.pk]))
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page_of(crim).pk])


def test_nothing_posted_there_is_taken(client, crim, english):
    client.force_login(make_member(crim, "lead"))
    for action in ("action-publish", "localize-restart-translation", "localize-convert-to-alias", "action-stop"):
        client.post(reverse("wagtailadmin_pages:edit", args=[english.pk]), {action: "1", "title": "Stolen"})
    page = as_stored(english)
    assert (page.title, page.alias_of, page.draft_title) == ("CRIM", None, "CRIM")
    assert Translation.objects.get().enabled is True


def test_an_administrator_enters(client, crim, english):
    client.force_login(make_administrator())
    assert client.get(reverse("wagtailadmin_pages:edit", args=[english.pk])).status_code == 200


def test_its_own_addresses_are_closed(client, crim):
    client.force_login(make_member(crim, "lead"))
    page = make_draft(crim)
    for address in (
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
        reverse("wagtail_localize:translations_report"),
        reverse("wagtail_localize:translations_report_results"),
        reverse("wagtail_localize:convert_to_alias", args=[page.pk]),
    ):
        assert client.get(address).status_code in {302, 403}, address
