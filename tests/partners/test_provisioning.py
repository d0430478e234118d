"""A partner has everything it works with after one form, and nothing that the table does not say."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, WorkflowPage

from accounts.models import User
from home.models import HomePage
from partners import provisioning
from partners.access.rows import SHARED_COLLECTION
from partners.models import Membership, Partner, PartnerPage, RoleGroup
from partners.roles import standing
from tests.factories.moderation import page_of
from tests.factories.partners import make_communications, make_member, make_partner, make_working_partner

pytestmark = pytest.mark.usefixtures("tree")


def rows_of(group):
    """What a group holds, in words."""
    pages = {
        (row.page.url_path, row.permission.codename)
        for row in GroupPagePermission.objects.filter(group=group).select_related("page", "permission")
    }
    files = {
        (row.collection.name, row.permission.codename)
        for row in GroupCollectionPermission.objects.filter(group=group).select_related("collection", "permission")
    }
    return pages, files, set(group.permissions.values_list("codename", flat=True))


def counts():
    return (
        Group.objects.count(),
        Collection.objects.count(),
        PartnerPage.objects.count(),
        GroupPagePermission.objects.count(),
        GroupCollectionPermission.objects.count(),
        Group.permissions.through.objects.count(),
        WorkflowPage.objects.count(),
    )


class TestOneForm:
    def test_gives_groups_collection_pages_and_permissions(self):
        partner = make_working_partner("CRIM")
        editors = RoleGroup.objects.get(partner=partner, role="editor").group
        assert (partner.collection.name, editors.name) == ("CRIM", "CRIM · Rédaction")
        assert {page.locale.language_code: page.live for page in partner.pages.all()} == {"fr": True, "en": True}
        pages, files, models = rows_of(editors)
        assert pages == {
            (f"/{home}/crim/", f"{action}_page")
            for home in ("home-fr/partenaires", "home-en/partners")
            for action in ("view", "add", "change")
        }
        assert files == {
            *(("CRIM", f"{action}_{kind}") for action in ("add", "change", "choose") for kind in ("image", "document")),
            *((SHARED_COLLECTION, f"choose_{kind}") for kind in ("image", "document")),
        }
        assert models == {"access_admin", "add_person", "add_venue"}

    def test_may_be_sent_twice(self):
        partner = make_working_partner()
        before = counts()
        provisioning.provision(partner)
        assert counts() == before

    def test_is_all_or_nothing(self, monkeypatch):
        partner = make_partner("CRIM")
        before = counts()

        def fail():
            raise IntegrityError

        monkeypatch.setattr(provisioning, "bring_in_line", fail)
        with pytest.raises(IntegrityError):
            provisioning.provision(partner)
        assert counts() == before

    def test_is_one_form_of_the_administration(self, admin, tree):
        fields = {"name": "Hexagone", "slug": "hexagone", "acronym": "", "website": "", "is_active": "on"}
        empty = {
            f"{name}-{field}": "0" for name in ("subjects", "aliases") for field in ("TOTAL_FORMS", "INITIAL_FORMS")
        }
        response = admin.post(
            "/admin/snippets/partners/partner/add/", {**fields, **empty, "type": tree.portal.type_id}, follow=True
        )
        partner = Partner.objects.get(slug="hexagone")
        assert partner.pages.count() == 2
        assert f"/admin/members/{partner.pk}/" in response.content.decode()
        # The portal's own page is the business of its set-up.
        assert set(provisioning.drift()) == {"La Trame: no page in en", "La Trame: no page in fr"}

    def test_nobody_holds_publish_whatever_the_group(self):
        GroupPagePermission.objects.create(
            group=Group.objects.create(name="D’ailleurs"), page=Page.get_first_root_node(), permission_type="publish"
        )
        assert "D’ailleurs: should not publish" in set(provisioning.drift())
        make_working_partner()
        assert not GroupPagePermission.objects.filter(permission__codename="publish_page").exists()


class TestRenaming:
    def test_reaches_groups_and_collection_and_keeps_texts(self):
        partner = make_working_partner("Ancien nom")
        partner.name = "Nouveau nom"
        partner.save()
        provisioning.provision(partner)
        assert set(RoleGroup.objects.filter(partner=partner).values_list("group__name", flat=True)) == {
            "Nouveau nom · Responsable",
            "Nouveau nom · Rédaction",
        }
        assert partner.collection.name == "Nouveau nom"
        assert page_of(partner).title == "Ancien nom"

    def test_two_partners_may_have_groups_of_one_name(self):
        Group.objects.create(name="CRIM · Rédaction")
        partner = make_working_partner("CRIM")
        assert RoleGroup.objects.get(partner=partner, role="editor").group.name == "CRIM · Rédaction (2)"


class TestDeactivation:
    def test_leaves_reading(self):
        partner = make_working_partner("CRIM")
        partner.is_active = False
        partner.save()
        provisioning.provision(partner)
        pages, files, models = rows_of(RoleGroup.objects.get(partner=partner, role="editor").group)
        assert {action for _page, action in pages} == {"view_page"}
        assert files == {("CRIM", "choose_image"), ("CRIM", "choose_document")}
        assert models == {"access_admin"}


class TestMembers:
    def test_joining_changing_and_leaving_reach_the_groups_at_once(self):
        partner = make_working_partner()
        user = make_member(partner, "editor")
        membership = Membership.objects.get(user=user)
        assert standing(User.objects.get(pk=user.pk)).edits == {partner.pk}
        membership.role = "lead"
        membership.save()
        who = standing(User.objects.get(pk=user.pk))
        assert (who.leads, who.edits) == ({partner.pk}, set())
        membership.delete()
        assert not User.objects.get(pk=user.pk).groups.exists()

    def test_of_the_portal_are_communications(self):
        make_working_partner()
        assert standing(make_communications()).is_communications is True

    def test_may_belong_to_several_partners(self):
        first, second = make_working_partner(), make_working_partner()
        user = make_member(first, "editor")
        Membership.objects.create(partner=second, user=user, role="lead")
        who = standing(User.objects.get(pk=user.pk))
        assert (who.edits, who.leads) == ({first.pk}, {second.pk})


class TestCheck:
    @pytest.fixture(autouse=True)
    def _portal(self, tree):
        provisioning.provision(tree.portal)

    def check(self):
        output = StringIO()
        call_command("provision_partners", "--check", stdout=output)
        return output.getvalue()

    def test_says_when_there_is_nothing_to_say(self):
        make_member(make_working_partner())
        assert self.check() == "The database is what the table says.\n"

    def test_names_every_difference_and_fails(self):
        partner = make_working_partner("CRIM")
        group = RoleGroup.objects.get(partner=partner, role="editor").group
        GroupPagePermission.objects.create(
            group=group, page=HomePage.objects.get(locale__language_code="fr"), permission_type="lock"
        )
        group.permissions.remove(Permission.objects.get(codename="add_person"))
        make_member(partner).groups.clear()
        with pytest.raises(CommandError) as error:
            self.check()
        assert (error.value.returncode, str(error.value)[:2]) == (1, "3 ")
        assert len(provisioning.drift()) == 3

    def test_touches_nothing(self):
        make_working_partner("CRIM")
        Collection.objects.get(name=SHARED_COLLECTION).delete()
        assert "No shared collection" in provisioning.drift()
        assert not Collection.objects.filter(name=SHARED_COLLECTION).exists()

    def test_without_check_mends(self):
        partner = make_working_partner("CRIM")
        RoleGroup.objects.get(partner=partner, role="editor").group.delete()
        partner.pages.get(locale__language_code="en").delete()
        provisioning.bring_in_line()
        assert len(provisioning.drift()) == 2
        call_command("provision_partners", stdout=StringIO())
        assert provisioning.drift() == []
