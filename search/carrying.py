"""Brings waiting changes to the indices: what the database holds now, whatever became of the object since.

Any number of workers may carry at once. What they delete are the rows that they have read before reading the objects:
a change that comes later has a row of its own, which stays.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Max

from search.backends.configuration import MAIN
from search.contract import Unavailable
from search.indices import backend_of, is_engine, missing, read, write
from search.models import IndexChange, IndexRebuild
from search.noted import forget

logger = logging.getLogger(__name__)

CHUNK = 500
# How long a rebuild of which nothing is heard keeps the changes waiting.
LOST = timedelta(seconds=60)

# What the log has said already, and need not say every ten seconds.
_unavailable: set[str] = set()
_refused: set[tuple[str, str, str]] = set()


def carry(*, now: datetime) -> int:
    """Bring to each index what waits for it, and return how many changes were brought.

    An index that cannot be written to keeps its changes, and does not stop the others; so does a document that an index
    refuses. An engine without its indices gets them anew.
    """
    _adopt()
    # The database first: it answers while an engine does not, and never hangs.
    aliases = sorted(settings.WAGTAILSEARCH_BACKENDS, key=lambda alias: is_engine(backend_of(alias)))
    carried = 0
    for alias in aliases:
        try:
            carried += carry_to(alias, now=now)
        except Unavailable as error:
            if alias not in _unavailable:
                _unavailable.add(alias)
                logger.warning("The search index “%s” does not answer, changes wait for it: %s", alias, error)
        else:
            if alias in _unavailable:
                _unavailable.discard(alias)
                logger.warning("The search index “%s” answers again", alias)
    return carried


def carry_to(alias: str, *, now: datetime) -> int:
    """Bring to one index what waits for it now, and return how many changes were brought. Raises `Unavailable`."""
    backend = backend_of(alias)
    if is_engine(backend) and missing(backend) and not is_being_rebuilt(alias, now=now):
        _heal(alias, now=now)
    waiting = IndexChange.objects.filter(backend=alias)
    last, highest = 0, waiting.aggregate(highest=Max("pk"))["highest"] or 0
    carried = 0
    while rows := list(waiting.filter(pk__gt=last, pk__lte=highest).order_by("pk")[:CHUNK]):
        # From here on, the same change is another one: also in a transaction of the caller's, which has noted it.
        forget()
        # Asked after the rows were read: a rebuild that begins now reads what they are about.
        if is_being_rebuilt(alias, now=now):
            break
        carried += _carry_rows(alias, backend, rows)
        last = rows[-1].pk
    return carried


def is_being_rebuilt(alias: str, *, now: datetime) -> bool:
    """Whether a rebuild of the index goes on at `now`. One that was not heard of for a minute is called off."""
    rebuild = IndexRebuild.objects.filter(backend=alias).first()
    if rebuild is None:
        return False
    if rebuild.beat_at > now - LOST:
        return True
    # It cannot end any more: before it puts its index in place, it looks for this row.
    IndexRebuild.objects.filter(pk=rebuild.pk, token=rebuild.token, beat_at=rebuild.beat_at).delete()
    return IndexRebuild.objects.filter(backend=alias).exists()


def _carry_rows(alias: str, backend: Any, rows: Sequence[IndexChange]) -> int:
    by_label: dict[str, list[str]] = {}
    for row in rows:
        by_label.setdefault(row.model, []).append(row.object_id)
    refused: set[tuple[str, str]] = set()
    for label, ids in by_label.items():
        try:
            root = apps.get_model(label)
        except LookupError:
            # A model of an older release: nothing of it is indexed.
            continue
        objs, gone = read(root, ids)
        for key, reason in write(backend, root, objs, gone).items():
            refused.add((label, key))
            if (alias, label, key) not in _refused:
                _refused.add((alias, label, key))
                logger.error("The search index “%s” refuses %s %s, tried again later: %s", alias, label, key, reason)
    done = [row for row in rows if (row.model, row.object_id) not in refused]
    _refused.difference_update((alias, row.model, row.object_id) for row in done)
    _forget(done)
    return len(done)


@transaction.atomic
def _forget(rows: Sequence[IndexChange]) -> None:
    """Delete rows that were carried.

    Where another worker has deleted one first, it may have carried a later state of the object, over which an earlier
    one has just been written: those objects are carried once more.
    """
    deleted, _by_model = IndexChange.objects.filter(pk__in=[row.pk for row in rows]).delete()
    if deleted < len(rows):
        again = {(row.backend, row.model, row.object_id) for row in rows}
        IndexChange.objects.bulk_create(
            [IndexChange(backend=alias, model=label, object_id=key) for alias, label, key in sorted(again)]
        )


def _heal(alias: str, *, now: datetime) -> None:
    """Build the indices that an engine does not have: a new site's first ones, or those of a lost disk."""
    from search.rebuilding import Busy, rebuild  # noqa: PLC0415 -- it asks this module whether another goes on

    logger.warning("The search index “%s” is not there: it is built", alias)
    # Before there was an engine, changes waited for the database under the same name.
    others = [other for other in settings.WAGTAILSEARCH_BACKENDS if other != alias]
    waiting = IndexChange.objects.filter(backend=alias).values_list("model", "object_id").distinct()
    IndexChange.objects.bulk_create(
        [IndexChange(backend=other, model=label, object_id=key) for other in others for label, key in waiting],
        batch_size=CHUNK,
    )
    for other in others:
        carry_to(other, now=now)
    try:
        rebuild(alias)
    except Busy:
        return


def _adopt() -> None:
    """Changes for an index that is no longer configured concern the one that answers now."""
    strays = IndexChange.objects.exclude(backend__in=list(settings.WAGTAILSEARCH_BACKENDS))
    if strays.exists():
        strays.update(backend=MAIN)
