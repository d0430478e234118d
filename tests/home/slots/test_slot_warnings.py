"""What one should know of a slot before it is approved; nothing of it is forbidden."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from home.slots.slot_warnings import slot_warnings
from home.wording import moment, span
from tests.factories.home import make_slot
from tests.factories.pages import make_article
from tests.factories.partners import make_partner_page
from tests.standing import stands

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def now():
    return timezone.now().replace(second=0, microsecond=0)


@stands
def article(tree):
    return make_article(make_partner_page(tree.fr), title="Study")


@pytest.fixture
def slot(article, now):
    """Tomorrow, for a week; another slot follows."""
    make_slot(position="hero", starts_at=now + 8 * DAY, ends_at=now + 20 * DAY)
    return make_slot(article, starts_at=now + DAY, ends_at=now + 8 * DAY)


def test_nothing_to_say(slot, now):
    assert slot_warnings(slot, now=now) == []


def test_who_wins_where_slots_overlap(slot, now):
    make_slot(position="hero", starts_at=now, ends_at=now + 3 * DAY, priority=4)
    make_slot(position="banner", starts_at=now, ends_at=now + 3 * DAY, priority=4)
    assert slot_warnings(slot, now=now) == [
        f"“Elsewhere” shows and not “Study”, {span(now + DAY, now + 3 * DAY)}: its priority is higher (4 against 0)."
    ]


def test_a_page_that_is_not_published(slot, now):
    type(slot.publication).objects.filter(pk=slot.publication_id).update(live=False, first_published_at=None)
    assert slot_warnings(slot, now=now) == ["“Study” is not published at that time: the slot will show nothing."]


def test_a_page_that_is_private(slot, now):
    PageViewRestriction.objects.create(page=slot.publication, restriction_type=PageViewRestriction.LOGIN)
    assert slot_warnings(slot, now=now) == ["“Study” is not published at that time: the slot will show nothing."]


def test_a_page_that_expires_before_the_end(slot, now):
    type(slot.publication).objects.filter(pk=slot.publication_id).update(expire_at=now + 4 * DAY)
    assert slot_warnings(slot, now=now) == [f"“Study” expires on {moment(now + 4 * DAY)}, before the end of the slot."]


def test_a_page_that_is_published_after_the_start(tree, now):
    later = make_article(make_partner_page(tree.fr), title="Later", live=False, go_live_at=now + 3 * DAY)
    later.save_revision(approved_go_live_at=now + 3 * DAY)
    make_slot(position="hero", starts_at=now + 8 * DAY, ends_at=now + 20 * DAY)
    slot = make_slot(later, starts_at=now + DAY, ends_at=now + 8 * DAY)
    assert slot_warnings(slot, now=now) == [
        f"“Later” is published only on {moment(now + 3 * DAY)}: until then, the slot shows nothing."
    ]


def test_the_same_page_twice(slot, now):
    make_slot(slot.publication, position="highlight-2", starts_at=now, ends_at=now + 2 * DAY)
    when = span(now + DAY, now + 2 * DAY)
    assert slot_warnings(slot, now=now) == [
        f"“Study” is in “Hero” and in “Second highlight” {when}: it will show once, in “Hero”."
    ]


def test_an_empty_week_after_it(article, now):
    hero = make_slot(article, starts_at=now + DAY, ends_at=now + 8 * DAY)
    banner = make_slot(position="banner", starts_at=now + DAY, ends_at=now + 8 * DAY)
    make_slot(position="hero", starts_at=now + 16 * DAY, ends_at=now + 20 * DAY)
    assert slot_warnings(hero, now=now) == [
        "No slot follows in “Hero” in the week after this one: the automatic choice will show."
    ]
    assert slot_warnings(banner, now=now) == [
        "No slot follows in “Banner” in the week after this one: it will not show."
    ]


def test_nothing_of_what_is_over(article, now):
    make_slot(article, position="banner", starts_at=now - 9 * DAY, ends_at=now - 2 * DAY)
    assert slot_warnings(make_slot(article, starts_at=now - 9 * DAY, ends_at=now - 2 * DAY), now=now) == []


def test_a_constant_number_of_queries(slot, now, django_assert_num_queries):
    for _number in range(20):
        make_slot(slot.publication, starts_at=now, ends_at=now + 5 * DAY)
        make_slot(slot.publication, position="banner", starts_at=now, ends_at=now + 5 * DAY)
    slot_warnings(slot, now=now)
    with django_assert_num_queries(4):
        slot_warnings(slot, now=now)
