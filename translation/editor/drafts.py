"""The English draft of a page: always what its translators have written so far, as a revision like any other.

A revision is saved with every passage that changes, so that approvals, authors and comparisons know of it. The live
row is never touched: wagtail-localize's own `save_target` would save it.
"""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation

from accounts.models import User
from partners.workflow import changes
from partners.workflow.digest import digest_of
from translation.editor.passages import unfinished
from translation.models import SourceVersion, TranslatedRevision


def draft_of(translation: Translation) -> Any:
    """The page as its translation stands, unsaved; what is not translated yet is in French.

    Raises `DoesNotExist` where the page has no row in that language yet.
    """
    page = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    page.slug = find_available_slug(
        page.get_parent(), slugify(page.slug) or str(translation.source.object_id), ignore_page_id=page.pk
    )
    return page


@transaction.atomic
def write(translation: Translation, *, user: User | None) -> Revision:
    """Save the translation as it stands as the latest draft of its page, and return the revision.

    Where that changes no word of what readers see, nothing is saved; the live version counts as made from the present
    French once every passage is finished. Raises `ValidationError` when the page cannot be saved like this, with the
    fields to mend.
    """
    page = draft_of(translation)
    latest: Any = page.latest_revision
    if latest is None or digest_of(latest.content) != digest_of(page.serializable_data()):
        latest = page.save_revision(user=user, overwrite_revision=_to_overwrite(page, latest, user))
    elif latest.pk == page.live_revision_id and unfinished(translation):
        return latest
    version = SourceVersion.objects.get(source=translation.source, is_current=True)
    TranslatedRevision.objects.update_or_create(revision=latest, defaults={"version": version})
    return latest


@transaction.atomic
def answer_for(translation: Translation, *, user: User) -> None:
    """Count a person among the authors of the latest draft: they finished a passage, perhaps without a new word.

    Whoever stands behind words does not approve them. Nothing is done where readers have that draft: there is nothing
    to approve.
    """
    page = translation.get_target_instance()
    latest: Any = page.latest_revision
    if latest is None or latest.pk == page.live_revision_id or user.pk in changes.authors_of([page]):
        return
    if latest.user_id != user.pk:
        made = latest.as_object().save_revision(user=user, clean=False)
        for earlier in TranslatedRevision.objects.filter(revision=latest):
            TranslatedRevision.objects.update_or_create(revision=made, defaults={"version": earlier.version})
        latest = made
    changes.answer_for(latest)


def _to_overwrite(page: Page, latest: Revision | None, user: User | None) -> Revision | None:
    """The person's own last draft, as Wagtail's autosave does; never one that is live, submitted or scheduled."""
    if latest is None or user is None or latest.user_id != user.pk:
        return None
    if latest.pk == page.live_revision_id or latest.approved_go_live_at:
        return None
    return None if page.current_workflow_state else latest
