"""Writing passages of a translation: who may, while what is held, and one passage after the other.

The draft is saved once by the caller, after the last passage (`translation.editor.drafts.write`).
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from accounts.models import User
from core.refusals import Refused
from partners.guards import locked
from translation.editor.passages import Words
from translation.models import CarriedPassage


@dataclass(frozen=True)
class Place:
    """Where the English of a passage is kept: the keys of wagtail-localize's context and string."""

    context: int
    string: int


def guard_writer(translation: Translation, user: User) -> None:
    """Raise `PermissionDenied` unless the person may change the translated page."""
    if not translation.get_target_instance().permissions_for_user(user).can_edit():
        raise PermissionDenied


def hold(translation: Translation, user: User) -> None:
    """Hold the page in both languages, and its source, until the end of the transaction: the French does not change.

    Raises `PermissionDenied` unless the person may change the translated page, and `Refused` while it is locked.
    """
    # The page first, as the verbs of moderation do: the other way round, two people would wait for each other.
    page = locked(translation.get_target_instance())
    TranslationSource.objects.select_for_update().get(pk=translation.source_id)
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    lock = page.get_lock()
    if lock and lock.for_user(user):
        raise Refused(str(lock.get_message(user)))


def places(translation: Translation) -> dict[tuple[str, str], Place]:
    """The passages of the present French, by their path and their French. One query."""
    rows = translation.source.versions.get(is_current=True).passages
    columns = ("context__path", "string__data", "context", "string")
    return {(path, french): Place(context, string) for path, french, context, string in rows.values_list(*columns)}


def put(translation: Translation, place: Place, english: str, *, user: User, machine: str = "") -> None:
    """Write one passage: a person's words, or those of the machine that is named."""
    kinds = StringTranslation
    made, _is_new = StringTranslation.objects.update_or_create(
        translation_of_id=place.string,
        context_id=place.context,
        locale_id=translation.target_locale_id,
        defaults={
            "data": english,
            "translation_type": kinds.TRANSLATION_TYPE_MACHINE if machine else kinds.TRANSLATION_TYPE_MANUAL,
            "tool_name": machine,
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )
    CarriedPassage.objects.filter(translation=made).delete()


def named(words: Words, reason: object) -> str:
    """A sentence on a passage, which names it by its first words."""
    return _("“%(words)s”: %(reason)s") % {"words": words.opening, "reason": reason}


def unsavable(error: ValidationError, passages: list[Words]) -> Refused:
    """Why the page cannot be saved with these words, each reason with the passage that it is about."""
    by_field = {words.path: words for words in passages}
    if not hasattr(error, "error_dict"):
        return Refused(*error.messages)
    return Refused(
        *(
            named(by_field[field], message) if field in by_field else message
            for field, messages in error.message_dict.items()
            for message in messages
        )
    )


def shortened(sentences: list[str], *, at_most: int) -> list[str]:
    """The first sentences, and one that says how many more there are."""
    left = len(sentences) - at_most
    if left <= 0:
        return sentences
    more = ngettext("And %(count)d more passage.", "And %(count)d more passages.", left) % {"count": left}
    return [*sentences[:at_most], more]
