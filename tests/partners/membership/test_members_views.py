"""The members of a partner, on their screen: who sees it, who changes it, and what a removal does at once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from partners.models import Invitation, Membership, Partner, PortalApproval
from tests.factories.accounts import make_administrator
from tests.factories.bulk import in_bulk
from tests.factories.invitations import make_invitation
from tests.factories.moderation import as_stored, make_draft, step_of, submit
from tests.factories.partners import make_communications, make_member, make_translator, make_working_partner
from tests.forms import filled
from tests.reading import page, words
from tests.standing import stands

ADDRESS = "camille@exemple.example"
INDEX = "/admin/members/"


@stands
def other(tree):
    return make_working_partner("Ailleurs")


@stands
def lead(crim):
    return make_member(crim, "lead")


@stands
def editor(crim):
    return make_member(crim, "editor")


def browser(user):
    client = Client(headers={"accept-language": "fr"})
    client.force_login(user)
    return client


def url(name, partner, *more):
    return reverse(f"portal_members:{name}", args=[partner.pk, *(item.pk for item in more)])


def membership_of(user, partner=None):
    return Membership.objects.get(user=user, **({"partner": partner} if partner else {}))


def roles(partner):
    return dict(Membership.objects.filter(partner=partner).values_list("user__email", "role"))


def told(response):
    return [words(item) for item in page(response).select(".messages li")]


def is_refused(response):
    """Wagtail's way: back to the landing page, with a message."""
    return (response.status_code, response.headers.get("Location")) == (302, "/admin/")


def rows_of(response, section):
    soup = page(response).select_one(f"[aria-labelledby={section}-title]")
    return [words(row.select_one("th")) for row in soup.select("tbody tr")] if soup else []


class TestWhoSees:
    @pytest.mark.usefixtures("other")
    def test_a_lead_goes_to_its_only_partner(self, crim, lead):
        assert browser(lead).get(INDEX).headers["Location"] == url("list", crim)

    @pytest.mark.usefixtures("crim")
    def test_a_lead_of_two_chooses(self, other, lead):
        make_working_partner("Encore un autre")
        Membership.objects.create(partner=other, user=lead, role="lead")
        soup = page(browser(lead).get(INDEX))
        assert [words(row) for row in soup.select("tbody th a")] == ["Ailleurs", "CRIM"]

    def test_staff_see_every_partner_and_communications_change_none(self, crim, lead, editor):
        make_invitation(crim, lead)
        for user, can in ((make_communications(), False), (make_administrator(), True)):
            client = browser(user)
            assert len(page(client.get(INDEX)).select("tbody tr")) == 2
            response = client.get(url("list", crim))
            assert rows_of(response, "members") == sorted((lead.name, editor.name))
            assert rows_of(response, "invitations") == [ADDRESS]
            assert bool(page(response).select(".members form, .members__actions")) is can

    @pytest.mark.parametrize("who", ["editor", "translator", "inactive"])
    def test_nobody_else(self, crim, lead, editor, who):
        user = {"editor": editor, "translator": make_translator(), "inactive": lead}[who]
        if who == "inactive":
            Partner.objects.filter(pk=crim.pk).update(is_active=False)
        client = browser(user)
        assert [is_refused(client.get(path)) for path in (INDEX, url("list", crim))] == [True, True]

    @pytest.mark.usefixtures("crim")
    def test_the_menu_shows_it_to_who_has_something_there(self, lead, editor):
        def shown(user):
            return f'"{INDEX}"' in browser(user).get("/admin/").content.decode()

        seen = [shown(user) for user in (lead, editor, make_communications(), make_translator())]
        assert seen == [True, False, True, False]

    def test_a_constant_number_of_queries(self, crim, lead):
        client = browser(lead)
        counts = []
        for many in (1, 10):
            with in_bulk():
                for _ in range(many):
                    make_member(crim)
            for number in range(many):
                make_invitation(crim, lead, f"p{many}-{number}@exemple.example")
            client.get(url("list", crim))
            with CaptureQueriesContext(connection) as queries:
                client.get(url("list", crim))
            counts.append(len(queries))
        assert counts[0] == counts[1]

    @pytest.mark.usefixtures("crim")
    def test_a_constant_number_of_queries_for_every_partner(self):
        client = browser(make_administrator())
        counts = []
        for many in (1, 8):
            for _ in range(many):
                make_member(make_working_partner())
            client.get(INDEX)
            with CaptureQueriesContext(connection) as queries:
                client.get(INDEX)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestAnotherPartnersAddresses:
    """A lead of one partner is a possible attacker of the others."""

    def test_nothing_answers(self, crim, other, lead):
        stranger = make_member(other, "editor")
        theirs = make_invitation(other, make_member(other, "lead"))
        mails = len(mail.outbox)
        client, before = browser(lead), roles(other)
        answers = [
            client.get(url("list", other)),
            client.get(url("remove", other, membership_of(stranger))),
            client.post(url("remove", other, membership_of(stranger))),
            client.post(url("role", other, membership_of(stranger)), {"role": "lead"}),
            client.post(url("invite", other), {"email": "x@y.example", "role": "lead", "language": "fr"}),
            client.post(url("revoke", other, theirs)),
            client.post(url("resend", other, theirs)),
        ]
        assert [is_refused(answer) for answer in answers] == [True] * 7
        # Nor by the way of one's own partner.
        own_way = [
            client.get(url("remove", crim, membership_of(stranger))),
            client.post(url("remove", crim, membership_of(stranger))),
            client.post(url("role", crim, membership_of(stranger)), {"role": "lead"}),
            client.post(url("revoke", crim, theirs)),
            client.post(url("resend", crim, theirs)),
        ]
        assert [answer.status_code for answer in own_way] == [404] * 5
        theirs.refresh_from_db()
        assert (roles(other), theirs.revoked_at, len(mail.outbox)) == (before, None, mails)

    @pytest.mark.parametrize("who", ["editor", "communications", "lead of the portal"])
    def test_who_does_not_manage_changes_nothing(self, crim, lead, editor, tree, who):
        user = {
            "editor": lambda: editor,
            "communications": make_communications,
            "lead of the portal": lambda: make_member(tree.portal, "lead"),
        }[who]()
        invitation = make_invitation(crim, lead)
        client, before = browser(user), roles(crim)
        for partner in (crim, tree.portal):
            client.post(url("invite", partner), {"email": "x@y.example", "role": "lead", "language": "fr"})
        client.post(url("remove", crim, membership_of(lead)))
        client.post(url("role", crim, membership_of(editor)), {"role": "lead"})
        client.post(url("revoke", crim, invitation))
        assert (roles(crim), list(Invitation.objects.unanswered())) == (before, [invitation])


class TestInviting:
    def test_by_the_form(self, crim, lead):
        client = browser(lead)
        data = filled(client.get(url("list", crim)), ".members__form") | {"email": ADDRESS}
        response = client.post(url("invite", crim), data, follow=True)
        assert ADDRESS in told(response)[0]
        assert rows_of(response, "invitations") == [ADDRESS]
        assert mail.outbox[0].to == [ADDRESS]

    def test_a_partner_without_a_lead_is_proposed_one(self, crim):
        client = browser(make_administrator())
        assert filled(client.get(url("list", crim)), ".members__form")["role"] == "lead"

    @pytest.mark.usefixtures("crim")
    def test_the_portal_has_one_role(self, tree):
        client = browser(make_administrator())
        data = filled(client.get(url("list", tree.portal)), ".members__form") | {"email": ADDRESS}
        assert "role" not in data
        client.post(url("invite", tree.portal), data)
        assert Invitation.objects.get().partner == tree.portal

    def test_what_is_wrong_comes_back_with_the_form(self, crim, lead, editor):
        client = browser(lead)
        for email in ("pas une adresse", editor.email):
            response = client.post(url("invite", crim), {"email": email, "role": "editor", "language": "fr"})
            soup = page(response)
            assert soup.select_one(".members__form :is(.error-message, .help-critical)")
            assert soup.select_one("input[name=email]")["value"] == email
        assert Invitation.objects.count() == 0

    def test_an_address_of_an_account_elsewhere_looks_as_any_other(self, crim, other, lead):
        make_member(other, email=ADDRESS)
        response = browser(lead).post(
            url("invite", crim), {"email": ADDRESS, "role": "editor", "language": "fr"}, follow=True
        )
        assert rows_of(response, "invitations") == [ADDRESS]

    def test_revoke_and_send_again(self, crim, lead):
        early = timezone.now() - timedelta(days=9)
        invitation = make_invitation(crim, lead, now=early)
        client = browser(lead)
        assert client.get(url("list", crim)).context["invitations"][0].is_expired
        client.post(url("resend", crim, invitation))
        assert len(mail.outbox) == 2
        invitation.refresh_from_db()
        assert invitation.expires_at > timezone.now() + timedelta(days=6)

        response = client.post(url("revoke", crim, invitation), follow=True)
        assert rows_of(response, "invitations") == []
        told_twice = told(client.post(url("revoke", crim, invitation), follow=True))
        assert len(told_twice) == 1


class TestRoles:
    def test_change(self, crim, lead, editor):
        browser(lead).post(url("role", crim, membership_of(editor)), {"role": "lead"})
        assert roles(crim) == {lead.email: "lead", editor.email: "lead"}
        assert not is_refused(browser(editor).get(url("list", crim)))

        browser(editor).post(url("role", crim, membership_of(lead)), {"role": "editor"})
        assert is_refused(browser(lead).get(url("list", crim)))
        entries = ModelLogEntry.objects.filter(action="portal.role").order_by("pk")
        assert [(entry.user, entry.data["before"], entry.data["role"]) for entry in entries] == [
            (lead, "editor", "lead"),
            (editor, "lead", "editor"),
        ]

    @pytest.mark.parametrize("role", ["", "administrator", "communications"])
    def test_only_to_what_there_is(self, crim, lead, editor, role):
        browser(lead).post(url("role", crim, membership_of(editor)), {"role": role})
        assert roles(crim)[editor.email] == "editor"

    @pytest.mark.parametrize("way", ["role", "remove"])
    def test_the_only_lead_stays(self, crim, lead, way):
        administrator = make_administrator(first_name="Ada", last_name="Ministre")
        make_member(crim, "lead", is_active=False)
        response = browser(lead).post(url(way, crim, membership_of(lead)), {"role": "editor"}, follow=True)
        assert administrator.name in told(response)[0]
        assert roles(crim)[lead.email] == "lead"

        browser(administrator).post(url(way, crim, membership_of(lead)), {"role": "editor"})
        assert roles(crim).get(lead.email) != "lead"

    @pytest.mark.usefixtures("crim")
    def test_communications_have_one_role(self, tree):
        member = make_communications()
        browser(make_administrator()).post(url("role", tree.portal, membership_of(member)), {"role": "lead"})
        assert roles(tree.portal) == {member.email: "editor"}


class TestRemoval:
    def test_the_page_before_says_what_happens(self, crim, lead, editor):
        make_draft(crim, editor)
        response = browser(lead).get(url("remove", crim, membership_of(editor)))
        assert response.context["texts"] == 1
        assert editor.name in words(page(response).main)
        assert editor.email in roles(crim)

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_the_next_request_is_refused(self, crim, other, lead, editor, method):
        Membership.objects.create(partner=other, user=editor, role="editor")
        text = make_draft(crim, editor)
        edit = reverse("wagtailadmin_pages:edit", args=[text.pk])
        at_work = browser(editor)
        data = filled(at_work.get(edit), "form#page-edit-form") | {"title": "Après coup"}

        response = browser(lead).post(url("remove", crim, membership_of(editor, crim)), follow=True)
        assert editor.name in told(response)[0]
        answer = at_work.post(edit, data) if method == "post" else at_work.get(edit)
        assert is_refused(answer)
        assert as_stored(text).latest_revision.content["title"] != "Après coup"
        assert roles(other) == {editor.email: "editor"}
        assert at_work.get("/admin/").status_code == 200

    def test_without_any_role_left_nobody_enters(self, crim, lead, editor):
        at_work = browser(editor)
        assert at_work.get("/admin/").status_code == 200
        browser(lead).post(url("remove", crim, membership_of(editor)))
        assert at_work.get("/admin/").headers["Location"].startswith("/admin/login/")
        editor.refresh_from_db()
        assert editor.is_active

    def test_what_waited_for_a_lead_goes_on(self, crim, lead, editor):
        text = make_draft(crim, editor)
        administrator = make_administrator()
        submit(text, editor)
        browser(administrator).post(url("remove", crim, membership_of(lead)))
        assert step_of(text).task.specific == PortalApproval.objects.get()

    def test_locks_go_where_the_person_may_no_longer_work(self, tree, crim, other, lead):
        member = make_communications()
        Membership.objects.create(partner=other, user=member, role="editor")
        at_crim, at_other = make_draft(crim, lead), make_draft(other, member)
        both = Page.objects.filter(pk__in=[at_crim.pk, at_other.pk])
        both.update(locked=True, locked_by=member, locked_at=timezone.now())
        browser(make_administrator()).post(url("remove", tree.portal, membership_of(member, tree.portal)))
        assert list(both.filter(locked=True).values_list("pk", flat=True)) == [at_other.pk]

    def test_it_is_in_the_history_of_the_partner(self, crim, lead, editor):
        client = browser(make_administrator())
        make_invitation(crim, lead)
        browser(lead).post(url("remove", crim, membership_of(editor)))
        text = words(page(client.get(reverse("wagtailsnippets_partners_partner:history", args=[crim.pk]))).main)
        assert (ADDRESS in text, editor.name in text) == (True, True)

    def test_leaving_oneself(self, crim, lead):
        second = make_member(crim, "lead")
        assert is_refused(browser(lead).post(url("remove", crim, membership_of(lead))))
        assert roles(crim) == {second.email: "lead"}

    def test_twice(self, crim, lead, editor):
        client, address = browser(lead), url("remove", crim, membership_of(editor))
        assert [client.post(address).status_code for _time in range(2)] == [302, 404]

    def test_buttons_ask_for_a_post(self, crim, lead, editor):
        client, invitation = browser(lead), make_invitation(crim, lead)
        paths = [url("role", crim, membership_of(editor)), *(url(n, crim, invitation) for n in ("revoke", "resend"))]
        assert [client.get(path).status_code for path in paths] == [405, 405, 405]
        assert client.get(url("invite", crim)).headers["Location"] == url("list", crim)
