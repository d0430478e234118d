"""The same about accounts, members and who edits: posted by hand, unchanged or refused."""

import pytest
from django.urls import reverse
from wagtail.admin.models import EditingSession

from accounts.models import User
from partners.models import Membership

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["editor_a", "lead_a", "communications", "stranger"])
def test_one_s_own_account_gives_no_more_rights(world, role):
    user = world.people[role]
    groups = set(user.groups.values_list("pk", flat=True))
    more = {
        "is_superuser": "on",
        "is_staff": "on",
        "is_active": "",
        "groups": world.extras["group"].pk,
        **{f"name_email-{name}": "on" for name in ("is_superuser", "is_staff")},
    }
    names = {"name_email-first_name": "Une", "name_email-last_name": "Autre", "name_email-email": user.email}
    world.clients[role].post(reverse("wagtailadmin_account"), {**names, **more})
    fresh = User.objects.get(pk=user.pk)
    assert (fresh.is_superuser, fresh.is_staff, fresh.is_active) == (False, user.is_staff, True)
    assert set(fresh.groups.values_list("pk", flat=True)) == groups


def test_a_member_of_another_partner_under_one_s_own(world, own, other):
    client = world.clients["lead_a"]
    args = [own.partner.pk, other.membership.pk]
    got = [
        client.post(reverse("portal_members:remove", args=args)).status_code,
        client.post(reverse("portal_members:role", args=args), {"role": "lead"}).status_code,
        client.post(reverse("portal_members:revoke", args=[own.partner.pk, other.invitation.pk])).status_code,
        client.post(reverse("portal_members:resend", args=[own.partner.pk, other.invitation.pk])).status_code,
    ]
    assert got == [404] * 4
    fresh = Membership.objects.get(pk=other.membership.pk)
    assert (fresh.role, fresh.partner) == ("editor", other.partner)


def test_a_ping_about_one_s_own_page_with_another_s_version(world, own, other):
    url = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", own.draft.pk, other.editing.pk])
    data = {"revision_id": other.live.latest_revision_id}
    assert world.clients["editor_a"].post(url, data).status_code == 404
    assert EditingSession.objects.get(pk=other.editing.pk).user == other.author
