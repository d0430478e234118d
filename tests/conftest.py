"""Fixtures that every test may ask for."""

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.utils import translation
from wagtail.models import Locale, Site

from scripts.postgres import given_url
from tests.engine.fixtures import (  # noqa: F401 (fixtures are known where they are imported)
    elasticsearch_url,
    engine_folder,
    index_prefix,
    opensearch_url,
    search_url,
    start_engine,
)
from tests.factories.accounts import make_administrator
from tests.factories.installed import as_installed
from tests.factories.partners import make_working_partner
from tests.factories.tree import plant
from tests.migrated import migrated
from tests.ordering import put_in_order
from tests.sharing import shared
from tests.standing import Ground, commits, stands, wanted_by
from tests.tasks import references_when_read


@pytest.fixture(autouse=True)
def data_dir(tmp_path, settings, monkeypatch):
    """A folder of its own for the files of each test, uploads on their way in among them."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    for alias in ("default", "renditions"):
        storage = storages[alias]
        storage.__dict__.pop("base_location", None)
        storage.__dict__.pop("location", None)
        storage._location = str(tmp_path / alias)
        # The task that deletes a file builds the storage again from what it was made with.
        args, options = storage._constructor_args
        monkeypatch.setattr(storage, "_constructor_args", (args, {**options, "location": str(tmp_path / alias)}))
    settings.MEDIA_ROOT = str(tmp_path / "default")
    return tmp_path


@pytest.fixture(autouse=True)
def _in_french():
    """A request leaves its language behind, as it does in a server's thread; the next test starts in French."""
    with translation.override("fr"):
        yield


@pytest.fixture(autouse=True)
def _forget():
    """No test sees what another has cached."""
    cache.clear()
    Site.clear_site_root_paths_cache()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    put_in_order(items)


def pytest_fixture_setup(fixturedef, request):
    """Prepare what a test stands on before its own transaction begins, which is before any fixture of ours.

    A module that fills the database for all its tests finds nothing in it, not even the remains of other tests.
    """
    if "django_db_blocker" not in fixturedef.argnames or fixturedef.scope not in ("module", "function"):
        return
    ground = request.getfixturevalue("ground")
    if fixturedef.scope == "module":
        ground.clear()
        ground.sweep()
    elif commits(request.node):
        ground.clear()
    else:
        ground.settle(wanted_by(request.node))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory, worker_id):
    """A folder that all the processes of this test run share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def migrated_database(shared_folder, request):
    """The name of a database that PostgreSQL copies for whoever needs one; None where it would serve nothing."""
    server = None if request.config.getvalue("nomigrations") else given_url()
    if server is None:
        yield None
        return
    with shared(shared_folder, "migrated", lambda: migrated(server)) as name:
        yield name


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, migrated_database):
    """Each process has a copy of its own."""
    if migrated_database:
        django_settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = migrated_database


@pytest.fixture(scope="session")
def ground(django_db_setup, django_db_blocker):
    """What stands in the database of this process, between the tests too."""
    made = Ground(django_db_blocker)
    yield made
    made.clear()


@pytest.fixture(autouse=True)
def standing(request, _in_french, _forget):
    """What stands under the test, by the name of its fixture; nothing under one that commits, or needs no database."""
    needs_database = request.node.get_closest_marker("django_db") or "db" in request.fixturenames
    if commits(request.node):
        request.getfixturevalue("transactional_db")
        # Such a test leaves a flushed database behind; the next one finds what the migrations had left.
        as_installed()
        yield {}
    elif needs_database:
        request.getfixturevalue("db")
        with references_when_read():
            yield request.getfixturevalue("ground").copies()
    else:
        yield {}


@stands
def tree():
    """The smallest tree that is a portal."""
    return plant()


@stands
def crim(tree):
    """A partner with its pages, groups and collection."""
    return make_working_partner("CRIM")


@pytest.fixture
def french(db):
    return Locale.objects.get_or_create(language_code="fr")[0]


@pytest.fixture
def admin(client, db):
    """Return the browser of an administrator."""
    client.force_login(make_administrator())
    return client
