"""An invitation makes one member, once, for as long as it is good."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import User
from partners.enums import InvitationState
from partners.guards import Refused
from partners.membership.invitations import Closed, NewAccount, accept, find, forget, revoke, send_again, signer
from partners.membership.members import change_role, remove_member
from partners.models import Invitation, Membership, Partner
from tests.factories.accounts import make_administrator, make_user
from tests.factories.invitations import link_of, make_invitation, token_of
from tests.factories.partners import make_communications, make_member, make_working_partner
from tests.reading import page, words
from tests.standing import stands

ADDRESS = "camille@exemple.example"
ACCOUNT = NewAccount(first_name="Camille", last_name="Roy", password="un-long-secret-neuf", preferred_language="en")
FILLED = {
    "first_name": "Camille",
    "last_name": "Roy",
    "password1": "un-long-secret-neuf",
    "password2": "un-long-secret-neuf",
    "preferred_language": "en",
}


@stands
def lead(crim):
    return make_member(crim, "lead", first_name="Lise", last_name="Tremblay")


@pytest.fixture
def now():
    return timezone.now()


def memberships(**filters):
    rows = Membership.objects.filter(**filters).order_by("partner__name", "user__email")
    return list(rows.values_list("partner__name", "user__email", "role"))


def heading(response, status=200):
    return words(page(response, status).select_one("main h1"))


def history(partner):
    rows = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Partner), object_id=str(partner.pk), action__startswith="portal."
    )
    return [(row.action, row.user and row.user.email) for row in rows.order_by("pk")]


class TestInviting:
    def test_a_lead_invites_by_mail_in_the_language_of_the_person(self, crim, lead, now):
        invitation = make_invitation(crim, lead, " Camille@Exemple.example ", role="lead", language="en", now=now)

        (letter,) = mail.outbox
        assert (letter.to, letter.secret, letter.language) == ([ADDRESS], True, "en")
        assert "Lise Tremblay" in letter.subject
        assert "CRIM" in letter.body
        assert find(token_of(letter), now=now) == (invitation, InvitationState.OPEN)
        assert (invitation.email, invitation.expires_at) == (ADDRESS, now + timedelta(days=7))

    def test_the_database_alone_opens_nothing(self, crim, lead):
        invitation = make_invitation(crim, lead)
        _pk, secret = signer.unsign(token_of()).split(".")
        stored = Invitation.objects.filter(pk=invitation.pk).values().get()
        assert not [name for name, value in stored.items() if secret in str(value)]
        assert ADDRESS not in token_of()

    @pytest.mark.parametrize("who", ["editor", "communications", "lead of another", "stranger"])
    def test_nobody_else_invites(self, crim, now, who):
        user = {
            "editor": lambda: make_member(crim, "editor"),
            "communications": make_communications,
            "lead of another": lambda: make_member(make_working_partner("Ailleurs"), "lead"),
            "stranger": make_user,
        }[who]()
        with pytest.raises(PermissionDenied):
            make_invitation(crim, user, now=now)
        assert (Invitation.objects.count(), mail.outbox) == (0, [])

    def test_an_administrator_invites_for_every_partner(self, crim, tree):
        administrator = make_administrator()
        make_invitation(crim, administrator)
        make_invitation(tree.portal, administrator, role="lead")
        rows = list(Invitation.objects.order_by("pk").values_list("partner__name", "role"))
        assert rows == [("CRIM", "editor"), ("La Trame", "editor")]

    @pytest.mark.usefixtures("crim")
    def test_communications_do_not_invite_to_communications(self, tree):
        with pytest.raises(PermissionDenied):
            make_invitation(tree.portal, make_communications())

    def test_an_inactive_partner_receives_nobody(self, crim, lead):
        Partner.objects.filter(pk=crim.pk).update(is_active=False)
        with pytest.raises(PermissionDenied):
            make_invitation(crim, User.objects.get(pk=lead.pk))
        with pytest.raises(Refused):
            make_invitation(crim, make_administrator())

    def test_a_member_is_not_invited_again(self, crim, lead):
        make_member(crim, email=ADDRESS)
        with pytest.raises(Refused, match=ADDRESS):
            make_invitation(crim, lead)

    def test_one_open_invitation_for_an_address(self, crim, lead, now):
        make_invitation(crim, lead, now=now)
        with pytest.raises(Refused, match=ADDRESS):
            make_invitation(crim, lead, now=now + timedelta(days=6))

        make_invitation(crim, lead, now=now + timedelta(days=8))
        assert Invitation.objects.unanswered().count() == 1

    def test_at_most_twenty_at_once(self, crim, lead, now):
        for number in range(20):
            make_invitation(crim, lead, f"p{number}@exemple.example", now=now)
        with pytest.raises(Refused):
            make_invitation(crim, lead, now=now)
        revoke(Invitation.objects.first(), user=lead, now=now)
        make_invitation(crim, lead, now=now)


class TestAccepting:
    def test_a_new_person_receives_an_account_and_the_role(self, crim, lead, now):
        make_invitation(crim, lead, role="lead", now=now)
        accept(token_of(), account=ACCOUNT, now=now)

        person = User.objects.get(email=ADDRESS)
        assert (person.name, person.preferred_language, person.check_password(ACCOUNT.password)) == (
            "Camille Roy",
            "en",
            True,
        )
        assert memberships(user=person) == [("CRIM", ADDRESS, "lead")]
        assert person.has_perm("wagtailadmin.access_admin")
        assert history(crim) == [("portal.invite", lead.email), ("portal.join", ADDRESS)]

    def test_a_link_works_once(self, crim, lead, now):
        make_invitation(crim, lead, now=now)
        accept(token_of(), account=ACCOUNT, now=now)
        with pytest.raises(Closed) as closed:
            accept(token_of(), account=ACCOUNT, now=now)
        assert closed.value.state == InvitationState.ACCEPTED
        assert User.objects.filter(email=ADDRESS).count() == 1

    @pytest.mark.parametrize(("days", "state"), [(6.99, InvitationState.OPEN), (7, InvitationState.EXPIRED)])
    def test_it_works_for_seven_days(self, crim, lead, now, days, state):
        make_invitation(crim, lead, now=now)
        assert find(token_of(), now=now + timedelta(days=days))[1] == state

    def test_an_expired_or_revoked_one_makes_nobody_a_member(self, crim, lead, now):
        invitation = make_invitation(crim, lead, now=now)
        with pytest.raises(Closed):
            accept(token_of(), account=ACCOUNT, now=now + timedelta(days=7))
        revoke(invitation, user=lead, now=now)
        with pytest.raises(Closed):
            accept(token_of(), account=ACCOUNT, now=now)
        assert not User.objects.filter(email=ADDRESS).exists()

    def test_sending_again_makes_the_first_link_void(self, crim, lead, now):
        invitation = make_invitation(crim, lead, now=now)
        with pytest.raises(Refused):
            send_again(invitation, user=lead, now=now + timedelta(minutes=1))
        send_again(invitation, user=lead, now=now + timedelta(days=9))

        first, second = (token_of(letter) for letter in mail.outbox)
        later = now + timedelta(days=10)
        assert find(first, now=later)[1] == InvitationState.REPLACED
        assert find(second, now=later)[1] == InvitationState.OPEN

    @pytest.mark.parametrize("end", ["demoted", "removed", "closed", "deleted"])
    def test_what_a_former_lead_sent_is_void(self, crim, lead, now, end):
        administrator = make_administrator()
        invitation = make_invitation(crim, lead, now=now)
        membership = Membership.objects.get(user=lead)
        if end == "demoted":
            change_role(membership, role="editor", user=administrator)
        elif end == "removed":
            remove_member(membership, user=administrator)
        elif end == "closed":
            User.objects.filter(pk=lead.pk).update(is_active=False)
        else:
            lead.delete()
        with pytest.raises(Closed) as closed:
            accept(token_of(), account=ACCOUNT, now=now)
        assert closed.value.state == InvitationState.VOID

        send_again(invitation, user=administrator, now=now + timedelta(hours=1))
        assert find(token_of(), now=now)[1] == InvitationState.OPEN

    def test_a_partner_that_became_inactive_receives_nobody(self, crim, now):
        make_invitation(crim, make_administrator(), now=now)
        Partner.objects.filter(pk=crim.pk).update(is_active=False)
        with pytest.raises(Closed):
            accept(token_of(), account=ACCOUNT, now=now)

    def test_only_the_account_with_the_address(self, crim, lead, now):
        make_invitation(crim, lead, now=now)
        with pytest.raises(Refused):
            accept(token_of(), user=make_user(), now=now)
        with pytest.raises(Refused):
            accept(token_of(), user=make_user(email=ADDRESS, is_active=False), now=now)
        assert memberships() == [("CRIM", lead.email, "lead")]

    def test_invited_to_two_partners(self, crim, lead, now):
        other = make_working_partner("Ailleurs")
        make_invitation(crim, lead, now=now)
        make_invitation(other, make_member(other, "lead"), role="lead", now=now)
        first, second = (token_of(letter) for letter in mail.outbox)

        accept(first, account=ACCOUNT, now=now)
        with pytest.raises(Refused):
            accept(second, account=ACCOUNT, now=now)
        accept(second, user=User.objects.get(email=ADDRESS), now=now)
        assert memberships(user__email=ADDRESS) == [("Ailleurs", ADDRESS, "lead"), ("CRIM", ADDRESS, "editor")]

    @pytest.mark.parametrize(
        "change", [lambda token: token[:-1], lambda token: f"9{token}", lambda _token: "n.importe"]
    )
    def test_a_token_that_was_tampered_with_is_unknown(self, crim, lead, now, change):
        make_invitation(crim, lead, now=now)
        with pytest.raises(Invitation.DoesNotExist):
            accept(change(token_of()), account=ACCOUNT, now=now)

    def test_old_addresses_are_forgotten(self, crim, lead, now):
        make_invitation(crim, lead, now=now - timedelta(days=98))
        kept = make_invitation(crim, lead, "autre@exemple.example", now=now - timedelta(days=96))
        assert forget(now=now) == 1
        assert list(Invitation.objects.all()) == [kept]


class TestThePage:
    def test_looking_changes_nothing_and_leaks_nothing(self, client, crim, lead):
        make_invitation(crim, lead, language="en")
        for _time in range(2):
            response = client.get(link_of(), headers={"accept-language": "fr"})
        headers = ("Content-Language", "X-Robots-Tag", "Referrer-Policy")
        assert [response.headers[name] for name in headers] == ["en", "noindex", "same-origin"]
        assert "no-store" in response.headers["Cache-Control"]
        assert Invitation.objects.get().accepted_at is None
        assert page(response).html["lang"] == "en"

    def test_a_new_person_is_in_at_once(self, client, crim, lead):
        make_invitation(crim, lead)
        response = client.post(link_of(), {**FILLED, "email": "autre@exemple.example"}, follow=True)
        assert response.redirect_chain == [("/admin/", 302)]
        assert response.context["user"].email == ADDRESS
        assert "CRIM" in words(page(response).select_one(".messages"))

    @pytest.mark.parametrize(
        "wrong",
        [{"first_name": ""}, {"password2": "autre-chose"}, {"password1": "court", "password2": "court"}],
    )
    def test_what_is_wrong_is_said_and_nothing_happens(self, client, crim, lead, wrong):
        make_invitation(crim, lead)
        response = client.post(link_of(), {**FILLED, **wrong})
        assert page(response).select(".w-field--error")
        assert not User.objects.filter(email=ADDRESS).exists()

    def test_a_password_like_the_name_is_refused(self, client, crim, lead):
        make_invitation(crim, lead)
        client.post(link_of(), {**FILLED, "password1": "camille@exemple", "password2": "camille@exemple"})
        assert not User.objects.filter(email=ADDRESS).exists()

    def test_the_second_of_two_who_accept_at_once_is_told(self, client, crim, lead):
        make_invitation(crim, lead)
        assert page(client.get(link_of())).select_one("input[name=first_name]")
        accept(token_of(), account=ACCOUNT, now=timezone.now())
        response = client.post(link_of(), FILLED)
        assert heading(response, 410) == heading(client.get(link_of()), 410)
        assert User.objects.filter(email=ADDRESS).count() == 1

    def test_whoever_accepted_goes_on(self, client, crim, lead):
        make_invitation(crim, lead)
        client.post(link_of(), FILLED)
        assert client.get(link_of()).headers["Location"] == "/admin/"

    def test_an_account_without_a_role_signs_in_here(self, client, crim, lead):
        make_user(email=ADDRESS, password="un-secret-de-test")
        make_invitation(crim, lead)
        refused = client.post(link_of(), {"password": "pas-le-bon-secret"})
        assert page(refused).select(".w-field--error")

        response = client.post(link_of(), {"password": "un-secret-de-test"})
        assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
        assert memberships(user__email=ADDRESS) == [("CRIM", ADDRESS, "editor")]
        assert client.get("/admin/").status_code == 200

    def test_passwords_are_not_tried_for_ever(self, client, crim, lead):
        make_user(email=ADDRESS, password="un-secret-de-test")
        make_invitation(crim, lead)
        statuses = [client.post(link_of(), {"password": "pas-le-bon-secret"}).status_code for _time in range(5)]
        assert statuses == [200, 200, 200, 200, 429]
        assert client.post(link_of(), {"password": "un-secret-de-test"}).status_code == 429
        assert memberships(user__email=ADDRESS) == []

    def test_who_is_signed_in_confirms(self, client, crim, lead):
        client.force_login(make_user(email=ADDRESS))
        make_invitation(crim, lead)
        assert page(client.get(link_of())).select("main input:not([type=hidden])") == []
        assert client.post(link_of()).headers["Location"] == "/admin/"
        assert memberships(user__email=ADDRESS) == [("CRIM", ADDRESS, "editor")]

    def test_another_account_signs_out_first(self, client, crim, lead):
        make_invitation(crim, lead)
        client.force_login(lead)
        soup = page(client.get(link_of()))
        assert (ADDRESS in words(soup.main), lead.email in words(soup.main)) == (True, True)
        client.post(link_of())
        client.post(link_of(), FILLED)
        assert not User.objects.filter(email=ADDRESS).exists()

        assert client.post(link_of(), {"log_out": "yes"}).headers["Location"] == link_of()
        assert page(client.get(link_of())).select_one("input[name=first_name]")

    def test_a_closed_account_is_told(self, client, crim, lead):
        make_user(email=ADDRESS, is_active=False)
        make_invitation(crim, lead)
        assert page(client.get(link_of())).select("form") == []
        client.post(link_of(), {"password": "un-secret-de-test"})
        client.post(link_of(), FILLED)
        assert memberships(user__email=ADDRESS) == []

    def test_each_end_has_its_page_and_names_nobody(self, client, crim, lead, now):
        pages = {}
        for name in ("expired", "revoked", "replaced", "accepted", "void"):
            invitation = make_invitation(crim, lead, f"{name}@exemple.example", now=now)
            pages[name] = link_of()
            if name == "expired":
                Invitation.objects.filter(pk=invitation.pk).update(expires_at=now)
            elif name == "revoked":
                revoke(invitation, user=lead, now=now)
            elif name == "replaced":
                send_again(invitation, user=lead, now=now + timedelta(hours=1))
            elif name == "accepted":
                accept(token_of(), account=ACCOUNT, now=now)
            else:
                Invitation.objects.filter(pk=invitation.pk).update(invited_by=None)
        answers = {name: client.get(path) for name, path in pages.items()}
        headings = {heading(answer, 410) for answer in answers.values()}
        headings.add(heading(client.get("/invitation/1.abc.def/"), 404))
        assert len(headings) == 6
        for answer in answers.values():
            assert "Tremblay" not in answer.content.decode()
            assert "@exemple" not in answer.content.decode()

    @pytest.mark.usefixtures("tree")
    def test_a_mangled_link_answers_in_the_language_of_the_browser(self, client):
        response = client.get("/invitation/x/", headers={"accept-language": "en"})
        assert (response.status_code, page(response, 404).html["lang"]) == (404, "en")
        assert response.headers["X-Robots-Tag"] == "noindex"
