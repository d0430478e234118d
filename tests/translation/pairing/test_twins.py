"""Both languages are published together at the first publication where communications ask for it, or neither is."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, WorkflowPage, WorkflowState
from wagtail.signals import page_published

from core.refusals import Refused
from partners import moderation, provisioning
from partners.forcing import force_publish
from partners.guards import digest_of_page
from partners.models import PartnerApproval, PortalApproval
from partners.workflow.eligibility import eligible
from portal.publishing import publish_scheduled
from tests.factories.moderation import approve, as_stored, edit, step_of, submit
from tests.factories.pages import make_session
from tests.factories.translation import say, start, translation_of
from tests.factories.twins import make_company, sister_of
from tests.standing import stands
from translation import sources
from translation.enums import State
from translation.matrix.states import standing_of, state_of
from translation.models import TwinGate, TwinRelease, TwinRule
from translation.pairing import twins


@stands
def company(tree):
    return make_company()


@stands
def asked(company):
    company.ask_for_twins()
    return company


def is_held(page):
    step = twins.at_gate(as_stored(page))
    return step is not None and step.status == TaskState.STATUS_IN_PROGRESS


def live(*pages):
    return [as_stored(page).live for page in pages]


@contextmanager
def failing(*, language):
    """Something breaks while the page in a language is being published."""

    def fail(instance, **_kwargs):
        if instance.locale.language_code == language:
            message = "on purpose"
            raise ZeroDivisionError(message)

    page_published.connect(fail)
    try:
        yield
    finally:
        page_published.disconnect(fail)


def make_due(*pages):
    """Their hour has come: the same one for all."""
    moment = timezone.now() - timedelta(minutes=1)
    for page in pages:
        revision = as_stored(page).latest_revision
        content = {**revision.content, "go_live_at": moment.isoformat()}
        Revision.objects.filter(pk=revision.pk).update(content=content, approved_go_live_at=moment)
    TwinRelease.objects.update(go_live_at=moment)
    return timezone.now()


@pytest.mark.usefixtures("company")
class TestTheStep:
    def steps(self):
        return [row.task.specific_class for row in page_workflow().workflow_tasks.order_by("sort_order")]

    def test_is_the_last_of_the_one_workflow(self):
        assert self.steps() == [PartnerApproval, PortalApproval, TwinGate]

    def test_is_missed_where_it_lacks_and_comes_back(self):
        page_workflow().workflow_tasks.filter(task__in=TwinGate.objects.all()).delete()
        lacking = "The workflow on the root page is not the portal’s"
        assert lacking in provisioning.drift()
        provisioning.provision_all()
        assert (lacking in provisioning.drift(), self.steps()[-1]) == (False, TwinGate)


def page_workflow():
    return WorkflowPage.objects.get(page__depth=1).workflow


class TestWithoutARule:
    def test_french_is_published_as_soon_as_it_is_approved(self, company):
        page = approve(company.french(), company.communications)
        assert (page.live, page.current_workflow_state) == (True, None)
        assert TwinRelease.objects.count() == 0

    def test_at_the_hour_that_was_chosen(self, company):
        later = timezone.now() + timedelta(days=1)
        page = approve(company.french(), company.communications, go_live_at=later)
        assert (page.live, page.latest_revision.approved_go_live_at) == (False, later)

    def test_of_another_partner_or_type(self, company):
        other = make_company("Hexagone")
        other.ask_for_twins()
        TwinRule.objects.create(type="event")
        assert approve(company.french(), company.communications).live is True


class TestARule:
    @pytest.mark.parametrize("rule", [{}, {"type": "article"}])
    def test_for_everyone(self, company, rule):
        TwinRule.objects.create(**rule)
        assert is_held(approve(company.french(), company.communications))

    def test_for_a_partner_and_a_type(self, company):
        TwinRule.objects.create(partner=company.partner, type="article")
        assert is_held(approve(company.french(), company.communications))
        assert approve(company.event(), company.communications).live is True

    def test_counts_a_session_with_its_event(self, company):
        TwinRule.objects.create(type="event")
        event = company.event()
        (session,) = event.moderated_parts()
        assert twins.asks_for_twins(session) is True


class TestFrenchFirstThenEnglish:
    def test_french_waits_for_its_english_and_nobody_is_asked(self, asked):
        page = approve(asked.french(title="Le fil"), asked.communications)
        assert (page.live, is_held(page)) == (False, True)
        assert step_of(page).task.specific == TwinGate.objects.get()
        assert list(eligible(TwinGate.objects.get(), page)) == []
        with pytest.raises(Refused):
            approve(page, asked.colleague)

    def test_its_author_is_told_so(self, asked):
        page = asked.french(title="Le fil")
        mail.outbox.clear()
        approve(page, asked.communications)
        (letter,) = mail_of(asked.editor)
        assert letter.subject == "Approved: Le fil"
        assert "It waits for its English version" in letter.body

    def test_both_are_published_when_the_english_is_approved(self, asked):
        french = approve(asked.french(title="Le fil"), asked.communications)
        english = approve(asked.english(french), asked.communications)
        french = as_stored(french)
        assert (french.live, english.live, english.title) == (True, True, "EN Le fil")
        assert (french.current_workflow_state, english.current_workflow_state) == (None, None)
        assert french.last_published_at <= english.last_published_at
        assert TwinRelease.objects.get().translation_key == french.translation_key
        assert state_of(english) == State.CURRENT

    def test_and_when_the_english_comes_first(self, asked):
        french = asked.french()
        english = approve(asked.english(french), asked.communications)
        assert is_held(english)
        french = approve(french, asked.communications)
        assert live(french, english) == [True, True]
        assert TwinRelease.objects.count() == 1

    def test_both_authors_are_told(self, asked):
        french = approve(asked.french(title="Le fil"), asked.communications)
        english = asked.english(french)
        mail.outbox.clear()
        approve(english, asked.communications)
        assert [letter.subject for letter in mail_of(asked.editor)] == ["Published: Le fil"]
        assert [letter.subject for letter in mail_of(asked.translator)] == ["Published: EN Le fil"]

    def test_later_french_goes_alone_and_english_is_behind(self, asked):
        french = asked.french(title="Le fil")
        english = asked.english(french)
        approve(english, asked.communications)
        french = approve(french, asked.communications)
        submit(edit(french, asked.editor, title="Le nouveau fil"), asked.editor)
        french = approve(french, asked.communications)
        assert (french.live, french.title) == (True, "Le nouveau fil")
        english = as_stored(english)
        assert (english.live, english.title, standing_of(english).behind) == (True, "EN Le fil", 1)

    def test_an_event_with_its_sessions(self, asked):
        event = approve(asked.event(), asked.communications)
        english = approve(asked.english(event), asked.communications)
        sessions = [*event.moderated_parts(), *english.moderated_parts()]
        assert live(event, english, *sessions) == [True] * 4

    def test_a_session_without_english_holds_both(self, asked):
        event = asked.event()
        english = asked.english(event)
        session = make_session(event, live=False, title="Autre séance")
        session.save_revision(user=asked.editor)
        event = approve(event, asked.communications)
        english = approve(english, asked.communications)
        assert (live(event, english), is_held(event)) == ([False, False], True)
        state = WorkflowState.objects.get(object_id=english.pk)
        assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
        assert "Autre séance" in state.current_task_state.comment


def mail_of(user):
    return [letter for letter in mail.outbox if letter.to == [user.email]]


class TestTheHour:
    def test_is_the_later_of_the_two(self, asked):
        soon, later = (timezone.now() + timedelta(days=days) for days in (1, 2))
        french = approve(asked.french(), asked.communications, go_live_at=later)
        english = approve(asked.english(french), asked.communications, go_live_at=soon)
        hours = [as_stored(page).latest_revision.approved_go_live_at for page in (french, english)]
        assert (live(french, english), hours) == ([False, False], [later, later])
        assert TwinRelease.objects.get().go_live_at == later

    def test_of_one_counts_for_both(self, asked):
        later = timezone.now() + timedelta(days=1)
        french = asked.french()
        english = approve(asked.english(french), asked.communications)
        french = approve(french, asked.communications, go_live_at=later)
        assert [as_stored(page).latest_revision.approved_go_live_at for page in (french, english)] == [later, later]

    def test_they_go_live_together_when_it_comes(self, asked):
        french, english = scheduled(asked)
        assert live(french, english) == [False, False]
        publish_scheduled(now=make_due(french, english))
        assert live(french, english) == [True, True]

    def test_an_event_with_sessions_too(self, asked):
        later = timezone.now() + timedelta(days=1)
        event = asked.event()
        english = approve(asked.english(event), asked.communications, go_live_at=later)
        event = approve(event, asked.communications)
        everything = [event, english, *event.moderated_parts(), *english.moderated_parts()]
        now = make_due(*everything)
        with failing(language="en"), pytest.raises(ExceptionGroup) as raised:
            publish_scheduled(now=now)
        assert (len(raised.value.exceptions), live(*everything)) == (1, [False] * 4)
        publish_scheduled(now=now)
        assert live(*everything) == [True] * 4


def scheduled(company):
    later = timezone.now() + timedelta(days=1)
    french = approve(company.french(title="Le fil"), company.communications, go_live_at=later)
    return french, approve(company.english(french), company.communications)


class TestAFailureBetweenTheTwo:
    @pytest.mark.parametrize("second", ["fr", "en"])
    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_leaves_both_unpublished(self, asked, second, language):
        french = asked.french()
        english = asked.english(french)
        first, last = (english, french) if second == "fr" else (french, english)
        approve(first, asked.communications)
        with failing(language=language), pytest.raises(ZeroDivisionError):
            approve(last, asked.communications)
        assert (live(french, english), is_held(first), TwinRelease.objects.count()) == ([False, False], True, 0)
        approve(last, asked.communications)
        assert live(french, english) == [True, True]

    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_when_their_hour_comes_leaves_both_due_is_said_once_and_keeps_nothing_else(self, asked, language):
        french, english = scheduled(asked)
        other = make_company("Hexagone")
        third = approve(other.french(), other.communications, go_live_at=timezone.now() + timedelta(days=1))
        now = make_due(french, english, third)

        def fail(instance, **_kwargs):
            if instance.translation_key == french.translation_key and instance.locale.language_code == language:
                message = "on purpose"
                raise ZeroDivisionError(message)

        page_published.connect(fail)
        try:
            with pytest.raises(ExceptionGroup) as raised:
                publish_scheduled(now=now)
        finally:
            page_published.disconnect(fail)
        assert (len(raised.value.exceptions), live(french, english, third)) == (1, [False, False, True])
        publish_scheduled(now=now)
        assert live(french, english) == [True, True]

    def test_french_is_not_published_without_the_english_that_was_unscheduled(self, asked):
        french, english = scheduled(asked)
        now = make_due(french, english)
        Revision.objects.filter(object_id=english.pk).update(approved_go_live_at=None)
        with pytest.raises(ExceptionGroup, match="Le fil"):
            publish_scheduled(now=now)
        assert live(french, english) == [False, False]


class TestEnglishThatWasUnscheduledAndComesBack:
    """Its French, which was released with it, is still scheduled."""

    def come_back(self, company, english, **options):
        Revision.objects.filter(object_id=english.pk).update(approved_go_live_at=None)
        english = submit(as_stored(english), company.translator)
        return approve(english, company.communications, **options)

    def test_after_their_hour_publishes_both(self, asked):
        french, english = scheduled(asked)
        now = make_due(french, english)
        Revision.objects.filter(object_id=english.pk).update(approved_go_live_at=None)
        with pytest.raises(ExceptionGroup, match="Le fil"):
            publish_scheduled(now=now)
        english = self.come_back(asked, english)
        assert live(french, english) == [True, True]
        assert as_stored(french).last_published_at <= english.last_published_at
        publish_scheduled(now=timezone.now())

    @pytest.mark.parametrize("is_over", [False, True])
    def test_for_a_later_hour_takes_its_french_along(self, asked, is_over):
        french, english = scheduled(asked)
        if is_over:
            make_due(french, english)
        later = timezone.now() + timedelta(days=2)
        english = self.come_back(asked, english, go_live_at=later)
        hours = [as_stored(page).latest_revision.approved_go_live_at for page in (french, english)]
        assert (live(french, english), hours) == ([False, False], [later, later])
        publish_scheduled(now=make_due(french, english))
        assert live(french, english) == [True, True]

    def test_with_other_words_than_its_french_is_given_back(self, asked):
        french, english = scheduled(asked)
        make_due(french, english)
        sources.update(
            edit(french, asked.editor, title="Autre titre").get_latest_revision_as_object(),
            revision=as_stored(french).latest_revision,
            dated=timezone.now(),
        )
        self.come_back(asked, english)
        assert live(french, english) == [False, False]


class TestEnglishThatWaits:
    def test_for_french_that_nothing_holds(self, company):
        french = company.french()
        english = approve(company.english(french), company.communications)
        assert (english.live, is_held(english)) == (False, True)
        french = approve(french, company.communications)
        assert live(french, english) == [True, True]

    def test_is_scheduled_no_earlier_than_its_french(self, company):
        later = timezone.now() + timedelta(days=1)
        french = company.french()
        english = approve(company.english(french), company.communications)
        approve(french, company.communications, go_live_at=later)
        assert as_stored(english).latest_revision.approved_go_live_at == later

    def test_comes_after_its_french_was_scheduled(self, company):
        later = timezone.now() + timedelta(days=1)
        french = approve(company.french(), company.communications, go_live_at=later)
        english = approve(company.english(french), company.communications)
        assert (english.live, english.latest_revision.approved_go_live_at) == (False, later)
        now = make_due(english, french)
        publish_scheduled(now=now)
        assert live(french, english) == [True, True]

    def test_passes_after_french_published_by_force(self, company):
        french = company.french()
        english = approve(company.english(french), company.communications)
        digest = digest_of_page(french)
        force_publish(french, user=company.colleague, digest=digest, reason="Urgent.", now=timezone.now())
        assert live(french, english) == [True, True]

    def test_passes_at_once_where_its_french_is_live(self, asked):
        TwinRule.objects.all().delete()
        french = approve(asked.french(), asked.communications)
        asked.ask_for_twins()
        assert approve(asked.english(french), asked.communications).live is True

    def test_for_the_french_of_a_new_session(self, company):
        event = company.event()
        english = company.english(event)
        approve(event, company.communications)
        approve(english, company.communications)
        session = make_session(event, live=False, title="Nouvelle séance")
        session.save_revision(user=company.editor)
        say(start(session, company.translator), company.translator)
        english = approve(submit(as_stored(english), company.translator), company.communications)
        assert (is_held(english), sister_of(session).live) == (True, False)
        event = as_stored(event)
        event = submit(edit(event, company.editor, summary="Autre résumé."), company.editor)
        approve(event, company.communications)
        assert live(session, sister_of(session)) == [True, True]


class TestOtherFrench:
    def change(self, company, french):
        submit_again = edit(french, company.editor, title="Autre titre")
        return as_stored(submit_again)

    def test_sends_the_english_that_waits_back_and_waits_itself(self, asked):
        french = asked.french(title="Le fil")
        english = approve(asked.english(french), asked.communications)
        french = self.change(asked, french)
        mail.outbox.clear()
        french = approve(french, asked.communications)
        assert (live(french, english), is_held(french)) == ([False, False], True)
        state = WorkflowState.objects.get(object_id=english.pk)
        assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
        assert "Autre titre" in state.current_task_state.comment
        (letter,) = mail_of(asked.translator)[-1:]
        assert "Autre titre" in letter.body

        say(translation_of(french), asked.translator)
        approve(submit(as_stored(english), asked.translator), asked.communications)
        assert live(french, english) == [True, True]
        assert as_stored(english).title == "EN Autre titre"

    def test_sends_the_english_that_comes_back(self, asked, client):
        french = asked.french(title="Le fil")
        english = asked.english(french)
        french = approve(self.change(asked, french), asked.communications)
        client.force_login(asked.communications)
        response = client.post(
            f"/admin/review/{english.pk}/", {"digest": digest_of_page(english), "approve": ""}, follow=True
        )
        assert "Autre titre" in response.content.decode()
        assert (live(french, english), is_held(french), is_held(english)) == ([False, False], True, False)
        state = WorkflowState.objects.get(object_id=english.pk)
        assert state.status == WorkflowState.STATUS_NEEDS_CHANGES

    def test_an_edit_at_the_gate_restarts_the_approvals(self, asked):
        french = approve(asked.french(), asked.communications)
        edit(french, asked.editor, title="Autre titre")
        assert (is_held(french), step_of(french).task.specific_class.__name__) == (False, "PortalApproval")


class TestAtTheGate:
    def test_staff_may_give_the_text_back(self, asked):
        french = approve(asked.french(), asked.communications)
        moderation.refuse(step_of(french), user=asked.colleague, reason="Pas encore.")
        state = WorkflowState.objects.get(object_id=french.pk)
        assert state.status == WorkflowState.STATUS_NEEDS_CHANGES

    def test_the_text_is_not_published_by_force(self, asked):
        french = approve(asked.french(title="Le fil"), asked.communications)
        digest = digest_of_page(french)
        with pytest.raises(Refused, match="Le fil"):
            force_publish(french, user=asked.colleague, digest=digest, reason="Urgent.", now=timezone.now())
        assert (live(french), is_held(french)) == ([False], True)

    def test_an_hour_that_has_passed_is_now(self, asked):
        french = approve(asked.french(), asked.communications, go_live_at=timezone.now() + timedelta(days=1))
        moderation.ApprovalState.objects.filter(workflow_state__object_id=french.pk).update(
            go_live_at=timezone.now() - timedelta(hours=1)
        )
        english = approve(asked.english(french), asked.communications)
        assert live(french, english) == [True, True]

    def test_a_date_to_take_down_that_has_passed_is_refused_by_name(self, asked):
        french = approve(asked.french(title="Le fil"), asked.communications, expire_at=soon(days=1))
        english = asked.english(french)
        with pytest.raises(Refused, match="Le fil"):
            approve(english, asked.communications, go_live_at=soon(days=2))
        assert live(french, english) == [False, False]

    def test_english_is_not_kept_longer_than_french(self, asked):
        until = soon(days=1)
        french = approve(asked.french(), asked.communications, expire_at=until)
        english = approve(asked.english(french), asked.communications, expire_at=soon(days=9))
        assert (as_stored(french).expire_at, as_stored(english).expire_at) == (until, until)

    def test_the_review_page_says_what_it_waits_for(self, asked, client):
        french = asked.french(title="Le fil")
        client.force_login(asked.communications)
        response = client.post(
            f"/admin/review/{french.pk}/", {"digest": digest_of_page(french), "approve": ""}, follow=True
        )
        assert "It waits for its English version" in response.content.decode()
        text = client.get(f"/admin/review/{french.pk}/").content.decode()
        assert "It waits for its English version" in text
        assert f"/admin/waivers/{french.pk}/" in text
        assert 'name="approve"' not in text
        assert 'name="refuse"' in text

    def test_the_desk_lists_it_apart(self, asked, client):
        french = approve(asked.french(title="Le fil"), asked.communications)
        client.force_login(asked.communications)
        queue = client.get("/admin/desk/list/queue/").content.decode()
        held = client.get("/admin/desk/list/held/").content.decode()
        assert ("Le fil" in queue, "Le fil" in held) == (False, True)
        client.force_login(asked.editor)
        assert "It waits for its English version" in client.get("/admin/").content.decode()
        assert Page.objects.get(pk=french.pk).live is False


def soon(**span):
    return timezone.now() + timedelta(**span)
