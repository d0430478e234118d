"""A French page is not deleted from above the English that readers can open."""

import html

import pytest
from wagtail.models import Page

from tests.factories.accounts import make_administrator
from tests.factories.moderation import approve, as_stored, page_of
from tests.factories.twins import make_company
from tests.standing import stands


@stands
def company(tree):
    return make_company()


@stands
def twins(company):
    french = approve(company.french(title="Le fil"), company.communications)
    return french, approve(company.english(french), company.communications)


def delete(client, page, way):
    client.force_login(make_administrator())
    if way == "bulk":
        address = f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}&next=/admin/"
        return client.post(address, {"wagtailadmin-site-name": "", "next": "/admin/"}, follow=True)
    return client.post(f"/admin/pages/{page.pk}/delete/", follow=True)


@pytest.mark.parametrize("way", ["one", "bulk"])
@pytest.mark.parametrize("is_above", [False, True])
def test_is_refused_while_readers_can_open_its_english(client, company, twins, way, is_above):
    page = page_of(company.partner) if is_above else twins[0]
    response = delete(client, page, way)
    assert [message.tags for message in response.context["messages"]] == ["error"]
    assert "“EN Le fil”" in html.unescape(response.content.decode())
    assert [as_stored(twin).live for twin in twins] == [True, True]


@pytest.mark.parametrize("way", ["one", "bulk"])
def test_is_done_once_they_cannot(client, twins, way):
    french, english = twins
    english.unpublish()
    delete(client, french, way)
    assert not Page.objects.filter(pk=french.pk).exists()


def test_english_is_deleted_alone(client, twins):
    french, english = twins
    delete(client, english, "one")
    assert list(Page.objects.filter(translation_key=french.translation_key)) == [as_stored(french).page_ptr]
