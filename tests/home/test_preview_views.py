from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.provisioning import provision_all
from tests.factories.home import make_slot
from tests.factories.pages import make_article
from tests.factories.partners import make_communications, make_member, make_partner_page
from tests.reading import page as parsed
from tests.reading import words
from tests.standing import stands

ADDRESS = "/admin/home/preview/"
WEEK = timedelta(days=7)


@pytest.fixture
def staff(client, tree):
    provision_all()
    client.force_login(make_communications())
    return client


@stands
def article(tree):
    return make_article(make_partner_page(tree.fr), title="À venir")


def typed(instant):
    return timezone.localtime(instant).strftime("%Y-%m-%dT%H:%M")


def shows(answer):
    return [words(row) for row in parsed(answer).select(".at-date__why tbody tr")]


def test_a_slot_to_come_with_why(staff, article):
    now = timezone.now()
    other = make_article(article.get_parent(), title="Battu")
    make_slot(article, starts_at=now + WEEK, ends_at=now + 2 * WEEK, priority=2)
    make_slot(other, starts_at=now + WEEK, ends_at=now + 2 * WEEK)
    at = {"at": typed(now + WEEK + timedelta(hours=1)), "language": "fr"}
    first = shows(staff.get(ADDRESS, at))[0]
    assert ("À venir" in first, "Battu" in first, "2" in first) == (True, True, True)
    frame = staff.get(ADDRESS + "frame/", at)
    assert parsed(frame).select_one(".lead__title").get_text(strip=True) == "À venir"
    assert "no-store" in frame.headers["Cache-Control"]


def test_the_next_change(staff, article):
    start = (timezone.now() + WEEK).replace(second=0, microsecond=0)
    make_slot(article, starts_at=start, ends_at=start + WEEK)
    assert staff.get(ADDRESS).context["changes_at"] == start


def test_what_is_no_date_is_said_and_shows_the_present(staff, article):
    answer = staff.get(ADDRESS, {"at": "demain", "language": "xx"})
    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
    assert abs(answer.context["instant"] - timezone.now()) < timedelta(minutes=1)


def test_an_empty_portal(staff):
    assert staff.get(ADDRESS).status_code == 200
    assert staff.get(ADDRESS + "frame/", {"at": "2030-01-01T00:00", "language": "en"}).status_code == 200


@pytest.mark.parametrize("name", ["preview", "frame"])
def test_for_staff_only(client, article, name):
    client.force_login(make_member(article.lead_partner))
    assert client.get(reverse(f"portal_home:{name}")).status_code == 302
