"""Every address of images and documents that names an object, and a valid payload for each that changes something."""

from typing import Any

from wagtail.models import UploadedFile

from core.models import PortalDocument, PortalImage
from tests.isolation.asking import Visit
from tests.isolation.page_visits import CHANGED, answered, of, posts
from tests.isolation.world import Things, World

MODELS = {"image": PortalImage, "document": PortalDocument}


def name_of(kind: str) -> Any:
    """The title of a file."""
    return lambda _world, things: getattr(things, kind).title


def retitled(kind: str) -> Any:
    """Whether the file has the changed title."""
    return lambda _world, things, _response: stored(things, kind).title == CHANGED


def removed(name: str, kind: str) -> Any:
    """Whether the file is no more."""
    return lambda _world, things, _response: not MODELS[kind].objects.filter(pk=getattr(things, name).pk).exists()


def tagged(kind: str) -> Any:
    """Whether the file has the new tag."""
    return lambda _world, things, _response: stored(things, kind).tags.filter(name="nouveau").exists()


def moved(kind: str) -> Any:
    """Whether the file is in the other collection."""
    return lambda _world, things, _response: stored(things, kind).collection_id == elsewhere(things)


def used_up(name: str) -> Any:
    """Whether the half-done upload is no more."""
    return lambda _world, things, _response: not UploadedFile.objects.filter(pk=getattr(things, name).pk).exists()


def stored(things: Things, kind: str) -> Any:
    """The file as the database has it."""
    return MODELS[kind].objects.get(pk=getattr(things, kind).pk)


def elsewhere(things: Things) -> int:
    """The collection above that of the files."""
    return things.collection.get_parent().pk


def fields(kind: str) -> Any:
    """What the form of a file posts."""
    return lambda _world, things: {
        "title": CHANGED,
        "collection": things.collection.pk,
        **dict.fromkeys(("credit", "description") if kind == "image" else (), ""),
    }


def prefixed(prefix: str, name: str, kind: str) -> Any:
    """The same, in the form of one file among many."""

    def data(world: World, things: Things) -> dict[str, Any]:
        key = getattr(things, name).pk
        return {f"{prefix}-{key}-{field}": value for field, value in fields(kind)(world, things).items()}

    return data


def bulk(kind: str, action: str) -> Any:
    """The arguments of a bulk action on files."""
    return lambda *_: ["core", f"portal{kind}", action]


def one(kind: str) -> Any:
    """The file that a bulk action names."""
    return lambda _world, things: f"id={getattr(things, kind).pk}"


FILE_VISITS = {
    "wagtailimages:edit": Visit(of("image"), shows=name_of("image")),
    "wagtailimages:edit POST": posts("image", retitled("image"), data=fields("image")),
    "wagtailimages:delete": Visit(of("image"), shows=name_of("image")),
    "wagtailimages:delete POST": posts("spare_image", removed("spare_image", "image")),
    "wagtailimages:preview": Visit(of("image", "original")),
    "wagtailimages:image_usage": Visit(of("image"), shows=name_of("image")),
    "wagtailimages:edit_multiple POST": posts("image", retitled("image"), data=prefixed("image", "image", "image")),
    "wagtailimages:delete_multiple POST": posts("spare_image", removed("spare_image", "image")),
    "wagtailimages_chooser:select_format": Visit(of("image")),
    "wagtailimages_chooser:select_format POST": posts(
        "image",
        answered('"chosen"'),
        data=lambda *_: {
            "image-chooser-insertion-format": "fullwidth",
            "image-chooser-insertion-alt_text": "Une étoffe",
        },
    ),
    "wagtaildocs:edit": Visit(of("document"), shows=name_of("document")),
    "wagtaildocs:edit POST": posts("document", retitled("document"), data=fields("document")),
    "wagtaildocs:delete": Visit(of("document"), shows=name_of("document")),
    "wagtaildocs:delete POST": posts("spare_document", removed("spare_document", "document")),
    "wagtaildocs:document_usage": Visit(of("document"), shows=name_of("document")),
    "wagtaildocs:edit_multiple POST": posts(
        "document", retitled("document"), data=prefixed("doc", "document", "document")
    ),
    "wagtaildocs:delete_multiple POST": posts("spare_document", removed("spare_document", "document")),
    **{
        f"wagtail_bulk_action {kind} {action}": Visit(bulk(kind, action), query=one(kind), shows=name_of(kind))
        for kind in MODELS
        for action in ("delete", "add_to_collection")
    },
    **{
        f"wagtail_bulk_action {kind} delete POST": posts(
            kind, removed(f"spare_{kind}", kind), args=bulk(kind, "delete"), query=one(f"spare_{kind}")
        )
        for kind in MODELS
    },
    **{
        f"wagtail_bulk_action {kind} add_to_collection POST": posts(
            kind,
            moved(kind),
            args=bulk(kind, "add_to_collection"),
            query=one(kind),
            data=lambda _world, things: {"collection": elsewhere(things)},
        )
        for kind in MODELS
    },
}

# Wagtail shows the tags of everybody's files to everybody: only administrators give one.
TAG_VISITS = {
    **{
        f"wagtail_bulk_action {kind} add_tags": Visit(bulk(kind, "add_tags"), query=one(kind), shows=name_of(kind))
        for kind in MODELS
    },
    **{
        f"wagtail_bulk_action {kind} add_tags POST": posts(
            kind, tagged(kind), args=bulk(kind, "add_tags"), query=one(kind), data=lambda *_: {"tags": "nouveau"}
        )
        for kind in MODELS
    },
}

# A half-done upload is whoever's sent it, and nobody else's.
UPLOAD_VISITS = {
    "wagtailimages:create_multiple_from_uploaded_image POST": posts(
        "uploaded_image", used_up("uploaded_image"), data=prefixed("uploaded-image", "uploaded_image", "image")
    ),
    "wagtailimages:delete_upload_multiple POST": posts("uploaded_image", used_up("uploaded_image")),
    "wagtaildocs:create_multiple_from_uploaded_document POST": posts(
        "uploaded_document",
        used_up("uploaded_document"),
        data=prefixed("uploaded-document", "uploaded_document", "document"),
    ),
    "wagtaildocs:delete_upload_multiple POST": posts("uploaded_document", used_up("uploaded_document")),
}

# The portal serves no image by a signed address.
URL_GENERATOR_VISITS = {
    "wagtailimages:url_generator": Visit(of("image")),
    "wagtailimages:url_generator_output": Visit(of("image")),
}

# Translators may choose another image, or another document, for the English page.
CHOICE_VISITS = {
    "wagtailimages_chooser:chosen": Visit(of("image"), shows=name_of("image")),
    "wagtaildocs_chooser:chosen": Visit(of("document"), shows=name_of("document")),
}
