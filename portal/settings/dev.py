"""Settings of a developer's machine and of the demonstration. Never for production."""

from portal import env

from .base import *  # noqa: F403
from .base import STATIC_ROOT

ENVIRONMENT = "dev"
DEBUG = env.read("DEBUG")
SECRET_KEY = env.read("SECRET_KEY", default="a-key-for-development-only-that-protects-nothing-at-all")
ALLOWED_HOSTS = env.read("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
READER_CLOCK_OFFSET = env.read("READER_CLOCK_OFFSET")
# Static files come straight from the source folders: no collectstatic before `make run`.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
