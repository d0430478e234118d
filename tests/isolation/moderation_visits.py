"""The addresses where a text is decided about, looked after, published or not; and those that are closed to all."""

from wagtail.admin.models import EditingSession
from wagtail.models import PageViewRestriction

from core.models import SiteSettings
from partners.guards import digest_of_page
from partners.models import ForcedPublication
from tests.factories.moderation import as_stored, step_of
from tests.isolation.asking import Visit
from tests.isolation.page_visits import ADD, answered, attribute, of, only, posts, sent_to, titled, together
from tests.isolation.world import Things

# An editing session is whoever opened it's, and nobody else's.
SESSION_VISITS = {
    "wagtailadmin_editing_sessions:release POST": posts(
        "editing",
        lambda _world, things, _response: not EditingSession.objects.filter(pk=things.editing.pk).exists(),
        # Wagtail says nothing of what is not there.
        else_nothing=True,
    ),
}

# Four eyes: never by whoever wrote the text.
APPROVAL_VISITS = {
    "portal_review:review POST approve": posts(
        "waiting",
        lambda _world, things, _response: (
            things.step.pk != getattr(as_stored(things.waiting).current_workflow_state, "current_task_state_id", None)
        ),
        data=lambda _world, things: {"digest": digest_of_page(as_stored(things.waiting))},
    ),
}
REFUSAL_VISITS = {
    "portal_review:review POST refuse": posts(
        "waiting",
        lambda _world, things, _response: as_stored(things.waiting).current_workflow_state.status == "needs_changes",
        data=lambda *_: {"refuse": "1", "reason": "Il manque une source."},
    ),
}

STAFF_VISITS = {
    "wagtailadmin_pages:type_use": Visit(lambda *_: ADD, shows=titled("draft")),
    "wagtailadmin_pages:type_use_results": Visit(lambda *_: ADD, shows=titled("draft")),
    "wagtailadmin_pages:choose_parent": Visit(lambda *_: ADD),
    "wagtailadmin_pages:choose_parent POST": posts(
        "page",
        lambda _world, things, response: f"/{things.page.pk}/" in response.headers.get("Location", ""),
        args=lambda *_: ADD,
        data=lambda _world, things: {"parent_page": things.page.pk},
    ),
    "wagtailadmin_pages:set_page_position POST": posts(
        "spare",
        lambda _world, things, _response: as_stored(things.page).get_first_child().pk == things.spare.pk,
        query=lambda *_: "position=0",
    ),
    "wagtailadmin_pages:set_privacy": Visit(of("draft")),
    "wagtailadmin_pages:set_privacy POST": posts(
        "draft",
        lambda _world, things, _response: PageViewRestriction.objects.filter(page=things.draft).exists(),
        data=lambda *_: {"restriction_type": "login"},
    ),
    "wagtailadmin_pages:lock POST": posts("draft", attribute("draft", "locked", value=True)),
    "wagtailadmin_pages:unlock POST": posts("locked", attribute("locked", "locked", value=False)),
    "wagtailadmin_pages:revisions_unschedule": Visit(
        lambda _world, things: [things.later.pk, things.later.latest_revision_id], shows=titled("later")
    ),
    "wagtailadmin_pages:revisions_unschedule POST": posts(
        "later",
        lambda _world, things, _response: as_stored(things.later).latest_revision.approved_go_live_at is None,
        args=lambda _world, things: [things.later.pk, things.later.latest_revision_id],
    ),
    "portal_withdrawal:withdraw": Visit(of("live")),
    "portal_withdrawal:withdraw POST": posts(
        "live",
        attribute("live", "live", value=False),
        data=lambda *_: {"explanation": "Ce texte contenait une erreur grave."},
    ),
    "portal_withdrawal:consolidate": Visit(of("live")),
    "portal_withdrawal:consolidate POST": posts(
        "live",
        attribute("live", "live", value=False),
        data=lambda world, things: {"into": world.things["B" if things.owner == "A" else "A"].live.pk},
    ),
    "portal_review:force": Visit(of("draft"), shows=titled("draft")),
    "portal_review:force POST": posts(
        "draft",
        attribute("draft", "live", value=True),
        data=lambda _world, things: {
            "digest": digest_of_page(as_stored(things.draft)),
            "reason": "Cela ne peut pas attendre.",
        },
    ),
    "portal_review:forced": Visit(of("forced"), shows=lambda _world, things: f"{things.mark} raison"),
    "portal_review:forced POST": posts(
        "forced",
        lambda _world, things, _response: ForcedPublication.objects.get(pk=things.forced.pk).confirmed_at is not None,
    ),
}


def task_of(things: Things) -> list:
    """The arguments of Wagtail's own workflow actions on what waits."""
    return [things.waiting.pk, "approve", step_of(things.waiting).pk]


CLOSED_VISITS = {
    "wagtailsettings:preview_on_edit": Visit(lambda *_: ["core", "sitesettings", SiteSettings.load().pk]),
    "wagtailadmin_pages:unpublish": Visit(of("live")),
    "wagtailadmin_pages:unpublish POST": posts("live", attribute("live", "live", value=False)),
    "wagtailadmin_pages:convert_alias": Visit(of("draft")),
    "wagtailadmin_pages:workflow_action": Visit(lambda _world, things: task_of(things)),
    "wagtailadmin_pages:workflow_action POST": posts(
        "waiting",
        lambda _world, things, _response: step_of(things.waiting).pk != things.step.pk,
        args=lambda _world, things: task_of(things),
    ),
    "wagtailadmin_pages:collect_workflow_action_data": Visit(lambda _world, things: task_of(things)),
    "wagtailadmin_pages:collect_workflow_action_data POST": posts(
        "waiting", answered("success"), args=lambda _world, things: task_of(things)
    ),
    "wagtailadmin_pages:workflow_preview": Visit(
        lambda _world, things: [things.waiting.pk, step_of(things.waiting).task_id]
    ),
}


# This sends on to the history, which asks.
ELSEWHERE_VISITS = {
    "wagtailadmin_pages:revisions_index": Visit(of("draft"), done=sent_to("/history/")),
}
# A window with the name of a step; nothing leads there, for nobody publishes by hand.
CANCELLATION_VISITS = {
    "wagtailadmin_pages:confirm_workflow_cancellation": Visit(of("waiting")),
}

CLOSED_BULK_VISITS = {
    "wagtail_bulk_action page publish POST": posts(
        "draft",
        attribute("draft", "live", value=True),
        args=together("publish"),
        query=only("draft"),
        else_nothing=True,
    ),
    "wagtail_bulk_action page unpublish POST": posts(
        "live",
        attribute("live", "live", value=False),
        args=together("unpublish"),
        query=only("live"),
        else_nothing=True,
    ),
}
