"""Make the English version of a French page as wagtail-localize would, from words known in advance."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments


@transaction.atomic
def translate(page: Page, english: Page, *, published_at: datetime) -> Page:
    """Publish the translation of `page`, a live French page, with the words of `english`, and return it.

    `english` is an unsaved copy of the same page whose words are English and whose blocks and rows have the same
    identifiers: each of its segments translates the segment at the same place. The page above must be translated
    already. Raises `MissingTranslationError` when a word of the French page has no counterpart, `ValueError` when one
    of the English page has none; nothing is left behind then.

    The row is made by `copy_for_translation` and filled from an ephemeral instance: `save_target` would publish on
    commit, and submitting through the administration could publish an alias of the page above.
    """
    target = Locale.objects.get(language_code="en")
    source, _created = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.get_or_create(source=source, target_locale=target, defaults={"enabled": True})
    _store_strings(source, target, english)
    page.copy_for_translation(target, copy_parents=False)
    version = source.get_ephemeral_translated_instance(target, fallback=False)
    version.first_published_at = published_at
    version.save_revision(clean=True).publish()
    return date_publication(type(page).objects.get(translation_key=page.translation_key, locale=target), published_at)


def date_publication(page: Page, published_at: datetime) -> Page:
    """Give a page just published the date of its content, not the time of loading."""
    page.first_published_at = page.last_published_at = page.latest_revision_created_at = published_at
    page.save(clean=False)
    page.revisions.update(created_at=published_at)
    return page


def _store_strings(source: TranslationSource, target: Locale, english: Page) -> None:
    words: dict[str, list[str]] = {}
    for segment in extract_segments(english):
        if isinstance(segment, StringSegmentValue):
            words.setdefault(segment.path, []).append(segment.string.data)
    for segment in source.stringsegment_set.select_related("context", "string").order_by("order"):
        waiting = words.get(segment.context.path)
        if waiting:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=target,
                context=segment.context,
                defaults={"data": waiting.pop(0), "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
            )
    for path, left in words.items():
        if left:
            message = f"{path}: “{left[0]}” translates nothing."
            raise ValueError(message)
