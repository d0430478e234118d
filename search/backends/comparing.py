"""Whether the entries of a database hold what would be written for their objects now."""

from collections.abc import Iterator, Sequence

from django.db import connection, models
from wagtail.search.models import IndexEntry

from search.backends.wordings import wordings_of

TABLE = IndexEntry._meta.db_table


def differing_in_sqlite(content_type: int, objs: Sequence[models.Model]) -> Iterator[str]:
    """The keys of those objects of a type whose entry is not up to date, or is not there."""
    from search.backends.sqlite import _row  # noqa: PLC0415 -- of this database only

    expected = {str(one.pk): _row(wording) for one, wording in zip(objs, wordings_of(objs), strict=True)}
    entries = IndexEntry.objects.filter(content_type_id=content_type, object_id__in=expected)
    held = {row.pop("object_id"): row for row in entries.values("object_id", "title", "autocomplete", "body")}
    yield from (key for key, row in expected.items() if held.get(key) != row)


def differing_in_postgresql(content_type: int, objs: Sequence[models.Model]) -> Iterator[str]:
    """The keys of those objects of a type whose entry is not up to date. One query."""
    from search.backends.postgres import _row  # noqa: PLC0415 -- of this database only

    rows = [_row(content_type, one.pk, wording) for one, wording in zip(objs, wordings_of(objs), strict=True)]
    if not rows:
        return
    columns = ("title", "autocomplete", "body", "title_norm", "title_text", "body_text")
    changed = " OR ".join(f"entry.{column} IS DISTINCT FROM made.{column}" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT entry.object_id FROM {TABLE} AS entry JOIN (VALUES {', '.join(sql for sql, _params in rows)})"  # noqa: S608
            f" AS made (content_type_id, object_id, {', '.join(columns)})"
            " ON made.content_type_id = entry.content_type_id AND made.object_id = entry.object_id"
            f" WHERE {changed}",
            [param for _sql, params in rows for param in params],
        )
        yield from (key for (key,) in cursor.fetchall())
