"""Fixtures that every test may ask for."""

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from wagtail.models import Locale, Site

from tests.factories.tree import plant


@pytest.fixture(autouse=True)
def data_dir(tmp_path, settings):
    """A folder of its own for the files of each test."""
    for alias in ("default", "renditions"):
        storages[alias].__dict__.pop("base_location", None)
        storages[alias].__dict__.pop("location", None)
        storages[alias]._location = str(tmp_path / alias)
    settings.MEDIA_ROOT = str(tmp_path / "default")
    return tmp_path


@pytest.fixture(autouse=True)
def _forget():
    """No test sees what another has cached."""
    cache.clear()
    Site.clear_site_root_paths_cache()


@pytest.fixture
def tree(db):
    """The smallest tree that is a portal."""
    return plant()


@pytest.fixture
def french(db):
    return Locale.objects.get_or_create(language_code="fr")[0]
