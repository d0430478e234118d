"""What a person may add to a form by hand: columns that no form shows, and the keys of other people's things."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from core.blocks.texts import TEXT_FEATURES
from tests.forms import filled
from tests.isolation.world import Things, World

# Columns that no editor's form changes, in the row of the page and in its latest version.
FROZEN = (
    *("owner_id", "live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision_id"),
    *("go_live_at", "expire_at", "expired", "locked", "locked_by_id", "locked_at", "alias_of_id", "translation_key"),
    *("locale_id", "content_type_id", "path", "depth", "numchild", "type", "lead_partner_id", "sort_date"),
)
# What an ordinary save of a published page changes.
SAVED = {"has_unpublished_changes"}
ACTIONS = (
    *("action-publish", "action-unpublish", "action-workflow-action", "action-restart-workflow"),
    *("action-schedule", "action-lock", "action-unlock"),
)


def columns(world: World, own: Things, other: Things) -> dict[str, Any]:
    """Every column that a page has and its form does not, with a value that would matter."""
    soon, past = "2030-01-01 10:00", "2020-01-01 10:00"
    return {
        "owner": other.author.pk,
        "partner": other.partner.pk,
        "lead_partner": other.partner.pk,
        "type": "event",
        "kind": "interview",
        "live": "on",
        "has_unpublished_changes": "",
        "first_published_at": past,
        "last_published_at": past,
        "latest_revision": other.live.latest_revision_id,
        "live_revision": other.live.live_revision_id or "",
        "go_live_at": soon,
        "expire_at": soon,
        "expired": "on",
        "locked": "on",
        "locked_by": own.author.pk,
        "locked_at": past,
        "alias_of": other.live.pk,
        "translation_key": str(other.draft.translation_key),
        "locale": world.extras["locale"].pk,
        "content_type": ContentType.objects.get_for_model(Page).pk,
        "path": other.draft.path,
        "url_path": other.draft.url_path,
        "sort_date": "2020-01-01",
        "workflow_state": own.waiting.current_workflow_state.pk,
        "current_workflow_state": own.waiting.current_workflow_state.pk,
        "comment_notifications": "on",
        **dict.fromkeys(ACTIONS, "1"),
    }


def state_of(page: Page) -> dict[str, tuple[Any, Any]]:
    """The frozen columns of a page as it is stored, and of its latest version."""
    stored = Page.objects.get(pk=page.pk).specific
    latest = stored.get_latest_revision_as_object()
    return {name: (getattr(stored, name, None), getattr(latest, name, None)) for name in FROZEN}


def form_of(world: World, role: str, url: str, form: str = "#page-edit-form") -> dict[str, str]:
    """What the person's own browser would post."""
    response = world.clients[role].get(url)
    assert response.status_code == 200
    return filled(response, form)


def row(relation: str, **fields: Any) -> dict[str, Any]:
    """One more row of an inline panel, alone."""
    count = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return {
        **{f"{relation}-{name}": value for name, value in count.items()},
        **{f"{relation}-0-{name}": value for name, value in ({"ORDER": 1, "DELETE": "", **fields}).items()},
    }


def body(*blocks: tuple[str, Any]) -> dict[str, Any]:
    """A body of these blocks."""
    return nested_form_data({"body": streamfield(list(blocks))})


def words(html: str) -> dict[str, Any]:
    """A body with this text."""
    return body(("text", rich_text(html, features=TEXT_FEATURES)))


def references(things: Things) -> dict[str, dict[str, Any]]:
    """Every way in which the form of an article points at a thing that is not public, by name."""
    image = {"image": things.image.pk, "decorative": "", "alt_text": "Une étoffe"}
    return {
        "lead image": {"lead_image": things.image.pk, "lead_image_alt": "Une étoffe"},
        "image in the body": body(("image", {"image": image, "caption": "", "credit": ""})),
        "document in the body": body(("document", {"document": things.document.pk, "title": "Le programme"})),
        "page in a text": words(f'<p><a linktype="page" id="{things.draft.pk}">ici</a></p>'),
        "private page in a text": words(f'<p><a linktype="page" id="{things.private.pk}">ici</a></p>'),
        "document in a text": words(f'<p><a linktype="document" id="{things.document.pk}">ici</a></p>'),
        "page in the notes": {
            "notes": rich_text(f'<p><a linktype="page" id="{things.draft.pk}">ici</a></p>', features=["link"])
        },
        "belonging": row("belongings", whole=things.event.pk),
        "related article": row("chosen_related", related=things.draft.pk),
        "person": row("contributions", person=things.person.pk, role="author"),
    }
