"""A world that the tests of a module share: each does what it wants to it, and undoes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from wagtail.models import Site

from tests.factories.bulk import in_bulk
from tests.factories.installed import as_installed
from tests.factories.tree import plant
from tests.isolation.surroundings import surround
from tests.isolation.world import Things, World, build


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the world."""
    return tmp_path_factory.mktemp("world")


@pytest.fixture(autouse=True)
def data_dir(folder: Path, settings, monkeypatch) -> Path:
    """Those files, for each test: what it adds stands beside them."""
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    settings.MEDIA_ROOT = str(folder / "default")
    with _stored_in(folder):
        yield folder


@pytest.fixture(scope="module")
def world(folder: Path, django_db_setup, django_db_blocker) -> Iterator[World]:
    """Four partners and people of every role. The tests bear the mark `django_db`: each undoes what it does."""
    with django_db_blocker.unblock(), _stored_in(folder), translation.override("fr"), _undone() as outer:
        # As Django's own test case has it: code may ask for a transaction of its own.
        outer._from_testcase = True
        cache.clear()
        Site.clear_site_root_paths_cache()
        as_installed()
        tree = plant()
        with in_bulk():
            made = surround(build(tree))
        for command in ("rebuild_references_index", "update_index"):
            call_command(command, stdout=StringIO())
        yield made


@pytest.fixture
def own(world: World) -> Things:
    """What partner A has, whose people the tests put in front of a form."""
    return world.things["A"]


@pytest.fixture
def other(world: World) -> Things:
    """What partner B has."""
    return world.things["B"]


@contextmanager
def _undone() -> Iterator[transaction.Atomic]:
    outer = transaction.atomic()
    with outer:
        yield outer
        transaction.set_rollback(True)


@contextmanager
def _stored_in(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for alias in ("default", "renditions"):
            storage = storages[alias]
            storage.__dict__.pop("base_location", None)
            storage.__dict__.pop("location", None)
            patch.setattr(storage, "_location", str(folder / alias))
            args, options = storage._constructor_args
            patch.setattr(storage, "_constructor_args", (args, {**options, "location": str(folder / alias)}))
        yield
        for alias in ("default", "renditions"):
            storages[alias].__dict__.pop("base_location", None)
            storages[alias].__dict__.pop("location", None)
