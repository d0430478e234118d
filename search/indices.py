"""An index as the outbox sees it, whichever holds it: read what it should hold, write it there.

An engine holds an index for each root model, behind an alias of the index's own name; the database holds one table of
entries for all models.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import Error, InterfaceError, OperationalError, models, transaction
from django.db.models import QuerySet
from modelsearch.backends.base import get_model_root
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.index import get_indexed_models
from wagtail.search.models import IndexEntry

from search.contract import Unavailable
from search.loading import loaded

Model = type[models.Model]

# A request of an engine stays far below what it accepts (100 MB).
MOST_BYTES = 20_000_000
NOT_FOUND, TOO_MANY = 404, 429
# Answers of an engine about a request, not about what was in it.
TRANSIENT = frozenset({401, 403, NOT_FOUND, 408, TOO_MANY})


def is_engine(backend: Any) -> bool:
    """Whether a backend is a search engine's, else the database's."""
    return hasattr(backend, "es")


def trees() -> dict[Model, list[Model]]:
    """The indexed models by their root, in a lasting order."""
    found: dict[Model, list[Model]] = {}
    for model in sorted(get_indexed_models(), key=lambda model: model._meta.label):
        found.setdefault(get_model_root(model), []).append(model)
    return found


def read(root: Model, ids: Iterable[str]) -> tuple[list[models.Model], list[str]]:
    """The objects of a tree that an index should hold, each of its own class, and the keys of those that are none.

    A few queries for each class.
    """
    wanted = sorted(set(ids))
    keys = [root._meta.pk.to_python(key) for key in wanted]
    found: list[models.Model] = []
    for model, pks in _by_class(root, keys):
        found += loaded(indexed(model).filter(pk__in=pks).order_by("pk"))
    gone = set(wanted) - {str(instance.pk) for instance in found}
    return found, sorted(gone)


def indexed(model: Any) -> QuerySet:
    """The objects of exactly one model that an index holds, with what their documents are made of."""
    return model.get_indexed_objects()


def write(backend: Any, root: Model, objs: Sequence[models.Model], gone: Iterable[str]) -> dict[str, str]:
    """Write objects of a tree, and take away those that are gone. Returns why, for each key that was refused.

    Raises `Unavailable` when nothing can be written now. What was written is found from now on.
    """
    if is_engine(backend):
        return _write_to_engine(backend, root, objs, gone)
    return _write_to_database(backend, root, objs, gone)


def missing(backend: Any) -> list[str]:
    """The names of an engine's indices that do not exist. One call. Raises `Unavailable`."""
    names = [backend.get_index_for_model(root).name for root in trees()]
    try:
        held = backend.es.indices.get_alias(index=f"{backend.index_prefix}*")
    except backend.errors as error:
        if status_of(error) != NOT_FOUND:
            raise Unavailable(said(error)) from error
        held = {}
    aliases = {alias for index in dict(held).values() for alias in index["aliases"]}
    return [name for name in names if name not in aliases]


def documents(backend: Any, objs: Iterable[models.Model]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The document of each object in an engine, by its identifier there."""
    for instance in objs:
        mapping = backend.mapping_class(type(instance))
        yield mapping.get_document_id(instance), mapping.get_document(instance)


def status_of(error: BaseException) -> int:
    """The status of an engine's answer; zero where there was none."""
    status = getattr(error, "status_code", 0)
    return status if isinstance(status, int) else 0


def said(error: BaseException) -> str:
    """An error, in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


def _by_class(root: Model, keys: list[Any]) -> Iterator[tuple[Model, list[Any]]]:
    if root is not Page:
        yield root, keys
        return
    rows = Page._base_manager.filter(pk__in=keys).order_by("content_type_id").values_list("content_type_id", "pk")  # noqa: SLF001 -- documented
    for content_type, of_type in groupby(rows, key=lambda row: row[0]):
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is not None:
            yield model, [pk for _type, pk in of_type]


def _write_to_engine(backend: Any, root: Model, objs: Sequence[models.Model], gone: Iterable[str]) -> dict[str, str]:
    actions: list[dict[str, Any]] = [{"_op_type": "delete", "_id": key} for key in gone]
    refused: dict[str, str] = {}
    for instance in objs:
        try:
            ((key, document),) = documents(backend, [instance])
        except (Error, Unavailable):
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, it concerns one object
            refused[str(instance.pk)] = said(error)
        else:
            # Beside it, not in it: a document may have a field of any name.
            actions.append({"_id": key, "_source": document})
    return refused | send(backend, backend.get_index_for_model(root).name, actions, require_alias=True, refresh=True)


def send(backend: Any, name: str, actions: list[dict[str, Any]], **options: Any) -> dict[str, str]:
    """Send actions to an index of an engine. Returns why, for each identifier that was refused.

    Raises `Unavailable` when the engine does not take them now.
    """
    if not actions:
        return {}
    try:
        _sent, errors = backend.bulk(
            backend.writer, actions, index=name, raise_on_error=False, max_chunk_bytes=MOST_BYTES, **options
        )
    except backend.errors as error:
        if not _is_about_content(error):
            raise Unavailable(said(error)) from error
        if len(actions) == 1:
            return {actions[0]["_id"]: said(error)}
        # One of them spoils the request: each by itself.
        found: dict[str, str] = {}
        for action in actions:
            found |= send(backend, name, [action], **options)
        return found
    refused = {}
    for entry in errors:
        ((verb, answer),) = entry.items()
        status = answer.get("status", 0)
        if verb == "delete" and status == NOT_FOUND and "error" not in answer:
            continue
        if status in TRANSIENT:
            raise Unavailable(str(answer.get("error", status))[:300])
        refused[answer["_id"]] = str(answer.get("error", status))[:300]
    return refused


def _is_about_content(error: BaseException) -> bool:
    status = status_of(error)
    return "Serialization" in type(error).__name__ or (400 <= status < 500 and status not in TRANSIENT)  # noqa: PLR2004


def _write_to_database(backend: Any, root: Model, objs: Sequence[models.Model], gone: Iterable[str]) -> dict[str, str]:
    gone = list(gone)
    if gone:
        types = get_descendants_content_types_pks(root)
        stale = IndexEntry.objects.filter(content_type_id__in=types, object_id__in=gone)
        stale._raw_delete(using=stale.db)  # noqa: SLF001 -- as modelsearch does
    refused: dict[str, str] = {}
    for model, group in groupby(objs, key=type):
        refused |= _add_to_database(backend, model, list(group))
    return refused


def _add_to_database(backend: Any, model: Model, objs: list[Any]) -> dict[str, str]:
    try:
        with transaction.atomic():
            backend.add_bulk(model, objs)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 -- whatever it is, it concerns one object
        if len(objs) == 1:
            return {str(objs[0].pk): said(error)}
        refused: dict[str, str] = {}
        for instance in objs:
            refused |= _add_to_database(backend, model, [instance])
        return refused
    return {}


def backend_of(alias: str) -> Any:
    """The backend of an alias of WAGTAILSEARCH_BACKENDS."""
    return get_search_backend(alias)
