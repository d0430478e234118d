"""Publish what is scheduled and take down what is over.

The work of Wagtail's command `publish_scheduled`, with four differences: each object has a transaction and a row lock
of its own; one that fails does not keep the others waiting; publication comes before expiry, so that what was both
scheduled and over while the worker was stopped ends up taken down; and the expiry of what is live does not cancel the
version that is approved for later.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models, transaction
from wagtail.models import DraftStateMixin, Page, Revision

from partners.guards import guard_scheduled


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
        # The lock makes a second worker wait here; it then finds the revision published, hence no longer due.
        due = Revision.objects.filter(approved_go_live_at__lte=now)
        revision = due.select_for_update().filter(pk=pk).first()
        if revision is not None:
            guard_scheduled(revision)
            revision.publish(log_action="wagtail.publish.scheduled")
    return revision


def expire_object(model: type[models.Model], pk: object, *, now: datetime) -> DraftStateMixin | None:
    """Take down a live object that is over at `now`, and return it; nothing if it is no longer due."""
    with transaction.atomic():
        live: Any = _all(model).select_for_update().filter(live=True, expire_at__lte=now, pk=pk).first()
        if live is None:
            return None
        item = live.specific if isinstance(live, Page) else live
        # `unpublish` forgets every approved date. Expiry is about what is live, not about what comes next.
        approved = dict(
            item.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", "approved_go_live_at")
        )
        item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        for revision, moment in approved.items():
            Revision.objects.filter(pk=revision).update(approved_go_live_at=moment)
    return item


def _due_publications(now: datetime) -> Iterator[tuple[str, Callable[[], object]]]:
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    for pk, title, target in due.values_list("pk", "object_str", "object_id"):
        yield f"publish “{title}” ({target})", partial(publish_revision, pk, now=now)


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
