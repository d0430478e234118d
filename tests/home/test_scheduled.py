from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from home.scheduled import scheduled
from partners.models import PublicationPage
from partners.provisioning import provision_all
from tests.factories.home import make_slot
from tests.factories.pages import make_article
from tests.factories.partners import make_communications, make_member, make_working_partner
from tests.reading import page as parsed
from tests.reading import words
from tests.standing import stands

DAY = timedelta(days=1)
ADDRESS = "/admin/reports/scheduled/"


@pytest.fixture
def now():
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


@stands
def communications(tree):
    provision_all()
    return make_communications()


def section(tree, name):
    partner = make_working_partner(name)
    return partner.pages.get(locale__language_code="fr")


@stands
def crim(tree):
    return section(tree, "CRIM")


@stands
def sat(tree):
    return section(tree, "SAT")


def expires(page, at):
    Page.objects.filter(pk=page.pk).update(expire_at=at)
    return page


def goes_live(page, at, *, expiry=None):
    """Approve the page, not yet published, for an hour."""
    PublicationPage.objects.filter(pk=page.pk).update(live=False)
    page.refresh_from_db()
    page.go_live_at, page.expire_at = at, expiry
    page.save_revision(approved_go_live_at=at)
    return page


def said(entries):
    return [(entry.event.value, entry.title, entry.at) for entry in entries]


@pytest.fixture
def everything(crim, sat, now):
    goes_live(make_article(crim, title="À paraître"), now + DAY, expiry=now + 9 * DAY)
    expires(make_article(sat, title="Qui part"), now + 2 * DAY)
    make_slot(make_article(sat, title="À la une"), starts_at=now + 3 * DAY, ends_at=now + 4 * DAY)
    make_slot(make_article(sat, title="En attente"), starts_at=now + 3 * DAY, ends_at=now + 4 * DAY, live=False)


def test_publications_expiries_and_slots_in_order(everything, communications, now):
    assert said(scheduled(communications, start=now, end=now + 30 * DAY)) == [
        ("go-live", "À paraître", now + DAY),
        ("expiry", "Qui part", now + 2 * DAY),
        ("slot-start", "À la une", now + 3 * DAY),
        ("slot-end", "À la une", now + 4 * DAY),
        ("expiry", "À paraître", now + 9 * DAY),
    ]


def test_the_end_is_excluded(everything, communications, now):
    found = scheduled(communications, start=now + 2 * DAY, end=now + 3 * DAY)
    assert said(found) == [("expiry", "Qui part", now + 2 * DAY)]


def test_members_see_their_own_partner_only(everything, crim, now):
    member = make_member(crim.partner)
    assert [entry.title for entry in scheduled(member, start=now, end=now + 30 * DAY)] == ["À paraître", "À paraître"]


def test_the_expiry_of_the_version_that_comes_replaces_the_present_one(crim, communications, now):
    page = make_article(crim, title="Deux versions")
    page.go_live_at, page.expire_at = now + DAY, now + 20 * DAY
    page.save_revision(approved_go_live_at=now + DAY)
    expires(page, now + 5 * DAY)
    assert said(scheduled(communications, start=now, end=now + 30 * DAY)) == [
        ("go-live", "Deux versions", now + DAY),
        ("expiry", "Deux versions", now + 20 * DAY),
    ]


def test_a_constant_number_of_queries(everything, crim, communications, now, django_assert_num_queries):
    scheduled(communications, start=now, end=now + 30 * DAY)
    with django_assert_num_queries(6):
        scheduled(communications, start=now, end=now + 30 * DAY)
    for number in range(5):
        goes_live(make_article(crim, title=f"Encore {number}"), now + DAY)
    with django_assert_num_queries(6):
        scheduled(communications, start=now, end=now + 30 * DAY)


@pytest.mark.usefixtures("everything")
class TestPage:
    def test_list(self, client, communications):
        client.force_login(communications)
        found = parsed(client.get(ADDRESS))
        assert [words(row.select_one(".title")) for row in found.select("table.listing tbody tr")] == [
            *("À paraître", "Qui part", "À la une", "À la une", "À paraître"),
        ]
        assert "Qui part" in words(found.select_one(".help-block"))

    def test_by_partner_and_kind(self, client, communications):
        client.force_login(communications)
        found = parsed(client.get(ADDRESS, {"partner": "sat", "event": "slot-start"}))
        assert [words(row.select_one(".title")) for row in found.select("table.listing tbody tr")] == ["À la une"]

    def test_month(self, client, communications, now):
        client.force_login(communications)
        day = timezone.localtime(now + DAY)
        found = parsed(client.get(ADDRESS, {"month": f"{day:%Y-%m}"}))
        cell = next(
            td
            for td in found.select(".schedule-month td:not(.is-out)")
            if words(td.select_one(".schedule-month__day")) == str(day.day)
        )
        assert "À paraître" in words(cell)

    def test_what_makes_no_sense_is_left_out(self, client, communications):
        client.force_login(communications)
        answer = client.get(ADDRESS, {"partner": "personne", "event": "rien", "month": "treize"})
        assert len(parsed(answer).select("table.listing tbody tr")) == 5

    def test_nothing(self, client, communications):
        client.force_login(communications)
        assert client.get(ADDRESS).status_code == 200
