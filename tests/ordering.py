"""In which order the tests run: it changes nothing in what they find, only how long they take."""

from typing import Any

import pytest

from tests.standing import commits, wanted_by

# What takes longest though its tests are few, with the longest first: no process is left alone with it at the end.
SLOW = (
    "functional/test_launch.py",
    "functional/test_crawl.py",
    "engine/test_breaking.py",
    "isolation/test_canary.py",
    "isolation/test_matrix.py",
    "portal/test_worker.py",
    "architecture/test_migrations.py",
    "matrix/test_states_at_random.py",
    "portal/test_demo.py",
    "functional/test_publishing.py",
    "functional/test_translating.py",
)


def put_in_order(items: list[pytest.Item]) -> None:
    """Put the slowest files first and, within each, the tests together that stand on the same."""
    files: dict[Any, int] = {}
    for item in items:
        files.setdefault(item.path, len(files))
    items.sort(key=lambda item: (rank(item), files[item.path], commits(item), layers(item)))


def rank(item: pytest.Item) -> int:
    """The place of its file among the slow ones, or after them."""
    name = "/".join(item.path.parts[-2:])
    return SLOW.index(name) if name in SLOW else len(SLOW)


def layers(item: pytest.Item) -> list[str]:
    """The names of what the test stands on."""
    return [make.__name__ for make in wanted_by(item)]
