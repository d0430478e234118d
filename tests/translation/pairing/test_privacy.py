"""What is private in French is private in English."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction, Revision

from core.refusals import Refused
from portal.publishing import publish_scheduled
from tests.factories.accounts import make_administrator
from tests.factories.moderation import approve, as_stored, page_of
from tests.factories.twins import make_company, sister_of
from tests.standing import stands

LOGIN, GROUPS, PASSWORD = PageViewRestriction.LOGIN, PageViewRestriction.GROUPS, PageViewRestriction.PASSWORD


@stands
def company(tree):
    return make_company()


@stands
def french(company):
    return approve(company.french(title="Le fil"), company.communications)


def restrict(page, kind=LOGIN, **fields):
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **fields)


def restrictions(page):
    return [
        (row.restriction_type, row.password, [group.name for group in row.groups.all()])
        for row in PageViewRestriction.objects.filter(page=page.pk)
    ]


def opened(*pages):
    """What anybody is answered: a page, or the way to log in."""
    return [Client().get(as_stored(page).url).status_code for page in pages]


def test_english_of_a_french_page_that_is_private_begins_private(company, french):
    restrict(french)
    english = approve(company.english(french), company.communications)
    assert (english.live, opened(french, english)) == (True, [302, 302])


def test_a_french_page_takes_its_live_english_along(company, french):
    english = approve(company.english(french), company.communications)
    assert opened(french, english) == [200, 200]
    restriction = restrict(french)
    assert opened(french, english) == [302, 302]
    restriction.delete()
    assert opened(french, english) == [200, 200]


def test_the_privacy_dialog_gives_both_the_same_groups(client, company, french):
    english = company.translate(french)
    client.force_login(make_administrator())
    for name in ("Ours", "Theirs"):
        group = Group.objects.create(name=name)
        data = {"restriction_type": GROUPS, "password": "", "groups": [group.pk]}
        client.post(f"/admin/pages/{french.pk}/privacy/", data)
        assert restrictions(french) == restrictions(english) == [(GROUPS, "", [name])]
    client.post(f"/admin/pages/{french.pk}/privacy/", {"restriction_type": PASSWORD, "password": "mot"})
    assert [row[:2] for row in restrictions(english)] == [(PASSWORD, "mot")]


def test_english_may_be_private_alone(company, french):
    english = approve(company.english(french), company.communications)
    restrict(english)
    assert (restrictions(french), opened(french, english)) == ([], [200, 302])


def test_english_stays_private_when_its_french_is_deleted(company, french):
    english = company.translate(french)
    restrict(french)
    as_stored(french).delete()
    assert restrictions(english) == [(LOGIN, "", [])]


@pytest.mark.parametrize("is_above", [False, True])
def test_english_that_anybody_could_open_is_not_published(company, french, is_above):
    private = page_of(company.partner) if is_above else french
    english = company.english(french)
    restrict(private)
    PageViewRestriction.objects.filter(page=sister_of(private)).delete()
    with pytest.raises(Refused, match=private.title):
        approve(english, company.communications)
    assert as_stored(english).live is False
    restrict(sister_of(private))
    assert approve(english, company.communications).live is True


def test_nor_when_its_hour_comes(company, french):
    english = approve(company.english(french), company.communications, go_live_at=timezone.now() + timedelta(days=1))
    restrict(french)
    PageViewRestriction.objects.filter(page=english).delete()
    content = english.latest_revision.content | {"go_live_at": None}
    due = Revision.objects.filter(pk=english.latest_revision_id)
    due.update(approved_go_live_at=timezone.now(), content=content)
    with pytest.raises(ExceptionGroup, match="Le fil"):
        publish_scheduled(now=timezone.now())
    assert as_stored(english).live is False
    restrict(english)
    publish_scheduled(now=timezone.now())
    assert as_stored(english).live is True


@pytest.mark.parametrize(
    ("own", "other", "is_published"),
    [
        ((LOGIN, ""), (GROUPS, ""), True),
        ((GROUPS, ""), (LOGIN, ""), False),
        ((PASSWORD, "mot"), (PASSWORD, "autre"), False),
        ((PASSWORD, "mot"), (PASSWORD, "mot"), True),
    ],
)
def test_english_is_at_least_as_private(company, french, own, other, is_published):
    english = company.english(french)
    restrict(french, own[0], password=own[1])
    PageViewRestriction.objects.filter(page=english).delete()
    restrict(english, other[0], password=other[1])
    with suppress(Refused):
        approve(english, company.communications)
    assert as_stored(english).live is is_published
