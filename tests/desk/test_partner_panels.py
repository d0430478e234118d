"""What whoever works for a partner finds."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from partners import moderation
from partners.models import CoPublication, Membership
from tests.desk.desks import desk, make_article_on, panel, start, titles, today, waiting_row
from tests.factories.bulk import in_bulk
from tests.factories.moderation import approve, as_stored, edit, make_draft, page_of, step_of, submit
from tests.factories.pages import make_article, make_event, make_session, make_standard_page
from tests.factories.partners import make_communications, make_member, make_working_partner
from tests.reading import words


class TestDrafts:
    def test_say_where_they_stand_and_those_of_others_are_not_there(self, client, crim, people):
        other = make_working_partner("Autre")
        make_draft(other, make_member(other), title="Ailleurs")
        make_draft(crim, people.editor, title="Un brouillon")
        page = make_draft(crim, people.editor, title="Chez la responsable")
        submit(page, people.editor)
        soup = desk(client, people.editor)
        assert panel(soup, "in-progress") == [
            waiting_row(
                "Chez la responsable",
                "With the partner’s lead",
                "Article · You submitted it · Waits for Léa Morin",
                page,
            ),
            f"Un brouillon Not submitted yet Article changed on {today()} Go on writing – Un brouillon",
        ]
        assert "Ailleurs" not in soup.get_text()

    def test_name_communications_but_whoever_wrote(self, client, crim, people):
        other = make_communications(first_name="Zoé", last_name="Ayotte")
        draft = edit(make_draft(crim, people.lead), people.administrator, title="Retouché")
        draft = edit(draft, other, title="Retouché encore")
        submit(draft, people.lead)
        soup = desk(client, people.editor)
        assert [words(row) for row in soup.select(".desk-row__facts")] == [
            "Article · Submitted by Léa Morin · Waits for Camille Dubé"
        ]

    def test_of_an_event_are_one_line_even_where_only_a_session_was_changed(self, client, crim, people):
        event = make_event(page_of(crim), title="Le forum")
        session = make_session(event, title="Une session")
        session.save_revision(user=people.editor)
        edit(as_stored(session), people.editor, title="Une autre session")
        assert titles(desk(client, people.editor), "in-progress") == ["Le forum"]

    def test_leave_out_what_is_scheduled_or_was_taken_away(self, client, crim, people):
        scheduled = make_draft(crim, people.lead, title="Pour demain")
        submit(scheduled, people.lead)
        approve(scheduled, people.communications, go_live_at=timezone.now() + timedelta(days=1))
        gone = make_draft(crim, people.lead, title="Retiré")
        submit(gone, people.lead)
        approve(gone, people.communications)
        as_stored(gone).unpublish()
        soup = desk(client, people.editor)
        assert (titles(soup, "in-progress"), titles(soup, "scheduled")) == ([], ["Pour demain"])

    def test_of_a_page_that_belongs_to_no_partner_are_communications(self, client, tree, people):
        about = make_standard_page(tree.fr.home, title="À propos")
        edit(about, people.administrator, title="À propos de nous")
        assert titles(desk(client, people.communications), "in-progress") == ["À propos de nous"]
        assert "À propos" not in desk(client, people.editor).get_text()

    def test_of_several_partners_say_which(self, client, people):
        other = make_working_partner("Autre")
        Membership.objects.create(partner=other, user=people.editor, role="editor")
        make_draft(other, people.editor, title="Ailleurs")
        soup = desk(client, people.editor)
        assert words(soup.select_one(".desk__partners")) == "Autre · CRIM"
        assert words(soup.select_one(".desk-row__facts")) == "Autre · Article"


def test_what_was_given_back_says_why_and_by_whom(client, crim, people):
    draft = make_draft(crim, people.editor, title="À revoir")
    submit(draft, people.editor)
    moderation.refuse(step_of(draft), user=people.lead, reason="Le titre est trop long.")
    soup = desk(client, people.editor)
    assert panel(soup, "to-mend") == [
        f"À revoir Article · Given back by Léa Morin Le titre est trop long. {today()} Mend it – À revoir"
    ]
    assert soup.select_one(".desk-row__action a")["href"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert panel(soup, "in-progress") == []


class TestWaitingForALead:
    def test_leads_to_the_review(self, client, crim, people):
        draft = make_draft(crim, people.editor, title="À lire")
        submit(draft, people.editor)
        soup = desk(client, people.lead)
        assert titles(soup, "to-decide") == ["À lire"]
        assert soup.select_one(".desk-row__action a")["href"] == reverse("portal_review:review", args=[draft.pk])

    def test_is_neither_what_the_lead_has_changed_nor_what_is_of_others(self, client, crim, people):
        make_member(crim, "lead")
        own = edit(make_draft(crim, people.editor), people.lead, title="Retouché par Léa")
        submit(own, people.editor)
        other = make_working_partner("Autre")
        make_member(other, "lead")
        elsewhere = make_draft(other, make_member(other), title="Ailleurs")
        submit(elsewhere, elsewhere.owner)
        assert titles(desk(client, people.lead), "to-decide") == []

    def test_a_session_that_the_lead_changed_counts_as_its_event(self, client, crim, people):
        make_member(crim, "lead")
        event = make_event(page_of(crim), title="Le forum", live=False)
        event.save_revision(user=people.editor)
        session = make_session(event, live=False)
        session.save_revision(user=people.lead)
        start(event, people.editor)
        assert titles(desk(client, people.lead), "to-decide") == []


def test_what_was_published_is_there_for_the_partner_five_at_most(client, crim, people):
    with in_bulk():
        for number in range(6):
            make_article_on(crim, number)
    soup = desk(client, people.editor)
    assert titles(soup, "published") == [f"Article {number}" for number in (5, 4, 3, 2, 1)]
    first = Page.objects.get(title="Article 5")
    assert soup.select_one("[aria-labelledby=desk-published] a")["href"] == first.get_url()
    more = soup.select_one(".desk-panel__more a")
    assert (words(more), more["href"]) == (
        "All (6) – Recently published",
        reverse("portal_desk:list", args=["published"]),
    )


def test_what_names_the_partner_waits_for_its_lead(client, crim, people):
    other = make_working_partner("Autre")
    make_article(page_of(other), title="À deux", rows={"co_publications": [CoPublication(partner=crim)]})
    make_article(page_of(crim), title="Ailleurs", rows={"co_publications": [CoPublication(partner=other)]})
    soup = desk(client, people.lead)
    assert panel(soup, "consents") == ["À deux Autre · Asks to publish with CRIM September 1, 2023 Answer – À deux"]
    address = soup.select_one("[aria-labelledby=desk-consents] .desk-row__action a")["href"]
    assert client.get(address).status_code == 200
    assert panel(desk(client, people.editor), "consents") == []
