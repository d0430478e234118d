"""Count English words that are known already as the translation of a French page."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from translation.models import TranslatedRevision
from translation.versions import record_version


@transaction.atomic
def adopt_words(page: Page, words: Page, locale: Locale, *, dated: datetime) -> Translation:
    """Give a French page the translation that `words` says, and return it. `dated` is the day of the French text.

    `words` is a page of the same type whose blocks and rows have the same identifiers: each of its passages translates
    the one at the same place. Raises `ValueError` when one of them has no counterpart.
    """
    source, _created = TranslationSource.update_or_create_from_instance(page)
    record_version(source, revision=page.live_revision, dated=dated)
    translation, _created = Translation.objects.get_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    said: dict[str, list[str]] = {}
    for segment in extract_segments(words):
        if isinstance(segment, StringSegmentValue):
            said.setdefault(segment.path, []).append(segment.string.data)
    for segment in source.stringsegment_set.select_related("context", "string").order_by("order"):
        waiting = said.get(segment.context.path)
        if waiting:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={"data": waiting.pop(0), "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
            )
    for path, left in said.items():
        if left:
            message = f"{path}: “{left[0]}” translates nothing."
            raise ValueError(message)
    # As old as what readers see, not as this record of it: the translation memory tells what was published.
    StringTranslation.objects.filter(context__object=source.object_id, locale=locale).update(
        updated_at=min(dated, words.last_published_at or dated)
    )
    return translation


def mark_current(translation: Translation, page: Page) -> None:
    """Say that the live version of a translated page was made from the present French."""
    version = translation.source.versions.get(is_current=True)
    TranslatedRevision.objects.update_or_create(revision=page.live_revision, defaults={"version": version})


def adopt_page(french: Page, translated: Page, **_kwargs: Any) -> None:
    """Count a live page as the translation of a live French one that says the same."""
    dated = french.last_published_at or french.first_published_at
    if dated is not None and translated.live_revision is not None:
        mark_current(adopt_words(french.specific, translated.specific, translated.locale, dated=dated), translated)
