"""How tasks run in the tests: at once, but for Wagtail's index of references, which is brought up to date when read.

That index would take an eighth of the time of the suite, and few tests look at it. Whatever waits is done before the
first query that names it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult

TASK = "wagtail.tasks.update_reference_index_task"
TABLE = "wagtailcore_referenceindex"
# The objects whose references are to be read again, in the order in which they were saved; nothing waits outside tests.
_waiting: dict[tuple[str, ...], None] = {}
_is_on = False


class TestBackend(ImmediateBackend):
    """Tasks run at once, in the process of the test."""

    __test__ = False

    def _execute_task(self, task_result: TaskResult) -> None:
        # What is measured is done where it is.
        if _is_on and task_result.task.module_path == TASK and not connection.force_debug_cursor:
            _waiting[tuple(task_result.args)] = None
            return
        super()._execute_task(task_result)


@contextmanager
def references_when_read() -> Iterator[None]:
    """Within the block, put off what follows a save until somebody looks; what nobody has looked at is forgotten."""
    global _is_on  # noqa: PLW0603 (as long as the block lasts)
    _waiting.clear()
    _is_on = True
    try:
        with connection.execute_wrapper(_before):
            yield
    finally:
        _is_on = False
        _waiting.clear()


def read_references() -> None:
    """Bring the index up to date."""
    from wagtail.tasks import update_reference_index_task  # it asks for this backend

    rows = list(_waiting)
    _waiting.clear()
    # What came before a measure is no part of it.
    is_measured, connection.force_debug_cursor = connection.force_debug_cursor, False
    try:
        for row in rows:
            # What was undone, or deleted since, has no references.
            with suppress(ObjectDoesNotExist):
                update_reference_index_task.call(*row)
    finally:
        connection.force_debug_cursor = is_measured


def _before(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001
    if _waiting and TABLE in sql:
        read_references()
    return execute(sql, params, many, context)
