"""Who finds which panels, ten rows of each, at a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, WorkflowState

from home.models import FeatureProposal
from partners.models import ApprovalState, ForcedPublication, Membership, PartnerApproval, PartnerPage, PortalApproval
from tests.desk.desks import HOME, desk, headings, make_article_on, panel, titles
from tests.factories.bulk import in_bulk
from tests.factories.home import make_slot
from tests.factories.moderation import make_draft, page_of
from tests.factories.pages import make_event, make_session, make_venue
from tests.factories.partners import make_communications, make_partner_page, make_person, make_translator
from tests.reading import words


class TestHeadings:
    def test_of_an_editor(self, client, people):
        soup = desk(client, people.editor)
        assert headings(soup) == ["My week", "Under way", "On the home page", "Recently published"]
        assert words(soup.select_one("title")).startswith("My week")
        assert words(soup.select_one(".desk__partners")) == "CRIM"
        assert [link["href"] for link in soup.select(".desk__start a")] == [
            "/admin/desk/new/article/",
            "/admin/desk/new/event/",
        ]
        assert soup.select_one(f".desk__guide a[href='{reverse('portal_guide')}']")
        assert words(soup.select(".desk-panel__empty")[-1]) == "Nothing yet: write your first article."

    def test_of_a_lead(self, client, people):
        soup = desk(client, people.lead)
        assert headings(soup) == [
            "My week",
            "Waiting for your approval",
            "Under way",
            "On the home page",
            "Recently published",
        ]

    @pytest.mark.parametrize("who", ["communications", "administrator"])
    def test_of_staff(self, client, people, who):
        soup = desk(client, getattr(people, who))
        assert headings(soup) == [
            "Communications desk",
            "To approve and publish",
            "Scheduled publications",
            "French and English",
            "Partners silent for 90 days or more (1)",
            "Under way",
        ]
        assert soup.select_one(".desk__partners") is None

    def test_of_communications_who_also_work_for_a_partner(self, client, crim):
        person = make_communications(preferred_language="en")
        Membership.objects.create(partner=crim, user=person, role="lead")
        soup = desk(client, person)
        assert words(soup.select_one(".desk__partners")) == "CRIM"
        assert headings(soup)[0] == "Communications desk"
        assert "Waiting for your approval" in headings(soup)

    @pytest.mark.usefixtures("crim")
    def test_of_a_translator(self, client):
        soup = desk(client, make_translator(preferred_language="en"))
        # The tree of the tests has five English pages of which nobody knows from what they were made.
        assert headings(soup) == [
            "Editors’ room",
            "French and English",
            "Translations to update (5)",
            "What you can read",
        ]
        assert soup.select(".desk a.button")[-1]["href"] == reverse("wagtailadmin_explore_root")

    def test_of_a_member_of_a_partner_that_is_no_longer_active(self, client, crim, people):
        draft = make_draft(crim, people.editor, title="Un brouillon")
        crim.is_active = False
        crim.save()
        soup = desk(client, people.editor)
        assert headings(soup) == ["Editors’ room", "Partners that are no longer active (1)"]
        french = PartnerPage.objects.get(partner=crim, locale__language_code="fr")
        assert soup.select_one(".desk-row a")["href"] == reverse("wagtailadmin_explore", args=[french.pk])
        assert draft.title not in soup.get_text()


class TestLists:
    def test_ten_rows_then_the_rest_on_a_page_of_its_own(self, client, crim, people):
        with in_bulk():
            for number in range(25):
                make_draft(crim, people.editor, title=f"Brouillon {number}")
        soup = desk(client, people.editor)
        assert len(panel(soup, "in-progress")) == 10
        address = soup.select_one(".desk-panel__more a")["href"]
        assert len(panel(desk(client, people.editor, address), "in-progress")) == 20
        last = desk(client, people.editor, f"{address}?p=2")
        assert titles(last, "in-progress") == [f"Brouillon {number}" for number in (4, 3, 2, 1, 0)]
        assert words(last.select_one(".pagination__end")) == "25 items"

    @pytest.mark.parametrize("name", ["queue", "start", "nothing"])
    def test_of_others_are_not_found(self, client, people, name):
        client.force_login(people.editor)
        assert client.get(f"/admin/desk/list/{name}/").status_code == 404


def test_queries_are_as_many_for_one_of_each_as_for_thirty(client, tree, crim, people):
    """One number for each desk and each list, however much it holds and however many partners there are."""
    lists = [f"/admin/desk/list/{name}/" for name in ("in-progress", "to-mend", "published")]
    asked = [
        *((people.editor, path) for path in (HOME, *lists)),
        *((people.lead, path) for path in (HOME, "/admin/desk/list/to-decide/")),
        *((people.communications, path) for path in (HOME, "/admin/desk/list/queue/")),
        (people.administrator, HOME),
    ]
    found = []
    for many in (1, 29):
        with in_bulk():
            for _ in range(many):
                one_of_each(tree, crim, people)
        counts = []
        for person, path in asked:
            client.force_login(person)
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counts.append(len(queries))
        found.append(counts)
    assert found == [[30, 15, 12, 14, 34, 13, 52, 13, 49]] * 2


def one_of_each(tree, crim, people):
    """A text in each state, without the mails and the checks of the way there."""
    partner, portal = PartnerApproval.objects.get(), PortalApproval.objects.get()
    make_draft(crim, people.editor)
    wait(make_draft(crim, people.editor), partner)
    wait(make_draft(crim, people.editor), portal)
    wait(make_draft(crim, people.editor), portal, status="needs_changes")
    event = make_event(page_of(crim), live=False)
    event.save_revision(user=people.editor)
    make_session(event, live=False).save_revision(user=people.editor)
    wait(event, partner)
    later = make_draft(crim, people.editor)
    Revision.objects.filter(pk=later.latest_revision_id).update(approved_go_live_at=timezone.now())
    make_article_on(crim, 1)
    forced = ForcedPublication.objects.create(
        page_id=later.pk, digest="…", reason="—", forced_by=people.administrator, forced_at=timezone.now()
    )
    forced.authors.add(people.lead)
    make_person(is_confirmed=False, proposed_by=people.editor, organisation=crim)
    make_venue(is_confirmed=False, proposed_by=people.editor)
    make_partner_page(tree.fr)
    article = make_article_on(crim, 2)
    FeatureProposal.objects.create(
        publication=article, why="…", proposed_by=people.editor, proposed_at=timezone.now(), slot=make_slot(article)
    )
    for state in ("waiting", "refused"):
        slot = make_slot(article, live=False)
        slot.save_revision(user=people.administrator)
        slot.submissions.create(state=state, submitted_by=people.communications, submitted_at=timezone.now())


def wait(draft, task, status="in_progress"):
    state = WorkflowState.objects.create(
        content_object=draft,
        content_type=draft.content_type,
        workflow=task.workflows.get(),
        requested_by=draft.owner,
        status=status,
    )
    step = ApprovalState.objects.create(workflow_state=state, task=task, revision=draft.latest_revision)
    WorkflowState.objects.filter(pk=state.pk).update(current_task_state=step.pk)
