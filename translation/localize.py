"""Every change that the portal makes to wagtail-localize stands here.

The package passes by moderation in several ways: it publishes on commit, saves the live row, falls back to French,
makes live aliases, lists every title. What does so is closed, for administrators too; what is safe, or is replaced by
views of ours, is open to whoever may translate (`translation.doors`). Its functions are replaced on its own modules,
before its addresses are made from them.
"""

from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any, NoReturn

from django.db.models import ForeignKey, Model, QuerySet
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.template.defaultfilters import truncatechars
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page
from wagtail_localize import models as theirs
from wagtail_localize import operations, synctree
from wagtail_localize import wagtail_hooks as package
from wagtail_localize.fields import SynchronizedField
from wagtail_localize.locales.components import LOCALE_COMPONENTS
from wagtail_localize.segments import ingest
from wagtail_localize.segments.types import OverridableSegmentValue
from wagtail_localize.strings import StringValue
from wagtail_localize.views import convert, edit_translation, report, submit_translations, update_translations

from core.refusals import Refused
from translation import sources
from translation.editor import passage_views, start_views
from translation.editor.saving import SUGGESTED
from translation.enums import PassageState
from translation.outside import machine_views, po_views

# Views of ours that take the place of the package's of the same name.
VIEWS: dict[ModuleType, tuple[str, ...]] = {
    passage_views: ("edit_string_translation", "edit_override", "preview_translation"),
    po_views: ("download_pofile", "upload_pofile"),
    machine_views: ("machine_translate",),
}
# How much of the earlier French is shown beside a passage.
SHOWN_CHARACTERS = 300


def connect() -> None:
    """Replace what the portal does otherwise, and close what it does not do."""
    _close_saving()
    _close_synchronisation()
    _replace_views()
    _say_what_is_to_be_reviewed()
    _read_at_once()
    operations.TranslationCreator.create_translations = create_translations
    SynchronizedField.is_overridable = is_overridable
    ingest.handle_related_object = related_object


def replace(hook: str, theirs: Callable[..., Any], ours: Callable[..., Any] | None = None) -> None:
    """Put a function of ours, or nothing, in the place of one of theirs. Raises `ValueError` if it is not there."""
    registered = hooks._hooks[hook]  # noqa: SLF001 -- Wagtail offers no way to take a hook back
    registered.remove((theirs, 0))
    if ours is not None:
        hooks.register(hook, ours)


def saves_the_live_row(*_args: Any, **_kwargs: Any) -> NoReturn:
    """Stands for what would save the live page, publish it, and fall back to French. Raises `RuntimeError`."""
    message = "The portal never saves a translation like this: translation.editor.drafts.write makes a draft of it."
    raise RuntimeError(message)


def makes_aliases(*_args: Any, **_kwargs: Any) -> NoReturn:
    """Stands for what would copy French pages, live, into another language. Raises `Refused`."""
    raise Refused(_("Nothing is copied from one language to another: pages are translated one by one."))


def closed(_request: HttpRequest, **_kwargs: Any) -> NoReturn:
    """Stands for a view of the package's that the portal has no use for, whoever asks. Raises `Refused`."""
    raise Refused(
        _("The portal does not do this: a page is translated in its editor, submitted from there, and kept in step.")
    )


def create_translations(
    creator: operations.TranslationCreator,
    instance: Model,
    include_related_objects: bool = True,  # noqa: ARG001, FBT001, FBT002 -- the package's signature
) -> None:
    """Give a page to translators; the package's own way calls `save_target`. Raises `Refused` for anything else."""
    if not isinstance(instance, Page):
        raise Refused(_("Only pages are translated."))
    for locale in creator.target_locales:
        sources.start(instance, locale, user=creator.user, now=timezone.now())


def is_overridable(field: SynchronizedField, instance: Model) -> bool:
    """Whether a translation may have another value: another image, document, page or address. Facts are the same."""
    if not (field.is_synchronized(instance) and field.overridable):
        return False
    column = field.get_field(type(instance))
    if isinstance(column, ForeignKey):
        return issubclass(column.related_model, (get_image_model(), get_document_model(), Page))
    return True


def related_object(
    related_model: type[Model], _source_locale: Locale, target_locale: Locale, segments: list[Any]
) -> Model | None:
    """The object that a translation names; nothing once it is deleted, where the package would fail."""
    (segment,) = segments
    if isinstance(segment, OverridableSegmentValue):
        return related_model._default_manager.filter(pk=segment.data).first()  # noqa: SLF001 -- Django documents it
    return segment.get_instance(target_locale)


def comment_on(translation: theirs.StringTranslation) -> str:
    """What stands beside a passage in the editor: who or what translated it, and when."""
    if translation.tool_name == SUGGESTED:
        return _("Suggested from the title: change it if you like")
    day = {"day": date_format(timezone.localtime(translation.updated_at)), "tool": translation.tool_name}
    if translation.tool_name:
        return _("Translated with %(tool)s on %(day)s") % day
    return _("Translated on %(day)s") % day


def problem_of(translation: theirs.StringTranslation) -> str | None:
    """What keeps a passage from being finished: the editor shows it in red, and counts it."""
    if translation.has_error:
        return _their_error(translation) or _("It cannot be taken as it is: type it again.")
    carried = getattr(translation, "carried", None)
    if carried is not None and carried.previous_id != translation.translation_of_id:
        words = truncatechars(StringValue(carried.previous.data).render_text(), SHOWN_CHARACTERS)
        return _("To review: the French was “%(words)s”") % {"words": words}
    if carried is not None:
        return str(PassageState.REMEMBERED.label)
    if translation.translation_type == theirs.StringTranslation.TRANSLATION_TYPE_MACHINE:
        return str(PassageState.MACHINE.label)
    return None


def leave_out_actions(items: list[Any], _request: HttpRequest, _context: dict[str, Any]) -> None:
    """Take the package's entries out of the editor's menu: “Start synced translation”, “Convert to alias”."""
    items[:] = [item for item in items if not (item.name or "").startswith("localize-")]


def leave_out_report(_request: HttpRequest, items: list[Any]) -> None:
    """Take the package's report out of the menu: it lists the titles of everybody."""
    items[:] = [item for item in items if not isinstance(item, package.TranslationsReportMenuItem)]


_their_error = theirs.StringTranslation.get_error
_their_translations = theirs.StringSegmentQuerySet.get_translations
_their_order = theirs.StringSegmentQuerySet.order_by


def _close_saving() -> None:
    theirs.Translation.save_target = saves_the_live_row
    theirs.TranslationSource.create_or_update_translation = saves_the_live_row
    # They write the title of the draft straight into its row, however long, before anything is checked.
    post_save.disconnect(theirs.post_save_string_translation, sender=theirs.StringTranslation)
    post_delete.disconnect(theirs.post_delete_string_translation, sender=theirs.StringTranslation)


def _close_synchronisation() -> None:
    """“Synchronise from another language” makes live aliases of everything: no form offers it, nothing does it."""
    theirs.LocaleSynchronization.save = makes_aliases
    # A warning about migrations, in English, for those who write: a source follows the next publication anyway.
    theirs.TranslationSource.schema_out_of_date = lambda _source: False
    synctree.synchronize_tree = makes_aliases
    LOCALE_COMPONENTS[:] = [
        component for component in LOCALE_COMPONENTS if component["model"] is not theirs.LocaleSynchronization
    ]


def _replace_views() -> None:
    submit_translations.SubmitPageTranslationView = start_views.StartView
    submit_translations.SubmitSnippetTranslationView = _Closed
    update_translations.UpdateTranslationsView = _Closed
    report.TranslationsReportView = _Closed
    convert.convert_to_alias = closed
    for name in ("stop_translation", "restart_translation", "edit_translatable_alias_page"):
        setattr(edit_translation, name, closed)
    for module, names in VIEWS.items():
        for name in names:
            setattr(edit_translation, name, getattr(module, name))


class _Closed:
    """What the package makes a view of, closed."""

    @classmethod
    def as_view(cls, **_options: Any) -> Callable[..., NoReturn]:
        return closed


def _say_what_is_to_be_reviewed() -> None:
    theirs.StringTranslation.get_comment = comment_on
    theirs.StringTranslation.get_error = problem_of


def _read_at_once() -> None:
    """The editor asks four questions about each passage: here, a few about all of them."""

    @wraps(_their_translations)
    def get_translations(segments: QuerySet, locale: Locale) -> QuerySet:
        return _their_translations(segments, locale).select_related(
            "carried__previous", "context", "translation_of", "last_translated_by__wagtail_userprofile"
        )

    @wraps(_their_order)
    def order_by(segments: QuerySet, *fields: str) -> QuerySet:
        ordered = _their_order(segments, *fields)
        # Not where columns only are asked for.
        return ordered if ordered._fields is not None else ordered.select_related("context", "string")  # noqa: SLF001 -- Django asks itself the same

    def get_segment_id(serializer: Any, made: theirs.StringTranslation) -> int | None:
        source = serializer.context.get("translation_source")
        if source is None:
            return None
        if "known_segments" not in serializer.context:
            columns = source.stringsegment_set.values_list("string", "context", "pk")
            serializer.context["known_segments"] = {(string, context): pk for string, context, pk in columns}
        return serializer.context["known_segments"].get((made.translation_of_id, made.context_id))

    theirs.StringSegmentQuerySet.get_translations = get_translations
    theirs.StringSegmentQuerySet.order_by = order_by
    edit_translation.StringTranslationSerializer.get_segment_id = get_segment_id
