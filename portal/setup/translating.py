"""Make the English version of a French page from words known in advance."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Locale, Page

from translation.adopting import adopt_words, mark_current


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
    translation = adopt_words(page, english, target, dated=published_at)
    page.copy_for_translation(target, copy_parents=False)
    version = translation.source.get_ephemeral_translated_instance(target, fallback=False)
    version.first_published_at = published_at
    version.save_revision(clean=True).publish()
    made = type(page).objects.get(translation_key=page.translation_key, locale=target)
    mark_current(translation, made)
    return date_publication(made, published_at)


def date_publication(page: Page, published_at: datetime) -> Page:
    """Give a page just published the date of its content, not the time of loading."""
    page.first_published_at = page.last_published_at = page.latest_revision_created_at = published_at
    page.save(clean=False)
    page.revisions.update(created_at=published_at)
    return page
