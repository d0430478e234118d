"""What stands in the database under many tests: made once, found as new by each.

Making the same tree and the same partner again would take most of the time of a test. A fixture decorated with `stands`
is made in a transaction of its own, under that of the tests, and stays for the tests that follow as long as they ask
for it; what a test does on top is undone as always. Each test gets copies, of what was there when it was made.

Such a fixture writes into the database and does nothing else: no file, no setting, no log-in. What it asks for stands
too. A test that commits finds nothing that stands, and makes its own.
"""

import inspect
import math
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker
from wagtail.models import Site

from tests.factories.installed import as_installed
from tests.tasks import read_references, references_when_read

Make = Callable[..., Any]


@dataclass
class Layer:
    """One thing that stands, the transaction that holds it, and copies of all that stands up to it."""

    make: Make
    held: transaction.Atomic
    copies: bytes


class Ground:
    """What stands now, the lowest first; under everything, what an installation leaves."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        """Begin with nothing."""
        self.blocker = blocker
        self.layers: list[Layer] = []

    def settle(self, wanted: list[Make]) -> None:
        """Take away what is not wanted, make what is missing; nothing over a transaction that somebody else holds."""
        if not self.layers and connection.in_atomic_block:
            return
        wanted = [as_installed, *wanted]
        with self.blocker.unblock():
            self.keep(wanted)
            for make in wanted[len(self.layers) :]:
                self.add(make)

    def clear(self) -> None:
        """Take everything away."""
        with self.blocker.unblock():
            self.keep([])

    def sweep(self) -> None:
        """Let PostgreSQL forget the rows that tests have undone: it would walk past all of them, many times over."""
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            with self.blocker.unblock(), connection.cursor() as cursor:
                cursor.execute("VACUUM")

    def keep(self, wanted: list[Make]) -> None:
        """Take away whatever does not stand where it is wanted."""
        common = 0
        for layer, make in zip(self.layers, wanted, strict=False):
            if layer.make is not make:
                break
            common += 1
        if len(self.layers) > common and len(connection.savepoint_ids) != len(self.layers) - 1:
            message = "A test's own transaction is open on what stands."
            raise RuntimeError(message)
        while len(self.layers) > common:
            held = self.layers.pop().held
            transaction.set_rollback(True)
            held.__exit__(None, None, None)
        if not self.layers:
            stay_open(stays=False)

    def add(self, make: Make) -> None:
        """Make one more thing on top of what stands."""
        found = self.copies()
        # As the fixtures of a test have it, which come later.
        cache.clear()
        Site.clear_site_root_paths_cache()
        stay_open(stays=True)
        held = transaction.atomic()
        # As Django's own test case has it: code may ask for a transaction of its own.
        held._from_testcase = True
        held.__enter__()
        try:
            with references_when_read(), translation.override("fr"):
                found[make.__name__] = make(**{name: found[name] for name in arguments(make)})
                read_references()
            self.layers.append(Layer(make, held, pickle.dumps(found)))
        except BaseException as error:
            held.__exit__(type(error), error, error.__traceback__)
            raise
        # What was sent is nobody's.
        mail.outbox[:] = []

    def copies(self) -> dict[str, Any]:
        """A copy of each thing that stands, by the name of its fixture."""
        return pickle.loads(self.layers[-1].copies) if self.layers else {}  # noqa: S301 (nobody else's)


def stay_open(*, stays: bool) -> None:
    """Keep the connection open while something stands on it: with it would go all that stands."""
    own = vars(connections[DEFAULT_DB_ALIAS])
    if stays:
        own["close"] = lambda: None
    else:
        own.pop("close", None)


def stands(make: Make) -> Any:
    """Make a fixture that stands; its arguments are others of them."""

    def give(db: None, standing: dict[str, Any], **asked: Any) -> Any:
        return standing[make.__name__] if make.__name__ in standing else make(**asked)

    asked = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in ("db", "standing", *arguments(make))]
    give.__signature__ = inspect.Signature(asked)
    give.__doc__, give.make = make.__doc__, make
    return pytest.fixture(name=make.__name__)(give)


def arguments(make: Make) -> list[str]:
    """What it asks for."""
    return [] if make is as_installed else list(inspect.signature(make).parameters)


def wanted_by(item: pytest.Item) -> list[Make]:
    """What stands under a test, the lowest first; in the same order for every test.

    What asks for a fixture that does not stand, as a class may have one of the same name, does not stand either.
    """
    makes = {}
    for name in item.fixturenames:
        definitions = item._fixtureinfo.name2fixturedefs.get(name)
        if definitions and hasattr(definitions[-1].func, "make"):
            makes[name] = definitions[-1].func.make

    def height(name: str) -> float:
        return 1 + max(map(height, arguments(makes[name])), default=0) if name in makes else math.inf

    heights = {name: height(name) for name in makes}
    return [makes[name] for name in sorted(makes, key=lambda name: (heights[name], name)) if heights[name] < math.inf]


def commits(item: pytest.Item) -> bool:
    """Whether a test commits what it does, and leaves a flushed database behind."""
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))
