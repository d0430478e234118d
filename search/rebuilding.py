"""Builds an index anew while the one in use goes on answering.

An engine gets new indices beside those in use, which take their place in one step; the database's entries are written
over in short transactions, so that nobody waits and no moment is without them. Changes made meanwhile wait, and are
carried when it is over. Whatever kills a rebuild leaves the index in use as it was.
"""

import re
import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from modelsearch.utils import get_content_type_pk
from wagtail.search.models import IndexEntry

from search.carrying import LOST
from search.changes import note
from search.contract import Unavailable
from search.indices import backend_of, documents, indexed, is_engine, said, send, trees, write
from search.layout import layout_of
from search.loading import loaded
from search.models import IndexRebuild

CHUNK = 500
# Seconds between two signs of life.
BEAT = 5
# Requests on their way while the next is prepared.
SENDERS = 2
# An engine that has too much to do (429) is asked again after 1, 2, 4 and 8 seconds.
PATIENCE = {"max_retries": 4, "initial_backoff": 1}

Model = type[models.Model]


class Busy(Exception):  # noqa: N818 -- said of an index
    """Another process rebuilds this index."""


class Lost(Exception):  # noqa: N818 -- said of a rebuild
    """Another process has taken this rebuild over, thinking it dead."""


@dataclass
class Rebuild:
    """One rebuild: what is written so far, for whoever watches, and the token under which it goes on."""

    alias: str
    total: int
    watch: Callable[["Rebuild"], None]
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    done: int = 0
    refused: dict[tuple[Model, str], str] = field(default_factory=dict)
    beat_at: float = 0.0

    def went_on(self, count: int) -> None:
        """Count what was written, and give a sign of life from time to time. Raises `Lost`."""
        self.done += count
        self.watch(self)
        if time.monotonic() - self.beat_at >= BEAT:
            self.beat()

    def beat(self) -> None:
        """Give a sign of life. Raises `Lost`."""
        self.beat_at = time.monotonic()
        mine = IndexRebuild.objects.filter(backend=self.alias, token=self.token)
        if not mine.update(beat_at=timezone.now()):
            raise Lost(self.alias)

    def refuse(self, model: Model, refused: dict[str, str]) -> None:
        """Keep what was refused, and why."""
        self.refused |= {(model, key): reason for key, reason in refused.items()}


def rebuild(alias: str, *, watch: Callable[[Rebuild], None] = lambda _rebuild: None) -> Rebuild:
    """Build the index of an alias anew. `watch` is called as it goes on.

    What the index refuses waits among the changes. Raises `Busy`, `Lost`, and `Unavailable` where the engine fails.
    """
    backend = backend_of(alias)
    total = sum(indexed(model).order_by().count() for models_of in trees().values() for model in models_of)
    work = Rebuild(alias, total, watch)
    with _claimed(work):
        if is_engine(backend):
            try:
                _rebuild_engine(work, backend)
            except (*backend.errors, OSError) as error:
                raise Unavailable(said(error)) from error
        else:
            _rebuild_database(work, backend)
        for model, key in work.refused:
            note(model, [key])
    return work


def remove_orphans(backend: Any) -> list[str]:
    """Remove the indices of an engine that no alias names: those of rebuilds that ended halfway. Returns their names.

    Only whoever rebuilds may call it: it cannot tell the index that another is building.
    """
    names = "|".join(re.escape(backend.get_index_for_model(root).name) for root in trees())
    ours = re.compile(rf"({names})_[a-z0-9]{{7}}")
    held = dict(backend.writer.indices.get_alias(index=f"{backend.index_prefix}*"))
    orphans = sorted(name for name, index in held.items() if ours.fullmatch(name) and not index["aliases"])
    _delete(backend, orphans)
    return orphans


@contextmanager
def _claimed(work: Rebuild) -> Iterator[None]:
    """The changes for the index wait as long as the block runs."""
    now = timezone.now()
    mine = {"token": work.token, "started_at": now, "beat_at": now}
    try:
        with transaction.atomic():
            IndexRebuild.objects.create(backend=work.alias, **mine)
    except IntegrityError:
        if not IndexRebuild.objects.filter(backend=work.alias, beat_at__lte=now - LOST).update(**mine):
            raise Busy(work.alias) from None
    work.beat_at = time.monotonic()
    try:
        yield
    finally:
        IndexRebuild.objects.filter(backend=work.alias, token=work.token).delete()


def _rebuild_engine(work: Rebuild, backend: Any) -> None:
    remove_orphans(backend)
    fresh = {root: f"{backend.get_index_for_model(root).name}_{get_random_string(7).lower()}" for root in trees()}
    try:
        for root, name in fresh.items():
            _create(backend, name, trees()[root])
            work.went_on(0)
        with ThreadPoolExecutor(SENDERS) as pool:
            _fill(work, backend, fresh, pool)
            _merge(work, backend, fresh, pool)
        _open(backend, list(fresh.values()))
        old = _swap(work, backend, fresh)
    except BaseException:
        _give_up(backend, list(fresh.values()))
        raise
    _delete(backend, old)


def _create(backend: Any, name: str, models_of: list[Model]) -> None:
    layout = layout_of(backend, models_of)
    # Nobody reads it yet: what is written need not be found at once.
    settings = {**layout["settings"], "index": {**layout["settings"].get("index", {}), "refresh_interval": "-1"}}
    backend.writer.indices.create(index=name, body={**layout, "settings": settings})


def _merge(work: Rebuild, backend: Any, fresh: dict[Model, str], pool: ThreadPoolExecutor) -> None:
    """Let the engine put its many small files together: it answers from them in two thirds of the time."""
    merged = pool.submit(backend.patient.indices.forcemerge, index=",".join(fresh.values()), max_num_segments=1)
    while not wait([merged], timeout=BEAT).done:
        work.went_on(0)
    # It only spares time: an engine that would not, or that is long about it, is as right without.
    merged.exception()


def _open(backend: Any, names: list[str]) -> None:
    """Let what was written be found."""
    interval = backend.settings["settings"]["index"]["refresh_interval"]
    together = ",".join(names)
    backend.writer.indices.put_settings(index=together, body={"index": {"refresh_interval": interval}})
    backend.writer.indices.refresh(index=together)


def _delete(backend: Any, names: list[str]) -> None:
    if names:
        backend.writer.indices.delete(index=",".join(names), ignore_unavailable=True)


def _fill(work: Rebuild, backend: Any, fresh: dict[Model, str], pool: ThreadPoolExecutor) -> None:
    """Prepare documents here while others are on their way."""
    waiting: list[tuple[Model, int, Future[dict[str, str]]]] = []
    for root, models_of in trees().items():
        for model in models_of:
            for chunk in chunks(model):
                actions = [{"_id": key, "_source": document} for key, document in _made(work, backend, chunk)]
                waiting.append((model, len(chunk), pool.submit(send, backend, fresh[root], actions, **PATIENCE)))
                if len(waiting) > SENDERS:
                    _arrived(work, *waiting.pop(0))
    for entry in waiting:
        _arrived(work, *entry)


def _arrived(work: Rebuild, model: Model, count: int, sent: "Future[dict[str, str]]") -> None:
    work.refuse(model, sent.result())
    work.went_on(count)


def _made(work: Rebuild, backend: Any, chunk: list[models.Model]) -> Iterator[tuple[str, dict[str, Any]]]:
    for instance in chunk:
        try:
            yield from documents(backend, [instance])
        except Exception as error:  # noqa: BLE001 -- whatever it is, it concerns one object
            work.refuse(type(instance), {str(instance.pk): said(error)})


def _swap(work: Rebuild, backend: Any, fresh: dict[Model, str]) -> list[str]:
    """Put the new indices in place of the old, all in one step, if the rebuild is still ours. Returns the old ones."""
    aliases = {backend.get_index_for_model(root).name: name for root, name in fresh.items()}
    held = dict(backend.writer.indices.get_alias(index=f"{backend.index_prefix}*"))
    actions: list[dict[str, Any]] = []
    old = []
    for name, index in held.items():
        for alias in aliases.keys() & index["aliases"].keys():
            actions.append({"remove": {"index": name, "alias": alias}})
            old.append(name)
        if name in aliases:
            # An index made by mistake, under the name of the alias.
            actions.append({"remove_index": {"index": name}})
    actions += [{"add": {"index": name, "alias": alias}} for alias, name in aliases.items()]
    with transaction.atomic():
        # Held until the end: whoever thinks this rebuild dead waits, and then finds it over.
        mine = IndexRebuild.objects.filter(backend=work.alias, token=work.token)
        if not mine.update(beat_at=timezone.now()):
            raise Lost(work.alias)
        backend.writer.indices.update_aliases(body={"actions": actions})
    return old


def _give_up(backend: Any, names: list[str]) -> None:
    try:
        _delete(backend, names)
    except (*backend.errors, OSError):
        # It does not answer: the next rebuild removes them.
        return


def _rebuild_database(work: Rebuild, backend: Any) -> None:
    for root, models_of in trees().items():
        for model in models_of:
            for chunk in chunks(model):
                with transaction.atomic():
                    work.refuse(model, write(backend, root, chunk, []))
                work.went_on(len(chunk))
    for extra in extra_entries():
        entries = IndexEntry.objects.filter(pk__in=extra)
        entries._raw_delete(using=entries.db)  # noqa: SLF001 -- as modelsearch does
        work.went_on(0)


def chunks(model: Model) -> Iterator[list[models.Model]]:
    """The objects of exactly one model, in the order of their keys, some at a time."""
    found = loaded(indexed(model).order_by("pk")[:CHUNK])
    while found:
        yield found
        found = loaded(indexed(model).filter(pk__gt=found[-1].pk).order_by("pk")[:CHUNK])


def extra_entries() -> Iterator[list[int]]:
    """The database's entries of objects that are gone, or are of another type by now, some at a time."""
    expected = {get_content_type_pk(model): model for models_of in trees().values() for model in models_of}
    entries = IndexEntry.objects.order_by("pk")
    last = 0
    while found := list(entries.filter(pk__gt=last).values_list("pk", "content_type_id", "object_id")[:CHUNK]):
        last = found[-1][0]
        by_type: dict[int, dict[str, int]] = {}
        for pk, content_type, key in found:
            by_type.setdefault(content_type, {})[key] = pk
        extra: list[int] = []
        for content_type, pks in by_type.items():
            model = expected.get(content_type)
            known = set(indexed(model).filter(pk__in=list(pks)).values_list("pk", flat=True)) if model else set()
            extra += [pk for key, pk in pks.items() if key not in {str(one) for one in known}]
        if extra:
            yield extra
