"""The addresses where a text is translated, and those of wagtail-localize that are closed to all."""

from typing import Any

import polib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from tests.factories.moderation import as_stored
from tests.isolation.asking import Visit
from tests.isolation.page_visits import of, posts, titled
from tests.isolation.world import Things, World
from translation.editor import accepting
from translation.outside import po

FORM = "application/x-www-form-urlencoded"


def translation(*names: str) -> Any:
    """The arguments for the translation of the partner's draft, and one of its parts."""
    return lambda _world, things: [things.translation.pk, *(getattr(things, name).pk for name in names)]


def says(words: str) -> Any:
    """Whether a passage is translated like this."""
    return lambda _world, things, _response: things.segment.string.translations.filter(data=words).exists()


def is_accepted(_world: World, things: Things, _response: Any) -> bool:
    """Whether a person stands behind what a machine wrote."""
    return StringTranslation.objects.get(pk=things.by_machine.pk).translation_type == "manual"


def french_of(things: Things) -> str:
    """French that stands in the editor of the partner's translation."""
    return f"{things.mark} de-rechange"


# French pages are given to translators, and their English ones are edited, by whoever may translate them.
TRANSLATION_VISITS = {
    "wagtail_localize:submit_page_translation": Visit(of("draft"), shows=titled("draft")),
    "wagtail_localize:submit_page_translation POST": posts(
        "draft",
        lambda _world, things, _response: Page.objects.filter(
            translation_key=things.draft.translation_key, locale__language_code="en", live=False
        ).exists(),
    ),
    "wagtailadmin_pages:edit in English": Visit(of("sister"), shows=lambda _world, things: french_of(things)),
    "wagtail_localize:edit_string_translation PUT": Visit(
        translation("segment"),
        method="put",
        content_type=FORM,
        data=lambda *_: "value=A+word",
        done=says("A word"),
    ),
    "wagtail_localize:edit_override PUT": Visit(
        translation("overridable"),
        method="put",
        content_type=FORM,
        data=lambda _world, things: f"value={things.spare_image.pk}",
        done=lambda _world, things, _response: things.overridable.context.overrides.exists(),
    ),
    "wagtail_localize:download_pofile": Visit(translation(), shows=lambda _world, things: french_of(things)),
    "wagtail_localize:upload_pofile POST": posts(
        "translation", says("From a file"), data=lambda _world, things: {"file": _po_file(things)}
    ),
    "portal_translation:panel": Visit(translation(), shows=lambda _world, things: french_of(things)),
    "portal_translation:accept POST": posts("translation", is_accepted, args=translation("segment_by_machine")),
    "portal_translation:accept_all POST": posts(
        "translation",
        is_accepted,
        data=lambda _world, things: {
            "reread": "1",
            "shown": accepting.fingerprint(accepting.by_machine(things.translation)),
        },
    ),
    "portal_translation:submit POST": posts(
        "translated",
        lambda _world, things, _response: as_stored(things.translated).current_workflow_state is not None,
    ),
}

# A draft is shown to whoever may read it.
PREVIEW_VISITS = {
    "wagtail_localize:preview_translation": Visit(translation(), shows=lambda _world, things: french_of(things)),
}

# What the segment editor asks of a file.
FILE_VISITS = {
    "wagtailadmin_api:documents:detail": Visit(of("document"), shows=lambda _world, things: things.document.title),
    "wagtailadmin_api:images:detail": Visit(of("image"), shows=lambda _world, things: things.image.title),
}

SNIPPET_VISITS = {
    "wagtail_localize:snippets_api_listing": Visit(lambda *_: ["partners", "person"]),
    "wagtail_localize:snippets_api_detail": Visit(lambda _world, things: ["partners", "person", things.person.pk]),
}

# What passes by moderation, or has no use here: closed to administrators too.
CLOSED_VISITS = {
    "wagtailadmin_pages:edit POST in English": posts(
        "translated",
        lambda _world, things, _response: as_stored(things.translated).live,
        data=lambda *_: {"action": "publish"},
    ),
    "wagtail_localize:machine_translate POST": posts("translation", says("Translated by a machine")),
    "wagtail_localize:submit_snippet_translation": Visit(
        lambda _world, things: ["partners", "person", str(things.person.pk)]
    ),
    "wagtail_localize:update_translations": Visit(of("source")),
    "wagtail_localize:update_translations POST": posts(
        "source",
        lambda _world, things, _response: (
            type(things.source).objects.get(pk=things.source.pk).last_updated_at > things.source.last_updated_at
        ),
    ),
    "wagtail_localize:stop_translation POST": posts(
        "translation",
        lambda _world, things, _response: not type(things.translation).objects.get(pk=things.translation.pk).enabled,
    ),
    "wagtail_localize:convert_to_alias": Visit(of("sister")),
    "wagtail_localize:convert_to_alias POST": posts(
        "sister", lambda _world, things, _response: Page.objects.get(pk=things.sister.pk).alias_of_id is not None
    ),
}


def _po_file(things: Things) -> SimpleUploadedFile:
    """The draft's words, one of them translated."""
    words = polib.pofile(po.file_of(things.translation, now=timezone.localtime()))
    entry = next(entry for entry in words if entry.msgctxt == things.segment.context.path)
    entry.msgstr = "From a file"
    return SimpleUploadedFile("mots.po", str(words).encode())
