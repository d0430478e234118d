"""Around the page editor: submitting, saving over somebody else's version, saying who may approve."""

import json

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.factories.accounts import make_administrator
from tests.factories.moderation import as_stored, edit, make_draft, page_of, step_of, submit
from tests.factories.pages import make_event, make_session
from tests.factories.partners import make_communications, make_member
from tests.forms import filled
from tests.reading import page as parsed
from tests.reading import words
from tests.standing import stands


@stands
def editor(crim):
    return make_member(crim, "editor", first_name="Émile", last_name="Navette")


@pytest.fixture
def browser(client, editor):
    client.force_login(editor)
    return client


def fields_of(response):
    """What the form of the page would send; that of the page editor with the body that its script draws."""
    form = parsed(response, response.status_code).select_one("#page-edit-form")
    if form is None:
        return filled(response, "main form:not([role=search])")
    body = streamfield([("text", rich_text("<p>Un premier paragraphe.</p>"))])
    return {**filled(response, "#page-edit-form"), **nested_form_data({"body": body})}


def address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def messages_of(response):
    return [words(item) for item in parsed(response).select(".messages li, .messages [role=status], .w-message")]


class TestSubmitting:
    @pytest.fixture(autouse=True)
    def _communications(self, crim):
        assert crim
        make_communications()

    def test_saves_submits_and_says_who_is_asked(self, browser, crim, editor):
        make_member(crim, "lead", first_name="Rosalie", last_name="Chaîne")
        page = make_draft(crim, editor)
        form = fields_of(browser.get(address(page)))
        response = browser.post(address(page), {**form, "title": "Un titre neuf", "action-submit": "1"}, follow=True)
        assert response.redirect_chain[-1][0] == "/admin/"
        assert "Rosalie Chaîne" in response.content.decode()
        page = as_stored(page)
        assert page.draft_title == "Un titre neuf"
        assert page.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS

    def test_of_a_new_page_keeps_the_text_when_it_is_not_ready(self, browser, crim, editor):
        parent = page_of(crim)
        add = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", parent.pk])
        form = fields_of(browser.get(add))
        response = browser.post(
            add, {**form, "title": "À peine commencé", "slug": "a-peine", "action-submit": "1"}, follow=True
        )
        page = as_stored(parent).get_children().get(slug="a-peine").specific
        assert (page.live, page.owner, page.workflow_in_progress) == (False, editor, False)
        assert response.redirect_chain[-1][0] == address(page)
        assert "À peine commencé" in response.content.decode()

    def test_is_refused_with_every_reason_at_once(self, browser, crim, editor):
        page = make_draft(crim, editor, summary="", rows={"subjects": []})
        response = browser.post(
            address(page), {**fields_of(browser.get(address(page))), "action-submit": "1"}, follow=True
        )
        reasons = [words(item) for item in parsed(response).select(".messages li li")]
        assert len(reasons) >= 2
        assert as_stored(page).workflow_in_progress is False

    def test_twice_is_refused(self, browser, crim, editor):
        page = submit(make_draft(crim, editor), editor)
        browser.post(address(page), {**fields_of(browser.get(address(page))), "action-submit": "1"})
        assert WorkflowState.objects.count() == 1

    def test_a_session_is_submitted_with_its_event(self, browser, crim, editor):
        event = make_event(page_of(crim), live=False, owner=editor)
        session = make_session(event, live=False, owner=editor)
        session.save_revision(user=editor)
        response = browser.get(address(session))
        assert parsed(response).select('[name="action-submit"]') == []
        browser.post(address(session), {**fields_of(response), "action-submit": "1"})
        assert WorkflowState.objects.count() == 0

    def test_is_the_only_way_wagtails_own_is_closed(self, browser, crim, editor):
        page = make_draft(crim, editor)
        assert page.has_workflow is False
        form = fields_of(browser.get(address(page)))
        browser.post(address(page), {**form, "action-publish": "1"})
        browser.post(address(page), {**form, "action-restart-workflow": "1"})
        assert (as_stored(page).live, WorkflowState.objects.count()) == (False, 0)


class TestNobodyLeft:
    def test_is_said_when_saving_with_who_could_help(self, client, crim):
        administrator = make_administrator(first_name="Ariane", last_name="Tisserand")
        communications = make_communications()
        page = make_draft(crim, communications)
        page = edit(page, administrator, title="Retouché")
        client.force_login(communications)
        response = client.post(address(page), fields_of(client.get(address(page))), follow=True)
        assert "Ariane Tisserand" in response.content.decode()
        response = client.post(
            address(page), {**fields_of(client.get(address(page))), "action-submit": "1"}, follow=True
        )
        assert "Ariane Tisserand" in response.content.decode()
        assert as_stored(page).workflow_in_progress is False


class TestConflict:
    def test_shows_both_texts_and_overwrites_nothing(self, browser, crim, editor):
        page = make_draft(crim, editor, title="Version de départ")
        mine = {**fields_of(browser.get(address(page))), "title": "Ma version"}
        edit(page, make_member(crim, "lead", first_name="Rosalie", last_name="Chaîne"), title="Sa version")
        response = browser.post(address(page), mine)
        assert response.status_code == 409
        shown = words(parsed(response, 409).select_one("main"))
        assert "Ma version" in shown
        assert "Sa version" in shown
        assert "Rosalie Chaîne" in shown
        assert as_stored(page).draft_title == "Sa version"

    def test_mine_is_kept_when_i_have_seen_the_other(self, browser, crim, editor):
        page = make_draft(crim, editor)
        mine = {**fields_of(browser.get(address(page))), "title": "Ma version"}
        edit(page, make_member(crim, "lead"), title="Sa version")
        seen = fields_of(browser.post(address(page), mine))
        response = browser.post(address(page), seen)
        assert response.status_code == 302
        assert as_stored(page).draft_title == "Ma version"
        assert as_stored(page).revisions.count() == 3

    def test_a_third_version_meanwhile_is_shown_too(self, browser, crim, editor):
        page, lead = make_draft(crim, editor), make_member(crim, "lead")
        mine = {**fields_of(browser.get(address(page))), "title": "Ma version"}
        edit(page, lead, title="Sa version")
        seen = fields_of(browser.post(address(page), mine))
        edit(as_stored(page), lead, title="Une troisième")
        assert browser.post(address(page), seen).status_code == 409
        assert as_stored(page).draft_title == "Une troisième"

    def test_my_own_autosave_is_no_conflict(self, browser, crim, editor):
        page = make_draft(crim, editor)
        form = fields_of(browser.get(address(page)))
        saved = browser.post(address(page), {**form, "title": "Un"}, headers={"accept": "application/json"})
        own = json.loads(saved.content)["revision_id"]
        response = browser.post(address(page), {**form, "title": "Deux", "overwrite_revision_id": own})
        assert response.status_code == 302
        assert as_stored(page).draft_title == "Deux"

    def test_submitting_an_old_form_is_a_conflict_too(self, browser, crim, editor):
        page = make_draft(crim, editor)
        mine = {**fields_of(browser.get(address(page))), "action-submit": "1"}
        edit(page, make_member(crim, "lead"), title="Sa version")
        assert browser.post(address(page), mine).status_code == 409
        assert as_stored(page).workflow_in_progress is False


class TestReviewing:
    @pytest.fixture
    def page(self, crim, editor):
        self.lead = make_member(crim, "lead")
        make_communications()
        return submit(make_draft(crim, editor, title="À relire"), editor)

    def review(self, page):
        return reverse("portal_review:review", args=[page.pk])

    def test_by_the_lead_then_by_communications_publishes(self, client, page):
        client.force_login(self.lead)
        client.post(self.review(page), {**fields_of(client.get(self.review(page))), "approve": ""})
        assert as_stored(page).live is False
        client.force_login(make_communications())
        client.post(self.review(page), {**fields_of(client.get(self.review(page))), "approve": ""})
        assert as_stored(page).live is True

    def test_offers_no_decision_to_the_author(self, client, page, editor):
        client.force_login(editor)
        response = client.get(self.review(page))
        assert parsed(response).select('[name="approve"], [name="refuse"]') == []

    def test_refuses_without_a_reason_beside_the_field(self, client, page):
        client.force_login(self.lead)
        response = client.post(self.review(page), {"refuse": "", "reason": "  "})
        assert len(parsed(response).select(".review__refusal[open] .error-message")) == 1
        assert step_of(page).status == "in_progress"

    def test_a_date_in_the_past_is_refused_beside_its_field_and_loses_nothing(self, client, page):
        client.force_login(self.lead)
        client.post(self.review(page), {**fields_of(client.get(self.review(page))), "approve": ""})
        client.force_login(make_communications())
        form = fields_of(client.get(self.review(page)))
        response = client.post(
            self.review(page), {**form, "go_live_at": "2020-01-01 09:00", "comment": "Bravo.", "approve": ""}
        )
        soup = parsed(response)
        assert (len(soup.select(".error-message")), soup.select_one('[name="comment"]').text.strip()) == (1, "Bravo.")
        assert as_stored(page).live is False

    def test_a_text_that_has_changed_meanwhile_is_shown_again(self, client, page, editor):
        client.force_login(self.lead)
        form = fields_of(client.get(self.review(page)))
        edit(page, editor, title="Autre chose")
        response = client.post(self.review(page), {**form, "approve": ""}, follow=True)
        assert response.redirect_chain[-1][0] == self.review(page)
        assert step_of(page).status == "in_progress"
        assert len(messages_of(response)) >= 1

    def test_forcing_leaves_it_to_a_second_person(self, client, page):
        first, second = make_communications(), make_communications()
        force = reverse("portal_review:force", args=[page.pk])
        client.force_login(first)
        client.post(force, {**fields_of(client.get(force)), "reason": "Une erreur en ligne."})
        assert as_stored(page).live is True
        forced = page.forced_publications.get()
        confirm = reverse("portal_review:forced", args=[forced.pk])
        client.post(confirm)
        forced.refresh_from_db()
        assert forced.confirmed_by is None
        client.force_login(second)
        client.post(confirm)
        forced.refresh_from_db()
        assert forced.confirmed_by == second
