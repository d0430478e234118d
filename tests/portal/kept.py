"""What is too long to make for each test: made once for the tests of a module, and rolled back after the last."""

from contextlib import contextmanager
from io import StringIO

from django.core.cache import cache
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Site

from tests.factories.installed import as_installed


@contextmanager
def kept(blocker, folder):
    """A new database, as Wagtail's migrations leave it, for the time of the block; files go below `folder`."""
    with blocker.unblock(), transaction.atomic():
        store_in(folder)
        cache.clear()
        Site.clear_site_root_paths_cache()
        as_installed()
        yield
        transaction.set_rollback(True)


def store_in(folder):
    """Let the storages write below a folder."""
    for alias in ("default", "renditions"):
        storages[alias].__dict__.pop("base_location", None)
        storages[alias].__dict__.pop("location", None)
        storages[alias]._location = str(folder / alias)


def dump():
    """Every row of every table, as text: nothing is left out, times neither."""
    output = StringIO()
    call_command("dumpdata", stdout=output, indent=1)
    return output.getvalue()
