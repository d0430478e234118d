"""When their hour comes, twins go live in one transaction, French first: both, or neither."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from core.languages import is_source
from core.refusals import Refused
from translation.models import TwinRelease
from translation.pairing.twins import is_waived, sister_of


def in_turn(due: Iterable[Revision]) -> list[list[Revision]]:
    """Revisions whose hour has come, in the order in which they are published, those of twins in one list.

    At the same hour French comes first, and a page before those below it. Four queries, and one for each type of page.
    """
    found = [(revision, revision.content_object) for revision in due]
    pages = [page for _revision, page in found if isinstance(page, Page)]
    hours = _hours(pages)
    turns: dict[object, list[tuple[Revision, object]]] = {}
    for revision, page in sorted(found, key=lambda item: _place(*item)):
        key: object = revision.pk
        if isinstance(page, Page):
            whole = page.specific.moderated_with().translation_key
            if hours.get(whole) == revision.approved_go_live_at:
                key = whole
        turns.setdefault(key, []).append((revision, page))
    return [[revision for revision, _page in turn] for turn in turns.values()]


def guard_together(revision: Revision) -> None:
    """Refuse to publish French that was released with its English when that one is not to follow. Raises `Refused`."""
    french = revision.content_object
    if not isinstance(french, Page) or not is_source(french) or french.live:
        return
    hour = _hours([french]).get(french.specific.moderated_with().translation_key)
    if hour is None or hour != revision.approved_go_live_at:
        return
    english = sister_of(french)
    if english is not None and (english.live or english.revisions.filter(approved_go_live_at=hour).exists()):
        return
    if not is_waived(french.specific.moderated_with(), now=timezone.now()):
        raise Refused(
            _(
                "“%(title)s” was to be published together with its English version, which is no longer scheduled: "
                "schedule both again, or sign a waiver."
            )
            % {"title": french.draft_title}
        )


def _hours(pages: Iterable[Page]) -> dict[object, object]:
    """The hour that both languages were given, by the key of the text with which its parts are published."""
    keys = {page.specific.moderated_with().translation_key for page in pages}
    released = TwinRelease.objects.filter(translation_key__in=keys, go_live_at__isnull=False)
    return dict(released.values_list("translation_key", "go_live_at"))


def _place(revision: Revision, page: object) -> tuple[object, ...]:
    if not isinstance(page, Page):
        return (revision.approved_go_live_at, False, 0, revision.pk)
    return (revision.approved_go_live_at, not is_source(page), page.depth, revision.pk)
