"""A text goes from draft to readers by two people's hands, or not at all."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core import mail as mail_module
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Revision, TaskState
from wagtail.signals import page_published

from events.models import SessionPage
from partners import moderation
from partners.forcing import confirm, force_publish
from partners.guards import Refused, digest_of_page
from partners.models import ApprovalState, Membership, PartnerApproval, PortalApproval, PublicationSubject
from partners.provisioning import provision
from portal.publishing import publish_scheduled
from tests.factories.accounts import make_administrator
from tests.factories.core import make_format, make_subject
from tests.factories.moderation import BODY, approve, as_stored, edit, make_draft, page_of, step_of, submit
from tests.factories.pages import make_event, make_session
from tests.factories.partners import make_communications, make_member, make_working_partner
from tests.standing import stands

PAST = datetime(2023, 1, 1, tzinfo=UTC)


@stands
def people(crim):
    return SimpleNamespace(
        editor=make_member(crim, "editor"),
        lead=make_member(crim, "lead"),
        communications=make_communications(),
        administrator=make_administrator(),
    )


class TestTheWay:
    def test_from_the_editor_through_the_lead_to_communications(self, crim, people):
        page = make_draft(crim, people.editor, title="Premier texte")
        submit(page, people.editor)
        assert step_of(page).task.specific == PartnerApproval.objects.get()

        approve(page, people.lead)
        assert step_of(page).task.specific == PortalApproval.objects.get()

        approve(page, people.communications)
        assert (as_stored(page).live, as_stored(page).title) == (True, "Premier texte")

    def test_a_text_by_the_only_lead_goes_to_communications_at_once(self, crim, people):
        page = make_draft(crim, people.lead)
        submit(page, people.lead)
        assert step_of(page).task.specific == PortalApproval.objects.get()
        assert ApprovalState.objects.filter(status=TaskState.STATUS_SKIPPED).count() == 1

    def test_an_approval_for_later_schedules(self, crim, people):
        page = make_draft(crim, people.lead)
        submit(page, people.lead)
        later = timezone.now() + timedelta(days=2)
        approve(page, people.communications, go_live_at=later)
        assert as_stored(page).live is False
        assert as_stored(page).scheduled_revision.approved_go_live_at == later


class TestFourEyes:
    @pytest.mark.parametrize("who", ["communications", "administrator"])
    def test_whoever_changed_the_text_does_not_approve_it(self, crim, people, who):
        page = make_draft(crim, people.lead)
        user = getattr(people, who)
        edit(page, user, title="Retouché")
        page = as_stored(page)
        submit(page, people.lead)
        with pytest.raises(Refused, match=r"autre personne|another person"):
            approve(page, user)
        assert as_stored(page).live is False

    def test_saving_without_a_change_does_not_count(self, crim, people):
        page = make_draft(crim, people.lead)
        page.get_latest_revision_as_object().save_revision(user=people.communications)
        submit(page, people.lead)
        approve(as_stored(page), people.communications)
        assert as_stored(page).live is True


class TestWhatWasApprovedIsWhatIsPublished:
    def test_an_autosave_between_reading_and_approving_refuses_the_approval(self, crim, people):
        page = make_draft(crim, people.lead)
        submit(page, people.lead)
        read = digest_of_page(page)
        latest = page.latest_revision
        version = page.get_latest_revision_as_object()
        version.title = "Réécrit sous le même identifiant"
        version.save_revision(user=people.lead, overwrite_revision=latest)
        with pytest.raises(Refused):
            approve(as_stored(page), people.communications, digest=read)
        assert as_stored(page).live is False

    def test_a_change_after_the_leads_approval_begins_again_at_the_lead(self, crim, people):
        page = make_draft(crim, people.editor)
        submit(page, people.editor)
        approve(page, people.lead)
        page = edit(page, people.editor, title="Autrement dit")
        assert step_of(page).task.specific == PartnerApproval.objects.get()
        assert step_of(page).revision == page.latest_revision

    def test_after_a_refusal_the_lead_approves_again(self, crim, people):
        page = make_draft(crim, people.editor)
        submit(page, people.editor)
        approve(page, people.lead)
        moderation.refuse(step_of(page), user=people.communications, reason="Il manque une source.")
        page = edit(as_stored(page), people.editor, title="Avec sa source")
        submit(page, people.editor)
        assert step_of(page).task.specific == PartnerApproval.objects.get()


class TestUnderAnotherPartner:
    """What somebody who belongs to both takes from one to the other: nobody there has approved it."""

    @pytest.fixture
    def there(self, people):
        partner = make_working_partner("Atelier")
        Membership.objects.create(partner=partner, user=people.editor, role="editor")
        make_member(partner, "lead", email="lead@atelier.example")
        return partner

    def test_a_text_that_waits_is_approved_anew(self, crim, people, there):
        page = submit(make_draft(crim, people.editor), people.editor)
        approve(page, people.lead)
        assert step_of(page).task.specific == PortalApproval.objects.get()
        as_stored(page).move(page_of(there), pos="last-child")
        assert as_stored(page).lead_partner == there
        assert step_of(page).task.specific == PartnerApproval.objects.get()
        with pytest.raises(Refused):
            approve(page, people.lead)
        approve(page, there.memberships.get(role="lead").user)
        assert step_of(page).task.specific == PortalApproval.objects.get()

    def test_a_text_that_is_scheduled_is_not_published_by_itself(self, crim, people, there):
        page = submit(make_draft(crim, people.lead), people.lead)
        later = timezone.now() + timedelta(days=1)
        approve(page, people.communications, go_live_at=later)
        as_stored(page).move(page_of(there), pos="last-child")
        publish_scheduled(now=later + timedelta(minutes=1))
        assert as_stored(page).live is False

    def test_within_one_partner_it_waits_where_it_was(self, crim, people):
        page = submit(make_draft(crim, people.editor), people.editor)
        approve(page, people.lead)
        as_stored(page).move(page_of(crim), pos="first-child")
        assert step_of(page).task.specific == PortalApproval.objects.get()


class TestThoseWhoAreNoLongerThere:
    def test_a_deactivated_partners_text_is_not_approved(self, crim, people):
        page = submit(make_draft(crim, people.lead), people.lead)
        crim.is_active = False
        crim.save()
        provision(crim)
        with pytest.raises(Refused, match="CRIM"):
            approve(page, people.communications)
        moderation.refuse(step_of(page), user=people.communications, reason="Le partenaire n’est plus actif.")
        assert as_stored(page).live is False

    def test_nor_is_it_forced(self, crim, people):
        page = make_draft(crim, people.lead)
        crim.is_active = False
        crim.save()
        with pytest.raises(Refused, match="CRIM"):
            force_publish(
                page,
                user=people.communications,
                digest=digest_of_page(page),
                reason="Une adresse est fausse.",
                now=timezone.now(),
            )
        assert as_stored(page).live is False

    def test_the_step_of_a_removed_lead_goes_on_without_them(self, crim, people):
        page = submit(make_draft(crim, people.editor), people.editor)
        assert step_of(page).task.specific == PartnerApproval.objects.get()
        Membership.objects.get(user=people.lead).delete()
        assert step_of(page).task.specific == PortalApproval.objects.get()
        approve(page, people.communications)
        assert as_stored(page).live is True

    def test_a_removed_lead_approves_nothing(self, crim, people):
        page = submit(make_draft(crim, people.editor), people.editor)
        step, digest = step_of(page), digest_of_page(page)
        make_member(crim, "lead")
        Membership.objects.get(user=people.lead).delete()
        with pytest.raises(Refused):
            moderation.approve(step, user=people.lead, digest=digest, now=timezone.now())
        assert step_of(page) == step


class TestSchedule:
    def test_the_worker_publishes_at_the_minute_what_was_approved(self, crim, people):
        page = submit(make_draft(crim, people.lead, title="Demain"), people.lead)
        later = timezone.now() + timedelta(days=1)
        approve(page, people.communications, go_live_at=later)
        publish_scheduled(now=later - timedelta(seconds=1))
        assert as_stored(page).live is False
        revision = as_stored(page).latest_revision
        # A day passes.
        Revision.objects.filter(pk=revision.pk).update(
            content={**revision.content, "go_live_at": PAST.isoformat()}, approved_go_live_at=PAST
        )
        publish_scheduled(now=timezone.now())
        assert (as_stored(page).live, as_stored(page).title) == (True, "Demain")

    def test_what_has_changed_since_is_not_published_and_the_job_says_so(self, crim, people):
        page = submit(make_draft(crim, people.lead, title="Demain"), people.lead)
        approve(page, people.communications, go_live_at=timezone.now() + timedelta(days=1))
        revision = as_stored(page).latest_revision
        Revision.objects.filter(pk=revision.pk).update(
            content={**revision.content, "title": "Autre"}, approved_go_live_at=PAST
        )
        with pytest.raises(ExceptionGroup, match="Demain"):
            publish_scheduled(now=timezone.now())
        assert as_stored(page).live is False

    def test_a_date_set_by_hand_in_the_text_rules_nothing(self, crim, people):
        page = make_draft(crim, people.lead)
        page = edit(page, people.lead, go_live_at=timezone.now() + timedelta(days=3))
        page = submit(page, people.lead)
        approve(page, people.communications)
        assert (as_stored(page).live, as_stored(page).go_live_at) == (True, None)


class TestAnEventWithItsSessions:
    def event(self, crim, people):
        rows = {"subjects": [PublicationSubject(subject=make_subject())]}
        event = make_event(
            page_of(crim),
            live=False,
            owner=people.lead,
            starts_on=date(2030, 1, 1),
            body=BODY,
            rows=rows,
            mode="online",
            format=make_format(),
        )
        event.save_revision(user=people.lead)
        sessions = [make_session(event, live=False, title=f"Séance {number}") for number in (1, 2)]
        for session in sessions:
            session.save_revision(user=people.lead)
        return as_stored(event), sessions

    def test_is_published_in_one_action(self, crim, people):
        event, sessions = self.event(crim, people)
        approve(submit(event, people.lead), people.communications)
        assert [as_stored(page).live for page in (event, *sessions)] == [True, True, True]

    def test_a_session_that_changed_since_it_was_read_refuses_the_whole(self, crim, people):
        event, sessions = self.event(crim, people)
        event = submit(event, people.lead)
        read = digest_of_page(event)
        edit(as_stored(sessions[0]), people.lead, title="Séance déplacée")
        with pytest.raises(Refused):
            approve(event, people.communications, digest=read)
        assert [as_stored(page).live for page in (event, *sessions)] == [False, False, False]

    def test_whoever_changed_a_session_does_not_approve_the_event(self, crim, people):
        event, sessions = self.event(crim, people)
        edit(as_stored(sessions[0]), people.communications, title="Retouchée")
        event = submit(event, people.lead)
        with pytest.raises(Refused):
            approve(event, people.communications)
        approve(event, people.administrator)
        assert as_stored(sessions[0]).title == "Retouchée"

    def test_a_failure_on_the_way_publishes_nothing(self, crim, people):
        event, sessions = self.event(crim, people)
        event = submit(event, people.lead)

        def fail(**_signal):
            raise RuntimeError

        page_published.connect(fail, sender=SessionPage)
        try:
            with pytest.raises(RuntimeError):
                approve(event, people.communications)
        finally:
            page_published.disconnect(fail, sender=SessionPage)
        assert [as_stored(page).live for page in (event, *sessions)] == [False, False, False]
        assert step_of(event).status == "in_progress"


class TestForce:
    def test_is_for_communications_and_administrators(self, crim, people):
        page = make_draft(crim, people.editor)
        for person in (people.editor, people.lead):
            with pytest.raises(PermissionDenied):
                force_publish(page, user=person, digest=digest_of_page(page), reason="Vite.", now=timezone.now())

    def test_needs_a_reason_and_the_text_that_was_read(self, crim, people):
        page = make_draft(crim, people.editor)
        for options in ({"reason": " ", "digest": digest_of_page(page)}, {"reason": "Vite.", "digest": "autre"}):
            with pytest.raises(Refused):
                force_publish(page, user=people.communications, now=timezone.now(), **options)
        assert as_stored(page).live is False

    def test_ends_the_submission_and_waits_for_a_second_person(self, crim, people):
        page = submit(make_draft(crim, people.editor), people.editor)
        forced = force_publish(
            page, user=people.communications, digest=digest_of_page(page), reason="Vite.", now=timezone.now()
        )
        assert (as_stored(page).live, as_stored(page).current_workflow_state) == (True, None)
        for person in (people.communications, people.editor):
            with pytest.raises((Refused, PermissionDenied)):
                confirm(forced, user=person, now=timezone.now())
        assert confirm(forced, user=people.administrator, now=timezone.now()).confirmed_by == people.administrator


class TestMails:
    def mails(self):
        found = [(mail.to[0], mail.subject) for mail in mail_module.outbox]
        mail_module.outbox.clear()
        return found

    def test_go_to_those_concerned_and_nobody_else(self, crim, people):
        other = make_working_partner("SAT")
        make_member(other, "lead")
        english = make_communications(preferred_language="en")
        page = make_draft(crim, people.editor, title="Fil")
        self.mails()
        submit(page, people.editor)
        assert {address for address, _subject in self.mails()} == {people.lead.email}
        approve(page, people.lead)
        told = dict(self.mails())
        assert set(told) == {people.communications.email, people.administrator.email, english.email}
        assert told[english.email] == "To approve: Fil"
        moderation.refuse(step_of(page), user=english, reason="Non.")
        assert {address for address, _subject in self.mails()} == {people.editor.email}
