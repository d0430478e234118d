"""Settings of the test suite: no network, no leftovers, tasks at once."""

import tempfile

from search.backends.configuration import configured

from .base import *  # noqa: F403
from .base import MEDIA_URL, STORAGES, database

ENVIRONMENT = "test"
DEBUG = False
SECRET_KEY = "a-key-for-tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": database("sqlite:///:memory:")}
# Tests on an engine say so, and have one of their own.
WAGTAILSEARCH_BACKENDS = configured("database", database=DATABASES["default"]["ENGINE"])
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "tests.tasks.TestBackend"}}
# Static files are looked for when asked for: each test's client would otherwise walk through all of them first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Replaced for each test by the fixture `data_dir`; this is only where a stray write would land.
STRAY = tempfile.gettempdir() + "/portal-stray"
STATIC_ROOT = f"{STRAY}/static"
STORAGES = STORAGES | {
    alias: {**STORAGES[alias], "OPTIONS": {"location": f"{STRAY}/{alias}", "base_url": base_url}}
    for alias, base_url in (("default", MEDIA_URL), ("renditions", "/media/"))
}
MEDIA_ROOT = f"{STRAY}/default"
