"""The verbs of a slot: four eyes, what was read is what is approved."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.refusals import Refused
from home.models import FeaturedSlot
from home.slots import drafting, featuring
from partners.provisioning import provision_all
from tests.factories.accounts import make_administrator
from tests.factories.home import make_slot
from tests.factories.pages import make_article
from tests.factories.partners import make_communications, make_member, make_partner_page, make_working_partner
from tests.standing import stands

DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@stands
def article(tree):
    provision_all()
    return make_article(make_partner_page(tree.fr))


@stands
def author(article):
    return make_communications()


@stands
def other(article):
    return make_communications()


@pytest.fixture
def draft(article, author, other, now):
    slot = make_slot(article, live=False, starts_at=now - DAY, ends_at=now + DAY)
    slot.save_revision(user=author)
    return slot


def stored(slot):
    return FeaturedSlot.objects.get(pk=slot.pk)


def approved(slot, author, other, now):
    submission = featuring.submit(slot, user=author, now=now)
    return featuring.approve(submission, user=other, digest=submission.digest, now=now)


def changed(slot, user, **fields):
    version = stored(slot).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save_revision(user=user)


def test_a_second_person_approves(draft, author, other, now):
    slot = approved(draft, author, other, now)
    (submission,) = slot.submissions.all()
    assert (slot.live, slot.has_unpublished_changes) == (True, False)
    assert (submission.state, submission.submitted_by, submission.decided_by) == ("approved", author, other)


def test_whoever_wrote_it_does_not(draft, author, now):
    submission = featuring.submit(draft, user=author, now=now)
    with pytest.raises(Refused):
        featuring.approve(submission, user=author, digest=submission.digest, now=now)
    assert stored(draft).live is False


def test_nor_does_an_administrator_who_wrote_it(draft, other, now):
    administrator = make_administrator()
    changed(draft, administrator, priority=2)
    submission = featuring.submit(draft, user=other, now=now)
    assert featuring.may_decide(draft, administrator) is False
    with pytest.raises(Refused):
        featuring.approve(submission, user=administrator, digest=submission.digest, now=now)


def test_partners_do_nothing(draft, author, now):
    lead = make_member(make_working_partner(), "lead")
    submission = featuring.submit(draft, user=author, now=now)
    verbs = (
        lambda: featuring.submit(draft, user=lead, now=now),
        lambda: featuring.approve(submission, user=lead, digest=submission.digest, now=now),
        lambda: featuring.refuse(submission, user=lead, comment="Non", now=now),
        lambda: featuring.take_back(submission, user=lead, now=now),
        lambda: featuring.take_off(draft, user=lead, now=now),
        lambda: drafting.redraft(draft, user=lead, seen=draft.latest_revision_id, now=now),
    )
    for verb in verbs:
        with pytest.raises(PermissionDenied):
            verb()
    submission.refresh_from_db()
    assert (submission.state, stored(draft).live) == ("waiting", False)


def test_what_changed_since_it_was_read_is_not_approved(draft, author, other, now):
    submission = featuring.submit(draft, user=author, now=now)
    changed(draft, author, priority=9)
    for digest in (submission.digest, featuring.digest_of_slot(stored(draft).latest_revision)):
        with pytest.raises(Refused):
            featuring.approve(submission, user=other, digest=digest, now=now)
    assert stored(draft).live is False


def test_a_refusal_says_why_and_changes_nothing(draft, author, other, now):
    submission = featuring.submit(draft, user=author, now=now)
    with pytest.raises(Refused):
        featuring.refuse(submission, user=other, comment="  ", now=now)
    refused = featuring.refuse(submission, user=other, comment="Trop tôt.", now=now)
    assert (refused.state, refused.comment, stored(draft).live) == ("refused", "Trop tôt.", False)


def test_a_decision_is_taken_once(draft, author, other, now):
    submission = featuring.submit(draft, user=author, now=now)
    featuring.refuse(submission, user=other, comment="Non", now=now)
    with pytest.raises(Refused):
        featuring.approve(submission, user=other, digest=submission.digest, now=now)
    with pytest.raises(Refused):
        featuring.take_back(submission, user=author, now=now)


def test_the_approved_version_holds_until_the_next(draft, author, other, now):
    slot = approved(draft, author, other, now)
    changed(slot, author, priority=8)
    assert (stored(slot).priority, stored(slot).live) == (0, True)
    assert approved(stored(slot), author, other, now).priority == 8


def test_nothing_to_submit(draft, author, other, now):
    slot = approved(draft, author, other, now)
    with pytest.raises(Refused):
        featuring.submit(slot, user=author, now=now)


def test_what_is_over_is_not_submitted(draft, author, now):
    with pytest.raises(Refused):
        featuring.submit(draft, user=author, now=now + 2 * DAY)


def test_nobody_left_to_approve(article, author, now):
    slot = make_slot(article, live=False)
    slot.save_revision(user=author)
    with pytest.raises(Refused):
        featuring.submit(slot, user=author, now=now)


def test_what_shows_is_taken_off_at_that_instant(draft, author, other, now):
    slot = approved(draft, author, other, now)
    off = featuring.take_off(slot, user=author, now=now)
    assert (off.live, off.ends_at) == (True, now)
    with pytest.raises(Refused):
        featuring.take_off(off, user=author, now=now)


def test_what_is_to_come_becomes_a_draft(draft, author, other, now):
    changed(draft, author, starts_at=now + DAY, ends_at=now + 2 * DAY)
    slot = approved(stored(draft), author, other, now)
    assert featuring.take_off(slot, user=author, now=now).live is False
    assert stored(slot).live is False


@pytest.mark.parametrize("days", [0, 1], ids=["while it shows", "before it begins"])
def test_a_change_that_waited_waits_no_longer_for_what_is_taken_off(draft, author, other, now, days):
    changed(draft, author, starts_at=now + days * DAY, ends_at=now + (days + 1) * DAY)
    slot = approved(stored(draft), author, other, now)
    changed(slot, author, priority=9)
    waiting = featuring.submit(stored(slot), user=author, now=now)
    featuring.take_off(stored(slot), user=other, now=now)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == ("cancelled", other)


def test_what_was_never_approved_is_not_taken_off(draft, author, now):
    with pytest.raises(Refused):
        featuring.take_off(draft, user=author, now=now)


def test_another_version_of_a_draft(draft, author, other, now):
    seen = draft.latest_revision_id
    featuring.submit(draft, user=author, now=now)
    drafting.redraft(draft, user=other, seen=seen, now=now, position="banner")
    slot = stored(draft)
    assert (slot.position, slot.live, slot.submissions.get().state) == ("banner", False, "cancelled")
    with pytest.raises(Refused):
        drafting.redraft(slot, user=other, seen=seen, now=now, position="hero")


def test_another_version_of_what_is_approved(draft, author, other, now):
    slot = approved(draft, author, other, now)
    drafting.redraft(slot, user=author, seen=slot.latest_revision_id, now=now, position="banner")
    assert stored(slot).position == "hero"
    assert stored(slot).get_latest_revision_as_object().position == "banner"
    with pytest.raises(ValidationError):
        drafting.redraft(slot, user=author, seen=stored(slot).latest_revision_id, now=now, ends_at=slot.starts_at)


def test_a_submission_holds_while_nothing_changes(draft, author, now):
    featuring.submit(draft, user=author, now=now)
    draft.save_revision(user=author)
    assert drafting.follow(draft, user=author, now=now) is False
    assert draft.submissions.get().state == "waiting"
