"""What the indices have yet to hear of: a row for each thing that changed, written in the transaction that changed it.

A change that is rolled back leaves no row; one that is committed is carried to the index sooner or later, whatever
happens to the engine (`search.carrying`). Nothing here speaks to an engine.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import F, QuerySet
from django.utils import timezone
from wagtail.search.backends.base import get_model_root

from search.models import IndexChange
from search.noted import unnoted

# Rows of one statement.
BATCH = 1000


def followers() -> list[str]:
    """The aliases of the indices that hear of changes: all but those that WAGTAILSEARCH_BACKENDS says do not."""
    return [alias for alias, options in settings.WAGTAILSEARCH_BACKENDS.items() if options.get("AUTO_UPDATE", True)]


def label_of(model: type[models.Model]) -> str:
    """The label of the root of a model, under which its objects stand in an index."""
    return get_model_root(model)._meta.label


def note(model: type[models.Model], pks: Iterable[Any]) -> None:
    """Note that objects of a model have changed, or are gone. One statement; none for what is noted already."""
    label = label_of(model)
    fresh = unnoted(label, {str(pk) for pk in pks})
    IndexChange.objects.bulk_create(
        [
            IndexChange(backend=alias, model=label, object_id=pk)
            for alias in (followers() if fresh else ())
            for pk in sorted(fresh)
        ],
        batch_size=BATCH,
    )


def note_all(*rows: QuerySet) -> None:
    """Note that the objects of some querysets of one tree of models have changed. One statement, however many."""
    aliases = followers()
    if not rows or not aliases:
        return
    found = []
    for queryset in rows:
        try:
            found.append(queryset.order_by().annotate(changed=F("pk")).values("changed").query.sql_with_params())
        except EmptyResultSet:
            continue
    if not found:
        return
    objects = " UNION ".join(sql for sql, _params in found)
    indices = " UNION ALL ".join(["SELECT %s AS alias"] * len(aliases))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {IndexChange._meta.db_table} (backend, model, object_id, made_at)"  # noqa: S608
            " SELECT indices.alias, %s, CAST(objects.changed AS varchar(40)), %s"
            f" FROM ({indices}) AS indices, ({objects}) AS objects",
            [
                label_of(rows[0].model),
                connection.ops.adapt_datetimefield_value(timezone.now()),
                *aliases,
                *(value for _sql, params in found for value in params),
            ],
        )
