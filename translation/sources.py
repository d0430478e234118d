"""What translators work from: the French that readers see; before its first publication, what is submitted.

French changes go live alone; the English then is behind (`translation.matrix.states`) and keeps what is known of it
(`translation.carrying`).
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.models import Locale, Page, Revision, WorkflowState
from wagtail.signals import page_published, workflow_submitted
from wagtail_localize.models import Translation, TranslationSource

from accounts.models import User
from core.languages import is_source
from core.refusals import Refused
from partners.guards import locked
from partners.workflow.eligibility import read_together
from translation.carrying import carry
from translation.editor import drafts
from translation.editor.memory import remember
from translation.models import SourceVersion
from translation.pairing.privacy import make_private
from translation.versions import record_version


@transaction.atomic
def start(page: Page, locale: Locale, *, user: User, now: datetime) -> list[Page]:
    """Give a French page, with what is published with it, to the translators of a language; return its new pages.

    The pages are drafts that say nothing but French until they are translated. What exists already is left. Raises
    `PermissionDenied`, or `Refused` with the reason.
    """
    # The event before its session, as whoever submits: the other way round, two people would wait for each other.
    locked(page.specific.moderated_with())
    page = locked(page)
    tester: Any = page.permissions_for_user(user)
    if not tester.can_translate():
        raise PermissionDenied
    if not is_source(page):
        raise Refused(_("One translates from French: open the French page."))
    whole = page.moderated_with()
    return [
        made
        for part in dict.fromkeys([*([whole] if whole.pk != page.pk else []), *read_together(page)])
        if (made := _start(part, locale, now=now))
    ]


def follow_publication(instance: Page, revision: Revision, **_kwargs: Any) -> None:
    """French that has just been published is what translators work from."""
    if is_source(instance) and instance.live and instance.live_revision_id == revision.pk:
        update(instance.specific, revision=revision, dated=instance.last_published_at or timezone.now())


def follow_submission(instance: WorkflowState, **_kwargs: Any) -> None:
    """French that is submitted for the first time is what translators work from, until it is published."""
    page = instance.content_object
    if not isinstance(page, Page) or not is_source(page) or page.live:
        return
    for part in read_together(page.specific):
        draft = part.get_latest_revision_as_object()
        update(draft, revision=part.latest_revision, dated=instance.created_at)


@transaction.atomic
def update(content: Page, *, revision: Revision | None, dated: datetime) -> SourceVersion | None:
    """Let translators work from `content`, a French page with the fields that count; nothing if none ever asked.

    The English that is known follows: what is unchanged stays, what changed is kept and marked to be reviewed.
    """
    source = (
        TranslationSource.objects.select_for_update()
        .filter(object_id=content.translation_key, locale=content.locale_id)
        .first()
    )
    if source is None:
        return None
    before = source.versions.filter(is_current=True).first()
    source, _is_new = TranslationSource.update_or_create_from_instance(content)
    version = record_version(source, revision=revision, dated=dated)
    if before is not None and before.pk != version.pk:
        for translation in source.translations.filter(enabled=True).select_related("source", "target_locale"):
            carry(translation, before, version)
    return version


def connect() -> None:
    """Follow the French."""
    page_published.connect(follow_publication, dispatch_uid="translation.sources.follow_publication")
    workflow_submitted.connect(follow_submission, dispatch_uid="translation.sources.follow_submission")


def translation_of(page: Page) -> Translation | None:
    """The translation whose result this page is, if it is one."""
    return (
        Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True)
        .select_related("source__locale", "target_locale")
        .first()
    )


def _start(page: Page, locale: Locale, *, now: datetime) -> Page | None:
    """Start one page; nothing where it is being translated already."""
    content = page if page.live else page.get_latest_revision_as_object()
    revision = page.live_revision if page.live else page.latest_revision
    dated = (page.last_published_at if page.live else None) or now
    version = update(content, revision=revision, dated=dated)
    if version is None:
        source, _created = TranslationSource.get_or_create_from_instance(content)
        version = record_version(source, revision=revision, dated=dated)
    source = version.source
    translation, is_new = Translation.objects.update_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    is_missing = not page.has_translation(locale)
    if is_missing:
        try:
            content.copy_for_translation(locale, copy_parents=False)
        except ParentNotTranslatedError:
            raise Refused(
                _("“%(title)s”, the page above, has no version in %(language)s: translate that one first.")
                % {"title": page.get_parent().title, "language": locale.get_display_name()}
            ) from None
    if not is_new and not is_missing:
        return None
    make_private(page, page.get_translation(locale))
    remember(translation)
    # Nobody has written anything yet: whoever asked is not its author.
    drafts.write(translation, user=None)
    return translation.get_target_instance()
