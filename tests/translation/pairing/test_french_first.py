"""Readers get no English of a French text that they cannot read."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, Revision

from core.refusals import Refused
from partners import guards
from partners.forcing import force_publish
from partners.guards import digest_of_page
from partners.withdrawal import withdraw
from portal.publishing import publish_scheduled
from tests.factories.moderation import approve, as_stored, make_draft, step_of
from tests.factories.twins import make_company, sister_of
from tests.standing import stands
from translation.pairing import french_first


@stands
def company(tree):
    return make_company()


def tomorrow(days=1):
    return timezone.now() + timedelta(days=days)


def due(page):
    """Its hour has come."""
    Revision.objects.filter(pk=as_stored(page).latest_revision_id).update(approved_go_live_at=timezone.now())
    return timezone.now()


def force(company, page, **options):
    options = {"digest": digest_of_page(page), "reason": "Urgent.", "now": timezone.now(), **options}
    return force_publish(page, user=company.colleague, **options)


class TestPublication:
    def test_by_force_of_english_alone_is_refused_by_name(self, company):
        english = company.translate(company.french(title="Le fil"))
        with pytest.raises(Refused, match="EN Le fil"):
            force(company, english)
        assert as_stored(english).live is False

    def test_of_english_before_its_french_is_refused(self, company):
        french = approve(company.french(), company.communications, go_live_at=tomorrow(2))
        english = company.translate(french)
        for hour in (None, tomorrow(1)):
            with pytest.raises(Refused):
                force(company, english, go_live_at=hour)
        assert as_stored(english).latest_revision.approved_go_live_at is None
        force(company, english, go_live_at=tomorrow(3))
        assert as_stored(english).latest_revision.approved_go_live_at is not None

    def test_of_english_without_french_is_refused(self, company):
        english = make_draft(company.partner, company.editor, language="en", title="Alone")
        with pytest.raises(Refused, match="Alone"):
            french_first.guard_french_first([english], None)

    def test_of_an_event_names_the_session_whose_french_is_no_longer_live(self, company):
        event = approve(company.event(), company.communications)
        english = company.translate(event)
        (session,) = event.moderated_parts()
        Page.objects.filter(pk=session.pk).update(live=False)
        with pytest.raises(Refused, match="EN Séance"):
            guards.publish(english, user=company.colleague, go_live_at=None, expire_at=None)

    def test_of_french_asks_nothing(self, company):
        french = company.french()
        force(company, french)
        assert as_stored(french).live is True


class TestWhenTheHourComes:
    def test_english_whose_french_is_no_longer_live_stays_as_it_is_and_the_job_says_so(self, company):
        french = approve(company.french(title="Le fil"), company.communications)
        english = approve(company.english(french), company.communications, go_live_at=tomorrow())
        Page.objects.filter(pk=french.pk).update(live=False)
        with pytest.raises(ExceptionGroup, match="EN Le fil"):
            publish_scheduled(now=due(english))
        assert as_stored(english).live is False

    def test_french_goes_before_english_whichever_was_saved_first(self, company):
        french = approve(company.french(), company.communications, go_live_at=tomorrow())
        english = approve(company.english(french), company.communications)
        # Its revision is the younger one now.
        as_stored(french).save_revision()
        moment = timezone.now() - timedelta(minutes=1)
        for page in (english, french):
            Revision.objects.filter(object_id=page.pk).update(approved_go_live_at=None)
            revision = as_stored(page).latest_revision
            content = {**revision.content, "go_live_at": moment.isoformat()}
            Revision.objects.filter(pk=revision.pk).update(content=content, approved_go_live_at=moment)
        publish_scheduled(now=timezone.now())
        assert (as_stored(french).live, as_stored(english).live) == (True, True)


class TestTakingDown:
    def test_expiry_of_french_takes_its_english_down(self, company):
        french = approve(company.french(), company.communications, expire_at=tomorrow())
        english = approve(company.english(french), company.communications)
        publish_scheduled(now=tomorrow(2))
        states = [(page.live, page.expired) for page in (as_stored(french), as_stored(english))]
        assert states == [(False, True), (False, True)]

    def test_expiry_of_english_leaves_french(self, company):
        french = approve(company.french(), company.communications)
        english = approve(company.english(french), company.communications, expire_at=tomorrow())
        publish_scheduled(now=tomorrow(2))
        assert (as_stored(french).live, as_stored(english).live) == (True, False)

    def test_a_failure_leaves_both_live(self, company):
        from wagtail.signals import page_unpublished

        french = approve(company.french(), company.communications, expire_at=tomorrow())
        english = approve(company.english(french), company.communications)

        def fail(instance, **_kwargs):
            if instance.pk == english.pk:
                message = "on purpose"
                raise ZeroDivisionError(message)

        page_unpublished.connect(fail)
        try:
            with pytest.raises(ExceptionGroup):
                publish_scheduled(now=tomorrow(2))
        finally:
            page_unpublished.disconnect(fail)
        assert (as_stored(french).live, as_stored(english).live) == (True, True)

    def test_english_that_waits_for_withdrawn_french_is_called_off(self, company):
        french = approve(company.french(), company.communications)
        english = company.english(french)
        withdraw(french, user=company.colleague, explanation="Une erreur grave.", now=timezone.now())
        assert as_stored(english).current_workflow_state is None
        assert sister_of(french).live is False
        with pytest.raises(AttributeError):
            step_of(english)
