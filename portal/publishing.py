"""Publish what is scheduled and take down what is over.

The work of Wagtail's command `publish_scheduled`, with these differences: each object has a transaction and a row lock
of its own; one that fails does not keep the others waiting; publication comes before expiry, so that what was both
scheduled and over while the worker was stopped ends up taken down; and the expiry of what is live does not cancel the
version that is approved for later.

Both languages of a text that were released together (`translation.pairing.releases`) are published in one transaction,
and what is translated is taken down with its French.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models, transaction
from wagtail.models import DraftStateMixin, Page, Revision

from core.languages import is_source
from partners.guards import guard_scheduled, locked
from translation.pairing.releases import in_turn


def publish_scheduled(*, now: datetime) -> None:
    """Publish and expire whatever is due at `now`, all languages and types.

    Raises an `ExceptionGroup` at the end, whose message names every object that failed; those stay due.
    """
    failures: list[Exception] = []
    # One after the other: the second list is asked for when the first is done.
    for steps in (_due_publications, _due_expiries):
        for name, step in list(steps(now)):
            try:
                step()
            except Exception as error:  # noqa: BLE001 -- whatever it is, it concerns one object
                error.add_note(name)
                failures.append(error)
    if failures:
        named = "; ".join(f"{error.__notes__[-1]}: {type(error).__name__}: {error}" for error in failures)
        raise ExceptionGroup(named, failures)


def publish_revision(pk: int, *, now: datetime) -> Revision | None:
    """Publish a revision that was approved for `now` or before, and return it; nothing if it is no longer due.

    Raises `partners.guards.Refused` for a page whose content is no longer what was approved.
    """
    with transaction.atomic():
        due = Revision.objects.filter(approved_go_live_at__lte=now)
        # The page, then its revision, as whoever decides about it: the other way round, each would wait for the other.
        if not _hold(due.defer("content").filter(pk=pk).first()):
            return None
        # A second worker has waited for it; it finds the revision published, hence no longer due.
        revision = due.select_for_update().filter(pk=pk).first()
        if revision is not None:
            guard_scheduled(revision)
            revision.publish(log_action="wagtail.publish.scheduled")
    return revision


def publish_together(pks: Sequence[int], *, now: datetime) -> list[Revision]:
    """Publish revisions in their order, all those that are due or none. Raises as `publish_revision` does."""
    with transaction.atomic():
        published = [publish_revision(pk, now=now) for pk in pks]
    return [revision for revision in published if revision is not None]


def expire_object(model: type[models.Model], pk: object, *, now: datetime) -> DraftStateMixin | None:
    """Take down a live object that is over at `now`, and return it; nothing if it is no longer due."""
    with transaction.atomic():
        over: Any = _all(model).filter(live=True, expire_at__lte=now, pk=pk)
        if issubclass(model, Page) and (page := over.first()):
            _hold_page(page)
        live = over.select_for_update().first()
        if live is None:
            return None
        item = live.specific if isinstance(live, Page) else live
        has_next = _take_down(item, keeps_next=True)
        if isinstance(item, Page) and is_source(item):
            # French first: what is translated leaves with it, and comes back only with it.
            sisters = Page.objects.filter(translation_key=item.translation_key, live=True).exclude(pk=item.pk)
            for sister in sisters.select_for_update():
                _take_down(sister.specific, keeps_next=has_next)
    return item


def _hold(revision: Revision | None) -> bool:
    """Hold the page of a revision, if it is one's, and return whether there is a revision to look at again."""
    if revision is not None and isinstance(page := revision.content_object, Page):
        _hold_page(page)
    return revision is not None


def _hold_page(page: Page) -> None:
    """Hold a page with its other language, after the one with which it is submitted: as whoever submits that one."""
    whole = page.specific.moderated_with()
    locked(whole)
    if whole.pk != page.pk:
        locked(page)


def _take_down(item: Any, *, keeps_next: bool) -> bool:
    """Take down an object, and return whether another version of it is approved for later."""
    # `unpublish` forgets every approved date. Expiry is about what is live, not about what comes next.
    approved = dict(item.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", "approved_go_live_at"))
    item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision, moment in approved.items() if keeps_next else ():
        Revision.objects.filter(pk=revision).update(approved_go_live_at=moment)
    return bool(approved)


def _due_publications(now: datetime) -> Iterator[tuple[str, Callable[[], object]]]:
    due = Revision.objects.filter(approved_go_live_at__lte=now).defer("content")
    for turn in in_turn(due):
        named = ", ".join(f"“{revision.object_str}” ({revision.object_id})" for revision in turn)
        yield f"publish {named}", partial(publish_together, [revision.pk for revision in turn], now=now)


def _due_expiries(now: datetime) -> Iterator[tuple[str, Callable[[], object]]]:
    for model in _models_with_drafts():
        due = _all(model).filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
        # A snippet is named by its key: its own `__str__` may be what fails.
        for pk, title in due.values_list("pk", "title" if model is Page else "pk"):
            yield f"expire {model._meta.verbose_name} “{title}” ({pk})", partial(expire_object, model, pk, now=now)


def _models_with_drafts() -> list[type[models.Model]]:
    others = [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return [Page, *others]


def _all(model: type[models.Model]) -> models.QuerySet:
    # A default manager may hide some rows.
    return model._base_manager.all()  # noqa: SLF001 -- Django documents it
