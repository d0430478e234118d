"""Where a slot is read and decided about, taken off, and moved."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from home.models import FeaturedSlot
from home.slots import featuring
from partners.provisioning import provision_all
from tests.factories.home import make_slot
from tests.factories.pages import make_article
from tests.factories.partners import make_communications, make_partner_page
from tests.reading import page as parsed
from tests.reading import words
from tests.standing import stands

DAY = timedelta(days=1)


@stands
def article(tree):
    provision_all()
    return make_article(make_partner_page(tree.fr), title="Une étude")


@stands
def author(article):
    return make_communications(first_name="Ana")


@stands
def other(article):
    return make_communications(first_name="Béa")


@stands
def waiting(article, author, other):
    now = timezone.now()
    slot = make_slot(article, live=False, starts_at=now - DAY, ends_at=now + DAY)
    slot.save_revision(user=author)
    return featuring.submit(slot, user=author, now=now)


@pytest.fixture
def reader(client, other):
    client.force_login(other)
    return client


def review_url(slot):
    return reverse("portal_slots:review", args=[slot.pk])


def buttons(response):
    return [button["name"] for button in parsed(response).select(".review__form button")]


def digest_in(response):
    return parsed(response).select_one("input[name=digest]")["value"]


def state_of(submission):
    submission.refresh_from_db()
    return submission.state, FeaturedSlot.objects.get(pk=submission.slot_id).live


def test_what_one_reads_before_deciding(reader, waiting):
    response = reader.get(review_url(waiting.slot))
    assert buttons(response) == ["approve", "refuse", "take_back"]
    shown = words(parsed(response).select_one(".review__decision"))
    assert "Une étude" in shown
    assert "Ana" in shown
    frames = [frame["src"] for frame in parsed(response).select("iframe")]
    assert [reader.get(frame).status_code for frame in frames] == [200, 200]


def test_approve_what_was_read(reader, waiting):
    response = reader.get(review_url(waiting.slot))
    reader.post(review_url(waiting.slot), {"approve": "1", "digest": digest_in(response)})
    assert state_of(waiting) == ("approved", True)


@pytest.mark.parametrize("digest", ["", "f" * 64])
def test_what_was_not_read_is_not_approved(reader, waiting, digest):
    response = reader.post(review_url(waiting.slot), {"approve": "1", "digest": digest})
    assert response.url == review_url(waiting.slot)
    assert state_of(waiting) == ("waiting", False)


def test_a_version_saved_meanwhile_is_not_approved(reader, waiting, author):
    digest = digest_in(reader.get(review_url(waiting.slot)))
    draft = FeaturedSlot.objects.get(pk=waiting.slot_id)
    draft.priority = 9
    draft.save_revision(user=author)
    reader.post(review_url(waiting.slot), {"approve": "1", "digest": digest})
    assert state_of(waiting) == ("waiting", False)


def test_the_author_may_only_take_it_back(client, waiting, author):
    client.force_login(author)
    response = client.get(review_url(waiting.slot))
    assert buttons(response) == ["take_back"]
    client.post(review_url(waiting.slot), {"approve": "1", "digest": waiting.digest})
    assert state_of(waiting) == ("waiting", False)
    client.post(review_url(waiting.slot), {"take_back": "1"})
    assert state_of(waiting) == ("cancelled", False)
    assert buttons(client.get(review_url(waiting.slot))) == ["submit"]
    client.post(review_url(waiting.slot), {"submit": "1"})
    assert waiting.slot.submissions.filter(state="waiting").count() == 1


def test_a_refusal_says_why(reader, waiting):
    silent = reader.post(review_url(waiting.slot), {"refuse": "1", "comment": ""})
    assert (silent.status_code, bool(parsed(silent).select(".review__refusal[open] .error-message"))) == (200, True)
    reader.post(review_url(waiting.slot), {"refuse": "1", "comment": "Trop tôt."})
    assert state_of(waiting) == ("refused", False)


def test_a_decision_that_comes_too_late(reader, waiting, other):
    featuring.refuse(waiting, user=other, comment="Non", now=timezone.now())
    response = reader.post(review_url(waiting.slot), {"approve": "1", "digest": waiting.digest}, follow=True)
    assert parsed(response).select(".messages .error")
    assert reader.post(review_url(waiting.slot), {}).status_code == 302


def test_what_changes_from_the_approved_version(reader, waiting, author, other):
    slot = featuring.approve(waiting, user=other, digest=waiting.digest, now=timezone.now())
    slot.priority = 7
    slot.save_revision(user=author)
    with translation.override("fr"):
        response = reader.get(review_url(slot))
    rows = [words(row) for row in parsed(response).select(".review__decision table tbody tr")]
    assert len(rows) == 1
    assert rows[0].endswith("07") or rows[0].endswith("0 7")


def test_take_off(reader, waiting, other):
    url = reverse("portal_slots:take_off", args=[waiting.slot_id])
    assert not parsed(reader.get(url)).select("form .serious")
    reader.post(url)
    assert state_of(waiting) == ("waiting", False)
    slot = featuring.approve(waiting, user=other, digest=waiting.digest, now=timezone.now())
    assert parsed(reader.get(url)).select("form .serious")
    reader.post(url)
    slot.refresh_from_db()
    assert slot.ends_at <= timezone.now()


def typed(instant):
    return timezone.localtime(instant).strftime("%Y-%m-%d %H:%M")


def test_move(reader, waiting):
    slot = waiting.slot
    url = reverse("portal_slots:move", args=[slot.pk])
    form = reader.get(url).context["form"]
    assert (form["position"].value(), form["seen"].value()) == ("hero", slot.latest_revision_id)
    begin = timezone.now().replace(second=0, microsecond=0) + 9 * DAY
    data = {
        "position": "banner",
        "starts_at": typed(begin),
        "ends_at": typed(begin + DAY),
        "seen": slot.latest_revision_id,
    }
    reader.post(url, data)
    moved = FeaturedSlot.objects.get(pk=slot.pk)
    assert (moved.position, moved.starts_at, moved.live) == ("banner", begin, False)
    assert state_of(waiting) == ("cancelled", False)
    # From a form that has grown old.
    assert reader.post(url, {**data, "position": "hero"}).status_code == 200
    assert FeaturedSlot.objects.get(pk=slot.pk).position == "banner"


def test_a_move_that_makes_no_sense_is_explained(reader, waiting):
    slot = waiting.slot
    url = reverse("portal_slots:move", args=[slot.pk])
    data = {
        "position": "event",
        "starts_at": typed(slot.starts_at),
        "ends_at": typed(slot.starts_at),
        "seen": slot.latest_revision_id,
    }
    form = reader.post(url, data).context["form"]
    assert set(form.errors) == {"ends_at", "__all__"}


def test_dropped_on_another_cell(reader, waiting):
    """The same weekday and hour, across the change of the clocks."""
    slot = waiting.slot
    start = datetime(2026, 10, 28, 9, tzinfo=ZoneInfo("America/Toronto"))
    FeaturedSlot.objects.filter(pk=slot.pk).update(starts_at=start, ends_at=start + DAY)
    moved = FeaturedSlot.objects.get(pk=slot.pk)
    moved.save_revision()
    url = reverse("portal_slots:move", args=[slot.pk])
    form = reader.get(url, {"position": "highlight-2", "week": "2026-11-02"}).context["form"]
    assert form["position"].value() == "highlight-2"
    # The fields of a form show instants by the clock of Montréal.
    got = [form[name].value().strftime("%Y-%m-%d %H:%M") for name in ("starts_at", "ends_at")]
    assert got == ["2026-11-04 09:00", "2026-11-05 09:00"]
    assert reader.get(url, {"position": "x", "week": "x"}).status_code == 200
