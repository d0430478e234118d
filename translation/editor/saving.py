"""What a translator types or chooses, passage by passage: kept whatever it is, and the draft follows.

Words that cannot be taken stay with the passage, as an error that the editor shows; the draft has French there.
"""

import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
)

from accounts.models import User
from partners.access import reach, references
from translation.editor import drafts
from translation.editor.markup import check
from translation.editor.writing import hold
from translation.models import CarriedPassage

# Says, as the tool that made it, that an address was made from the English title.
SUGGESTED = "title"


@transaction.atomic
def say(translation: Translation, segment: StringSegment, words: str, *, user: User) -> StringTranslation:
    """Translate a passage, and save the draft; what cannot be taken is kept in error.

    Raises `PermissionDenied`, or `Refused` while the page is locked.
    """
    hold(translation, user)
    was_finished = _is_finished(_made(translation, segment), words)
    made = _say(translation, segment, words, user=user)
    if segment.context.path == "title" and not made.has_error:
        _suggest_slug(translation, words, user=user)
    _write(translation, user=user, last=made)
    made.refresh_from_db()
    if not was_finished and not made.has_error:
        # The words of a machine, typed as they were, or those of the French: the draft may say the same as before.
        drafts.answer_for(translation, user=user)
    return made


@transaction.atomic
def unsay(translation: Translation, segment: StringSegment, *, user: User) -> StringTranslation | None:
    """Take the English of a passage back, and save the draft; return what was there."""
    hold(translation, user)
    made = _made(translation, segment)
    if made is not None:
        kept = StringTranslation.objects.get(pk=made.pk)
        made.delete()
        _write(translation, user=user, last=None)
        return kept
    return None


@transaction.atomic
def override(
    translation: Translation,
    segment: OverridableSegment,
    value: Any,
    *,
    user: User,
    names: references.Reference | None = None,
) -> SegmentOverride:
    """Give the translation another image, document, page or address, and save the draft.

    `names` is what the value points at: raises `PermissionDenied` for what the person's choosers would not show.
    """
    hold(translation, user)
    if names is not None and value != segment.data and reach.beyond([names], user):
        raise PermissionDenied
    made, _new = SegmentOverride.objects.update_or_create(
        locale_id=translation.target_locale_id,
        context_id=segment.context_id,
        defaults={
            "data_json": json.dumps(value),
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )
    _write(translation, user=user, last=made)
    made.refresh_from_db()
    return made


@transaction.atomic
def revert(translation: Translation, segment: OverridableSegment, *, user: User) -> SegmentOverride | None:
    """Give the translation what the French has, and save the draft; return what was there."""
    hold(translation, user)
    made = SegmentOverride.objects.filter(locale_id=translation.target_locale_id, context_id=segment.context_id).first()
    if made is not None:
        kept = SegmentOverride.objects.get(pk=made.pk)
        made.delete()
        _write(translation, user=user, last=None)
        return kept
    return None


def _made(translation: Translation, segment: StringSegment) -> StringTranslation | None:
    return StringTranslation.objects.filter(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale_id=translation.target_locale_id,
    ).first()


def _is_finished(made: StringTranslation | None, words: str) -> bool:
    """Whether a person stood behind these very words already."""
    return (
        made is not None
        and made.data == words
        and not made.has_error
        and made.translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL
        and not CarriedPassage.objects.filter(translation=made).exists()
    )


def _say(
    translation: Translation, segment: StringSegment, words: str, *, user: User, tool: str = ""
) -> StringTranslation:
    try:
        check(segment.string.data, words)
        problem = ""
    except ValueError as error:
        problem = str(error)
    made, _new = StringTranslation.objects.update_or_create(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale_id=translation.target_locale_id,
        defaults={
            "data": words,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": tool,
            "last_translated_by": user,
            "has_error": bool(problem),
            "field_error": problem,
        },
    )
    CarriedPassage.objects.filter(translation=made).delete()
    return made


def _suggest_slug(translation: Translation, title: str, *, user: User) -> None:
    """Make the address from the title, as long as readers have none and nobody has written one."""
    segment = (
        translation.source.stringsegment_set.filter(context__path="slug").select_related("context", "string").first()
    )
    if segment is None or translation.get_target_instance().live:
        return
    slug = slugify(title)
    made = _made(translation, segment)
    if slug and (made is None or made.tool_name == SUGGESTED or hasattr(made, "carried")):
        _say(translation, segment, slug, user=user, tool=SUGGESTED)


def _write(translation: Translation, *, user: User, last: StringTranslation | SegmentOverride | None) -> None:
    """Save the draft. What the page refuses becomes an error of the passage, and is left out of the draft."""
    try:
        with transaction.atomic():
            drafts.write(translation, user=user)
    except ValidationError as error:
        _mark(translation, error, last)
    else:
        return
    try:
        with transaction.atomic():
            drafts.write(translation, user=user)
    except ValidationError:
        # The page cannot be saved whatever is translated; the passages are kept, and submitting says why.
        return


def _mark(translation: Translation, error: ValidationError, last: StringTranslation | SegmentOverride | None) -> None:
    """Put what the page says of its fields on their passages; the rest on the one that has just been saved."""
    errors = error.error_dict if hasattr(error, "error_dict") else {}
    marked = False
    for field, problems in errors.items():
        for passage in _at(translation, field):
            passage.set_field_error(problems)
            marked = True
    if not marked and last is not None:
        last.set_field_error(error.error_list if not errors else next(iter(errors.values())))


def _at(translation: Translation, field: str) -> list[StringTranslation | SegmentOverride]:
    """What is translated, or chosen, of one field of the page."""
    segments = translation.source.stringsegment_set.filter(context__path=field).select_related("context", "string")
    overrides = SegmentOverride.objects.filter(
        locale_id=translation.target_locale_id,
        context__path=field,
        context__object=translation.source.object_id,
    )
    said = [made for segment in segments if (made := _made(translation, segment))]
    return [*said, *overrides]
