"""The translation memory: how the same French was translated on another page, offered to be reviewed."""

from django.db.models import Exists, OuterRef
from wagtail_localize.models import StringTranslation, Translation

from core.querysets import visible_pages
from translation.models import CarriedPassage

# An address is the page's own: another page's would be taken.
OWN = ("slug",)


def remember(translation: Translation) -> int:
    """Fill the passages without English from other pages, to be reviewed; return how many. Three queries, and two each.

    Only words that a person wrote or reread, and that any reader may know: another partner's draft is not told.
    """
    made = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), locale=translation.target_locale_id
    )
    missing = list(
        translation.source.stringsegment_set.exclude(Exists(made)).exclude(context__path__in=OWN).order_by("order")
    )
    known = _elsewhere(translation, {segment.string_id for segment in missing})
    count = 0
    seen = set()
    for segment in missing:
        earlier = known.get(segment.string_id)
        if earlier is None or (segment.string_id, segment.context_id) in seen:
            continue
        seen.add((segment.string_id, segment.context_id))
        copy = StringTranslation.objects.create(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale_id=translation.target_locale_id,
            data=earlier.data,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            last_translated_by_id=earlier.last_translated_by_id,
        )
        CarriedPassage.objects.create(translation=copy, previous_id=segment.string_id)
        count += 1
    return count


def _elsewhere(translation: Translation, strings: set[int]) -> dict[int, StringTranslation]:
    # What was written since the page was last published is still a draft.
    published = visible_pages().filter(
        translation_key=OuterRef("context__object"),
        locale=translation.target_locale_id,
        last_published_at__gte=OuterRef("updated_at"),
    )
    found = (
        StringTranslation.objects.filter(
            Exists(published),
            translation_of__in=strings,
            locale=translation.target_locale_id,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            has_error=False,
            carried=None,
        )
        .exclude(context__object=translation.source.object_id)
        .order_by("updated_at", "pk")
    )
    return {row.translation_of_id: row for row in found}
