"""Fixtures that every test may ask for."""

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.utils import translation
from wagtail.models import Locale, Site

from tests.factories.accounts import make_administrator
from tests.factories.installed import as_installed
from tests.factories.tree import plant


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


@pytest.fixture(autouse=True)
def _installed(request):
    """A test that commits leaves a flushed database behind; the next one finds what the migrations had left."""
    marker = request.node.get_closest_marker("django_db")
    is_committing = "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    if marker or is_committing or "db" in request.fixturenames:
        request.getfixturevalue("transactional_db" if is_committing else "db")
        as_installed()


@pytest.fixture
def tree(db):
    """The smallest tree that is a portal."""
    return plant()


@pytest.fixture
def french(db):
    return Locale.objects.get_or_create(language_code="fr")[0]


@pytest.fixture
def admin(client, db):
    """Return the browser of an administrator."""
    client.force_login(make_administrator())
    return client
