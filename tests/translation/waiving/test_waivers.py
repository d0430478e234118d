"""A French text may go without its English version for a time, because somebody named says so."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published

from core.desk import Visit
from core.refusals import Refused
from tests.factories.moderation import approve, as_stored
from tests.factories.translation import english as english_locale
from tests.factories.twins import make_company, sister_of
from tests.standing import stands
from translation.enums import State
from translation.matrix.states import with_states
from translation.models import Waiver
from translation.pairing import twins
from translation.waiving import waivers
from translation.waiving.waiver_panel import WaiversPanel


@stands
def company(tree):
    company = make_company()
    company.ask_for_twins()
    return company


@stands
def held(company):
    """A French text that waits at the gate."""
    return approve(company.french(title="Le fil"), company.communications)


@pytest.fixture
def now():
    return timezone.now()


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def sign(page, user, *, days=30, **options):
    options = {"reason": "La traductrice est malade.", "until": in_days(days), "now": timezone.now(), **options}
    return waivers.sign(page, user=user, **options)


class TestSigning:
    def test_lets_french_that_waits_pass_at_once(self, held, company, now):
        waiver = sign(held, company.communications, now=now)
        french = as_stored(held)
        assert (french.live, french.current_workflow_state) == (True, None)
        assert (waiver.signed_by, waiver.signed_at, waiver.until) == (company.communications, now, in_days(30))

    def test_lets_it_pass_at_the_hour_that_was_chosen(self, company):
        later = timezone.now() + timedelta(days=2)
        page = approve(company.french(), company.communications, go_live_at=later)
        sign(page, company.communications)
        assert (as_stored(page).live, as_stored(page).latest_revision.approved_go_live_at) == (False, later)

    def test_before_approval_keeps_it_from_waiting(self, company):
        page = company.french()
        sign(page, company.communications)
        assert approve(page, company.communications).live is True

    def test_one_that_is_over_lets_nothing_pass(self, company):
        page = company.french()
        sign(page, company.communications)
        Waiver.objects.update(until=in_days(-1))
        assert twins.at_gate(approve(page, company.communications)) is not None

    def test_makes_the_state_of_the_version(self, held, company):
        sign(held, company.communications)
        (row,) = with_states(Page.objects.filter(pk=held.pk), english_locale(), today=timezone.localdate())
        assert row.state == State.WAIVED

    def test_takes_the_place_of_an_earlier_one(self, held, company):
        first = sign(held, company.communications)
        second = sign(held, company.colleague, until=in_days(60))
        first.refresh_from_db()
        assert (first.ended_at is None, waivers.open_waivers(held).get()) == (False, second)

    def test_is_for_staff(self, held, company):
        for person in (company.editor, company.translator):
            with pytest.raises(PermissionDenied):
                sign(held, person)
        assert (Waiver.objects.count(), as_stored(held).live) == (0, False)

    @pytest.mark.parametrize(
        ("options", "reasons"),
        [
            ({"reason": "  "}, 1),
            # Days are counted when the test runs: midnight may come after its collection.
            ({"days": 0}, 1),
            ({"days": 366}, 1),
            ({"reason": "", "days": -3}, 2),
        ],
    )
    def test_wants_a_reason_and_a_day_within_a_year(self, held, company, options, reasons):
        with pytest.raises(Refused) as refusal:
            sign(held, company.communications, **options)
        assert (len(refusal.value.reasons), as_stored(held).live) == (reasons, False)

    def test_makes_no_sense_for_a_session_for_english_or_beside_live_english(self, held, company):
        (session,) = company.event().moderated_parts()
        english = approve(company.english(held), company.communications)
        for page in (session, english, as_stored(held)):
            with pytest.raises(Refused):
                sign(page, company.communications)

    def test_a_failure_leaves_it_unsigned(self, held, company):
        def fail(**_kwargs):
            message = "on purpose"
            raise ZeroDivisionError(message)

        page_published.connect(fail)
        try:
            with pytest.raises(ZeroDivisionError):
                sign(held, company.communications)
        finally:
            page_published.disconnect(fail)
        assert (Waiver.objects.count(), as_stored(held).live) == (0, False)


class TestEnding:
    def test_leaves_what_is_published(self, held, company, now):
        waiver = waivers.end(sign(held, company.communications), user=company.colleague, now=now)
        assert (waiver.ended_at, as_stored(held).live) == (now, True)
        with pytest.raises(Refused):
            waivers.end(waiver, user=company.colleague, now=now)

    def test_is_for_staff(self, held, company, now):
        with pytest.raises(PermissionDenied):
            waivers.end(sign(held, company.communications), user=company.editor, now=now)


class TestReminders:
    def written(self, now):
        mail.outbox.clear()
        waivers.remind(now)
        return sorted((letter.to[0], letter.subject.split(":")[0]) for letter in mail.outbox)

    def test_go_to_signer_and_communications_a_week_before_and_once_it_is_over(self, held, company, now):
        sign(held, company.communications, until=in_days(30))
        people = sorted(person.email for person in (company.communications, company.colleague))
        day = timedelta(days=1)
        assert self.written(now + 22 * day) == []
        assert [address for address, _subject in self.written(now + 23 * day)] == people
        assert self.written(now + 24 * day) == []
        assert self.written(now + 30 * day) == []
        over = self.written(now + 31 * day)
        assert over == [(address, "Waiver over, still no English version") for address in people]
        assert self.written(now + 32 * day) == []

    def test_say_it_is_over_where_the_turns_before_were_missed(self, held, company, now):
        sign(held, company.communications, until=in_days(30))
        assert {subject for _to, subject in self.written(now + timedelta(days=40))} == {
            "Waiver over, still no English version"
        }
        assert self.written(now + timedelta(days=41)) == []

    def test_not_when_it_was_ended_or_the_english_is_live(self, held, company, now):
        waiver = sign(held, company.communications, until=in_days(3))
        approve(company.english(as_stored(held)), company.communications)
        assert self.written(now) == []
        sister_of(held).unpublish()
        waivers.end(waiver, user=company.colleague, now=now)
        assert self.written(now) == []


class TestThePanel:
    def titles(self, user, now):
        panel = WaiversPanel()
        visit = Visit(user, now)
        return [(row.title, str(row.mark)) for row in panel.rows(list(panel.listed(visit)), visit)]

    def test_lists_those_that_end_or_are_over(self, held, company, now):
        sign(held, company.communications, until=in_days(30))
        day = timedelta(days=1)
        assert self.titles(company.colleague, now + 15 * day) == []
        assert [title for title, _mark in self.titles(company.colleague, now + 16 * day)] == ["Le fil"]
        assert [title for title, _mark in self.titles(company.colleague, now + 99 * day)] == ["Le fil"]
        waivers.end(Waiver.objects.get(), user=company.colleague, now=now)
        assert self.titles(company.colleague, now + 99 * day) == []

    def test_asks_the_same_number_of_queries_for_many(self, held, company, now, django_assert_num_queries):
        sign(held, company.communications, until=in_days(3))
        panel, visit = WaiversPanel(), Visit(company.colleague, now)
        with django_assert_num_queries(1):
            panel.rows(list(panel.listed(visit)), visit)
        for _number in range(5):
            sign(company.french(), company.communications, until=in_days(3))
        with django_assert_num_queries(1):
            assert len(panel.rows(list(panel.listed(visit)), visit)) == 6

    def test_is_for_staff(self, company):
        assert [WaiversPanel().for_whom(user) for user in (company.communications, company.editor)] == [True, False]


class TestTheView:
    def test_signs_and_says_what_came_of_it(self, held, company, client):
        client.force_login(company.communications)
        page = client.get(f"/admin/waivers/{held.pk}/").content.decode()
        assert "Sign and let it pass" in page
        data = {"reason": "Urgent.", "until": in_days(10).isoformat()}
        response = client.post(f"/admin/waivers/{held.pk}/", data, follow=True)
        assert "is published, without its English version until" in response.content.decode()
        assert as_stored(held).live is True

    def test_says_beside_the_fields_what_is_wrong(self, held, company, client):
        client.force_login(company.communications)
        response = client.post(f"/admin/waivers/{held.pk}/", {"reason": "", "until": in_days(-1).isoformat()})
        assert sorted(response.context["form"].errors) == ["reason", "until"]
        assert Waiver.objects.count() == 0

    def test_ends_one(self, held, company, client):
        waiver = sign(held, company.communications)
        client.force_login(company.colleague)
        assert client.get(f"/admin/waivers/end/{waiver.pk}/").status_code == 405
        client.post(f"/admin/waivers/end/{waiver.pk}/")
        waiver.refresh_from_db()
        assert waiver.ended_at is not None

    def test_of_a_session_is_that_of_its_event(self, company, client):
        event = company.event()
        (session,) = event.moderated_parts()
        client.force_login(company.communications)
        assert client.get(f"/admin/waivers/{session.pk}/").headers["Location"] == f"/admin/waivers/{event.pk}/"

    def test_is_for_staff(self, held, company, client):
        for person in (company.editor, company.translator):
            client.force_login(person)
            response = client.post(f"/admin/waivers/{held.pk}/", {"reason": "x", "until": in_days(3).isoformat()})
            assert response.status_code == 302
        assert Waiver.objects.count() == 0

    def test_is_linked_from_the_page(self, held, company, client):
        client.force_login(company.communications)
        assert f"/admin/waivers/{held.pk}/" in client.get(f"/admin/pages/{held.pk}/edit/").content.decode()


class TestRules:
    def test_communications_choose_them(self, company, client):
        client.force_login(company.communications)
        page = client.get("/admin/snippets/translation/twinrule/").content.decode()
        assert "CRIM" in page
        client.post("/admin/snippets/translation/twinrule/add/", {"partner": "", "type": "event"})
        assert twins.TwinRule.objects.filter(partner=None, type="event").count() == 1
        response = client.post("/admin/snippets/translation/twinrule/add/", {"partner": "", "type": "event"})
        assert "This is asked of every partner already." in response.content.decode()

    def test_partners_do_not_see_them(self, company, client):
        client.force_login(company.editor)
        for address in ("/admin/snippets/translation/twinrule/", "/admin/snippets/choose/translation/twinrule/"):
            assert client.get(address).status_code in {302, 403, 404}
