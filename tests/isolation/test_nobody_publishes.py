"""What no role may do, and what hangs together with it: permissions to publish, public interfaces, lists of ids."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.urls import get_resolver, reverse
from wagtail.models import GroupPagePermission, Page

from partners.provisioning import drift, provision_all
from tests.isolation.addresses import ADMIN, walk
from tests.isolation.asking import REFUSED, denied, undone
from tests.isolation.world import ROLES, text_of

pytestmark = pytest.mark.django_db
PAGES = ("page", "draft", "live", "waiting", "locked", "later", "event", "session", "private")


def _testers(world):
    """The tester of every page for everybody."""
    for role in ROLES:
        user = world.people.get(role, AnonymousUser())
        for things in world.things.values():
            for name in PAGES:
                yield role, things.owner, name, Page.objects.get(pk=getattr(things, name).pk).permissions_for_user(user)


def test_nobody_publishes_or_takes_down(world):
    verbs = ("can_publish", "can_publish_subpage", "can_unpublish", "can_submit_for_moderation")
    allowed = [
        (role, owner, name, verb)
        for role, owner, name, tester in _testers(world)
        for verb in verbs
        if getattr(tester, verb)()
    ]
    assert allowed == []


def test_only_staff_restrict_and_unschedule(world):
    verbs = ("can_set_view_restrictions", "can_unschedule", "can_lock", "can_reorder_children")
    allowed = {(role, verb) for role, _o, _n, tester in _testers(world) for verb in verbs if getattr(tester, verb)()}
    assert allowed == {(role, verb) for role in ("communications", "administrator") for verb in verbs}


def test_no_group_holds_publish(world):
    provision_all()
    rows = GroupPagePermission.objects.filter(permission__codename__startswith="publish")
    named = Group.objects.filter(permissions__codename__startswith="publish", role_group__isnull=False)
    assert (list(rows), list(named), drift()) == ([], [], [])


def test_there_is_no_public_interface(world):
    routes = [route for _name, route, _pattern in walk(get_resolver()) if not route.startswith(ADMIN)]
    assert [route for route in routes if "api" in route] == []
    for path in (
        "/api/",
        "/api/v2/pages/",
        "/api/v2/images/",
        "/api/v3/pages/",
        "/api/v3-preview/",
        "/fr/api/v2/pages/",
    ):
        for role in ("anonymous", "editor_b"):
            response = world.clients[role].get(path, follow=True)
            assert (path, response.status_code) == (path, 404)


def test_an_address_without_a_name_is_open_to_nobody_in_particular():
    """The rule for addresses without a name lets everybody in: only Wagtail's “not found” may have none."""
    nameless = [
        route for name, route, _p in walk(get_resolver()) if route.startswith(ADMIN) and not name.split(":")[-1]
    ]
    assert nameless == ["admin/test404/", "admin/^.*/$"]


@pytest.mark.parametrize("model", ["wagtailcore page", "core portalimage", "core portaldocument"])
def test_a_bulk_action_takes_nothing_among_which_something_is_another_s(world, model):
    own, other = world.things["B"], world.things["A"]
    kind = {"page": "draft", "portalimage": "image", "portaldocument": "document"}[model.split()[1]]
    url = reverse("wagtail_bulk_action", args=[*model.split(), "delete"])
    above = other.page.pk if kind == "draft" else other.collection.pk
    queries = [
        f"id={getattr(own, kind).pk}&id={getattr(other, kind).pk}",
        f"id=all&childOf={above}",
        f"id=all&childOf={above}&q={other.mark}",
        f"id={getattr(own, kind).pk}&id=all&childOf={above}",
        "id=all",
        "id=x",
        f"id={getattr(other, kind).pk}&id={getattr(other, kind).pk}",
        f"id=0{getattr(other, kind).pk}",
    ]
    for query in queries:
        for method in ("get", "post"):
            with undone():
                response = getattr(world.clients["editor_b"], method)(f"{url}?{query}")
                assert (query, response.status_code in REFUSED or denied(response)) == (query, True)
                assert (query, other.mark in text_of(response)) == (query, False)
                assert type(getattr(other, kind)).objects.filter(pk=getattr(other, kind).pk).exists()


def test_a_version_is_not_read_through_another_page(world):
    """The key of a version or of a submission counts only with the key of its own page."""
    own, other = world.things["B"], world.things["A"]
    revision, state = other.live.latest_revision_id, other.refused.workflow_states.first().pk
    urls = [
        reverse("wagtailadmin_pages:revisions_view", args=[own.live.pk, revision]),
        reverse("wagtailadmin_pages:revisions_revert", args=[own.live.pk, revision]),
        reverse("wagtailadmin_pages:revisions_compare", args=[own.live.pk, revision, "latest"]),
        reverse("wagtailadmin_pages:revisions_compare", args=[own.live.pk, "earliest", revision]),
        reverse("wagtailadmin_pages:workflow_history_detail", args=[own.refused.pk, state]),
    ]
    got = [
        (url, response.status_code, other.mark in text_of(response))
        for url in urls
        for response in [world.clients["editor_b"].get(url)]
    ]
    assert got == [(url, 404, False) for url in urls]
