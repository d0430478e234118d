"""What is private in French is private in English: set once, kept in step, and checked before English is published."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction, Revision

from core.languages import is_source, original_of
from core.refusals import Refused


def guard_privacy(pages: Sequence[Page], _go_live_at: datetime | None = None) -> None:
    """Refuse a translated page that more readers could open than its French. Raises `Refused`, naming each page."""
    reasons = [reason for page in pages if not is_source(page) for reason in _reasons(page)]
    if reasons:
        raise Refused(*dict.fromkeys(reasons))


def guard_privacy_when_due(revision: Revision) -> None:
    """Refuse the same when the hour of a scheduled page has come. Raises `Refused`."""
    page = revision.content_object
    if isinstance(page, Page):
        guard_privacy([page])


def make_private(french: Page, translated: Page) -> None:
    """Let a page that is about to be translated begin as private as its French; a public one takes nothing away."""
    if own := PageViewRestriction.objects.filter(page=french.pk).first():
        _copy(own, translated)


def follow_restriction(instance: PageViewRestriction, *, raw: bool = False, **_kwargs: Any) -> None:
    """A French page has become private, or otherwise private: so do its versions in other languages."""
    if not raw and is_source(instance.page):
        for sister in _sisters(instance.page):
            _copy(instance, sister)


def follow_groups(instance: Model, action: str, **_kwargs: Any) -> None:
    """The groups that may open a French page have changed, which happens after it was saved."""
    if isinstance(instance, PageViewRestriction) and action.startswith("post_"):
        follow_restriction(instance)


def follow_removal(instance: PageViewRestriction, origin: Model | QuerySet, **_kwargs: Any) -> None:
    """A French page has become public: so do its versions. One that is deleted leaves theirs as they are."""
    removed = origin.model if isinstance(origin, QuerySet) else type(origin)
    if issubclass(removed, PageViewRestriction) and is_source(instance.page):
        for restriction in PageViewRestriction.objects.filter(page__in=_sisters(instance.page)):
            restriction.delete()


def connect() -> None:
    """Follow the French."""
    for signal, follower, sender in (
        (post_save, follow_restriction, PageViewRestriction),
        (m2m_changed, follow_groups, PageViewRestriction.groups.through),
        (post_delete, follow_removal, PageViewRestriction),
    ):
        signal.connect(follower, sender=sender, dispatch_uid=f"translation.pairing.privacy.{follower.__name__}")


def _sisters(french: Page) -> QuerySet[Page]:
    return Page.objects.filter(translation_key=french.translation_key).exclude(pk=french.pk)


def _copy(own: PageViewRestriction, page: Page) -> None:
    """Restrict a page in the same way."""
    kept = PageViewRestriction.objects.filter(page=page.pk).first() or PageViewRestriction(page=page)
    if kept.pk is None or (kept.restriction_type, kept.password) != (own.restriction_type, own.password):
        kept.restriction_type, kept.password = own.restriction_type, own.password
        kept.save()
    kept.groups.set(own.groups.all())


def _reasons(page: Page) -> list[str]:
    french = original_of(page)
    if french is None:
        return []
    own = _restrictions(page)
    return [
        _("“%(title)s” is private: set the same privacy on its English version first.")
        % {"title": restriction.page.draft_title}
        for restriction in _restrictions(french)
        if not _is_covered(restriction, own)
    ]


def _restrictions(page: Page) -> Iterable[PageViewRestriction]:
    """Those on a page and above it, as they are now: an object may remember the way by which it was found."""
    return Page.get_view_restrictions(page).select_related("page").prefetch_related("groups")


def _is_covered(restriction: PageViewRestriction, others: Iterable[PageViewRestriction]) -> bool:
    """Whether one of the others keeps out everybody whom the restriction keeps out."""
    kind, groups = restriction.restriction_type, set(restriction.groups.all())
    for other in others:
        is_in_groups = other.restriction_type == PageViewRestriction.GROUPS
        if kind == PageViewRestriction.LOGIN and (is_in_groups or other.restriction_type == kind):
            return True
        if kind == PageViewRestriction.GROUPS and is_in_groups and set(other.groups.all()) <= groups:
            return True
        if kind == PageViewRestriction.PASSWORD == other.restriction_type and other.password == restriction.password:
            return True
    return False
