"""Every address of the page editor that names an object, and a valid payload for each that changes something."""

from typing import Any

from django.urls import reverse
from wagtail.models import Page, Revision

from tests.factories.moderation import as_stored
from tests.isolation.asking import Visit
from tests.isolation.world import Things, World

EDITOR = "#page-edit-form"
CHANGED = "Un titre changé"


def of(name: str, *more: Any) -> Any:
    """The arguments of an address: the key of the thing of that name, then the others."""
    return lambda _world, things: [getattr(things, name).pk, *more]


def titled(name: str) -> Any:
    """The title of the latest version of a page."""
    return lambda _world, things: as_stored(getattr(things, name)).get_latest_revision_as_object().title


def posts(name: str, done: Any, **options: Any) -> Visit:
    """A visit that posts to the address of one thing."""
    return Visit(options.pop("args", of(name)), method="post", done=done, **options)


def retitled(name: str = "draft") -> Any:
    """Whether the latest version has the changed title."""
    return lambda world, things, _response: titled(name)(world, things) == CHANGED


def attribute(name: str, attribute: str, value: Any) -> Any:
    """Whether the stored page has that value."""
    return lambda _world, things, _response: getattr(as_stored(getattr(things, name)), attribute) == value


def gone(name: str) -> Any:
    """Whether the page is no more."""
    return lambda _world, things, _response: not Page.objects.filter(pk=getattr(things, name).pk).exists()


def exists(**fields: Any) -> Any:
    """Whether there is such a page."""
    return lambda _world, _things, _response: Page.objects.filter(**fields).exists()


def sent_to(part: str) -> Any:
    """Whether the answer sends on to an address that has this part."""
    return lambda _world, _things, response: part in response.headers.get("Location", "")


def answered(step: str) -> Any:
    """Whether a modal window, or a preview, has taken what was posted."""
    return lambda _world, _things, response: response.status_code == 200 and step in response.content.decode()


def first_revision(things: Things) -> Revision:
    """The oldest version of the live article."""
    return things.live.revisions.order_by("pk").first()


NEW = {"title": CHANGED, "slug": "un-titre-change", "summary": "Un résumé."}
ADD = ["articles", "articlepage"]
JSON = {"Accept": "application/json"}


def add_url(_world: World, things: Things) -> str:
    return reverse("wagtailadmin_pages:add", args=[*ADD, things.page.pk])


def edit_url(_world: World, things: Things) -> str:
    return reverse("wagtailadmin_pages:edit", args=[things.draft.pk])


def under_event(_world: World, things: Things) -> list:
    return [things.session.pk, things.second_event.pk]


READ_VISITS = {
    "wagtailadmin_api:pages:detail": Visit(of("draft"), shows=titled("draft")),
    "wagtailadmin_explore": Visit(of("event"), shows=titled("session")),
    "wagtailadmin_explore_results": Visit(of("event"), shows=titled("session")),
    "portal_review:read": Visit(of("draft"), shows=titled("draft")),
}

# Wagtail asks for `change` before it shows these.
VERSION_VISITS = {
    "wagtailadmin_pages:usage": Visit(of("draft"), shows=titled("draft")),
    "wagtailadmin_pages:view_draft": Visit(of("draft"), shows=titled("draft")),
    "wagtailadmin_pages:history": Visit(of("draft"), shows=titled("draft")),
    "wagtailadmin_pages:history_results": Visit(of("draft")),
    "wagtailadmin_pages:workflow_history": Visit(of("refused"), shows=titled("refused")),
    "wagtailadmin_pages:workflow_history_detail": Visit(
        lambda _world, things: [things.refused.pk, things.refused.workflow_states.first().pk],
        shows=lambda _world, things: f"{things.mark} motif du refus",
    ),
    "wagtailadmin_pages:revisions_view": Visit(
        lambda _world, things: [things.live.pk, things.live.latest_revision_id], shows=titled("live")
    ),
    "wagtailadmin_pages:revisions_compare": Visit(
        lambda _world, things: [things.live.pk, "live", "latest"], shows=titled("live")
    ),
}

WRITE_VISITS = {
    "wagtailadmin_pages:add": Visit(lambda _world, things: [*ADD, things.page.pk]),
    "wagtailadmin_pages:add POST": posts(
        "page",
        exists(title=CHANGED),
        args=lambda _world, things: [*ADD, things.page.pk],
        form=EDITOR,
        data=lambda *_: NEW,
    ),
    "wagtailadmin_pages:preview_on_add POST": posts(
        "page",
        answered('"is_valid": true'),
        args=lambda _world, things: [*ADD, things.page.pk],
        form=EDITOR,
        form_at=add_url,
        data=lambda *_: NEW,
    ),
    "wagtailadmin_pages:preview_on_add": Visit(lambda _world, things: [*ADD, things.page.pk]),
    "wagtailadmin_pages:edit": Visit(of("draft"), shows=titled("draft")),
    "wagtailadmin_pages:edit POST": posts("draft", retitled(), form=EDITOR, data=lambda *_: {"title": CHANGED}),
    "wagtailadmin_pages:preview_on_edit POST": posts(
        "draft", answered('"is_valid": true'), form=EDITOR, form_at=edit_url
    ),
    "wagtailadmin_pages:preview_on_edit": Visit(of("draft")),
    "wagtailadmin_pages:add_subpage": Visit(lambda _world, things: [things.page.pk]),
    "wagtailadmin_pages:delete": Visit(of("draft"), shows=titled("draft")),
    "wagtailadmin_pages:delete POST": posts("draft", gone("draft")),
    "wagtailadmin_pages:copy": Visit(of("draft"), shows=titled("draft")),
    "wagtailadmin_pages:copy POST": posts(
        "draft",
        exists(slug="une-copie"),
        data=lambda _world, things: {
            "new_title": "Une copie",
            "new_slug": "une-copie",
            "new_parent_page": things.page.pk,
        },
    ),
    "wagtailadmin_pages:move": Visit(of("session"), shows=titled("session")),
    "wagtailadmin_pages:move POST": posts(
        "session",
        sent_to("/confirm/"),
        data=lambda _world, things: {"new_parent_page": things.second_event.pk},
    ),
    "wagtailadmin_pages:move_confirm": Visit(under_event, shows=titled("session")),
    "wagtailadmin_pages:move_confirm POST": posts(
        "session",
        lambda _world, things, _response: as_stored(things.session).get_parent().pk == things.second_event.pk,
        args=under_event,
    ),
    "wagtailadmin_pages:revisions_revert": Visit(lambda _world, things: [things.live.pk, first_revision(things).pk]),
    "wagtailadmin_pages:revisions_revert POST": posts(
        "live",
        retitled("live"),
        args=lambda _world, things: [things.live.pk, first_revision(things).pk],
        form=EDITOR,
        data=lambda *_: {"title": CHANGED},
    ),
    "wagtailadmin_editing_sessions:ping POST": posts(
        "draft",
        answered("other_sessions"),
        args=lambda _world, things: ["wagtailcore", "page", str(things.draft.pk), things.editing.pk],
        data=lambda *_: {"is_editing": "1"},
    ),
    "portal_desk:new": Visit(lambda _world, things: ["article", things.partner.pk], done=sent_to("/pages/add/")),
    "portal_readiness": Visit(of("draft")),
    "portal_review:review": Visit(of("waiting"), shows=titled("waiting")),
}

# The same, of other pages, and as the editor saves by itself.
VARIANT_VISITS = {
    "wagtailadmin_pages:add POST autosave": posts(
        "page",
        exists(title=CHANGED),
        args=lambda _world, things: [*ADD, things.page.pk],
        form=EDITOR,
        data=lambda *_: NEW,
        headers=JSON,
    ),
    "wagtailadmin_pages:add session": Visit(
        lambda _world, things: ["events", "sessionpage", things.event.pk], shows=titled("event")
    ),
    "wagtailadmin_pages:edit POST autosave": posts(
        "draft", retitled(), form=EDITOR, data=lambda *_: {"title": CHANGED}, headers=JSON
    ),
    "wagtailadmin_pages:edit live": Visit(of("live"), shows=titled("live")),
    "wagtailadmin_pages:edit POST live": posts(
        "live", retitled("live"), form=EDITOR, data=lambda *_: {"title": CHANGED}
    ),
    "wagtailadmin_pages:edit partner": Visit(of("page")),
}


def together(action: str) -> Any:
    """The arguments of a bulk action on pages."""
    return lambda *_: ["wagtailcore", "page", action]


def only(name: str) -> Any:
    """The page that a bulk action names."""
    return lambda _world, things: f"id={getattr(things, name).pk}"


BULK_VISITS = {
    **{
        f"wagtail_bulk_action page {action}": Visit(together(action), query=only(name), shows=titled(name))
        for action, name in (("delete", "draft"), ("move", "session"), ("publish", "draft"), ("unpublish", "live"))
    },
    "wagtail_bulk_action page delete POST": posts("draft", gone("draft"), args=together("delete"), query=only("draft")),
    "wagtail_bulk_action page move POST": posts(
        "session",
        lambda _world, things, _response: as_stored(things.session).get_parent().pk == things.second_event.pk,
        args=together("move"),
        query=only("session"),
        data=lambda _world, things: {"chooser": things.second_event.pk},
    ),
}

# Translators may choose another page for the English text.
CHOICE_VISITS = {
    "wagtailadmin_choose_page_child": Visit(of("event"), shows=titled("session"), else_nothing=True),
}
