"""Settings that every environment shares."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal import env
from search.backends.configuration import configured as search_backends

ROOT = Path(__file__).resolve().parent.parent.parent

# Applications, from the highest layer to the lowest (docs/architecture.md).
INSTALLED_APPS = [
    "portal",
    "desk",
    "translation",
    "home",
    "search",
    "projects",
    "events",
    "articles",
    "partners",
    "accounts.apps.AccountsConfig",
    "core",
    "axes",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "accounts.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "search.apps.IndexConfig",
    "wagtail.sites",
    "accounts.apps.AdminConfig",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "post_office",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.gate.AdminGate",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    # Nearest to the views: it replaces the answer of a log-in that is locked out.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.portal",
            ],
        },
    },
]


def database(url: str) -> dict:
    """The database settings for a URL; relative SQLite paths stand in the project's folder.

    SQLite runs with a write-ahead log and immediate transactions: the server and the worker write side by side, and a
    transaction that will write takes its place in the queue at once instead of failing half-way.

    PostgreSQL keeps its connections for a minute: to open one takes longer than most requests. It does not compile
    queries to machine code: it takes a second or two for the states of translations, which are then read in
    milliseconds.
    """
    settings = dict(env.read("DATABASE_URL", default=url))
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        name = settings["NAME"]
        if name != ":memory:":
            settings["NAME"] = str(ROOT / name)
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    else:
        # In place of what dj-database-url has put there.
        settings |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        options = settings.setdefault("OPTIONS", {})
        options["options"] = f"-c jit=off {options.get('options', '')}".strip()
    return settings


DATABASES = {"default": database("sqlite:///var/portal.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.read("CACHE_URL")}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
WAGTAILADMIN_USER_LOGIN_FORM = "accounts.forms.PortalLoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "accounts.forms.PortalPasswordResetForm"  # noqa: S105 -- a class
# A day: a mail that a server holds back for some hours, or a link asked for in the evening, still serves in the
# morning; whoever gets at the mailbox later finds links that open nothing.
PASSWORD_RESET_TIMEOUT = 24 * 3600

# Lock-out: the limits are those of accounts/lockout.py.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.AccountBackend"]
AXES_HANDLER = "accounts.lockout.TwoLimits"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_CLIENT_IP_CALLABLE = "accounts.lockout.counted_address"
AXES_LOCKOUT_CALLABLE = "accounts.lockout.refusal"
# An attempt during the lock-out is refused, and that is all.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
TRUSTED_PROXIES = env.read("TRUSTED_PROXIES")

# Languages. French is the source language of every content; the address alone decides what a reader sees.
LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", _("French")), ("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/Toronto"
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = "portal.formats"

# wagtail-localize would publish the untranslated copy of a live page at once.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False


def machine_translator() -> dict[str, Any] | None:
    """wagtail-localize's setting for the service that the environment names; None without one.

    Raises `VariableError` when what that service needs is missing. A request is given up after 20 seconds.
    """
    name = env.read("MACHINE_TRANSLATOR")
    if not name:
        return None
    if name == "deepl":
        options = {"AUTH_KEY": env.read("MACHINE_TRANSLATOR_KEY", default=env.REQUIRED)}
        options["URL"] = env.read("MACHINE_TRANSLATOR_URL")
        return {"CLASS": "translation.outside.machine.DeepL", "OPTIONS": {**options, "TIMEOUT": 20}}
    options = {"LIBRETRANSLATE_URL": env.read("MACHINE_TRANSLATOR_URL", default=env.REQUIRED).rstrip("/")}
    options["API_KEY"] = env.read("MACHINE_TRANSLATOR_KEY")
    return {
        "CLASS": "wagtail_localize.machine_translators.libretranslate.LibreTranslator",
        "OPTIONS": {**options, "TIMEOUT": 20},
    }


# None of the portal's own: whoever runs it chooses a service, or translates by hand.
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = machine_translator()

# Static files
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = ROOT / env.read("STATIC_ROOT")

# Files. The default storage is private: originals, documents and half-done uploads are reached through views that
# check who asks. Renditions have their own folder, served by a view too (core/media_views.py).
DATA_DIR = ROOT / env.read("DATA_DIR")
MEDIA_ROOT = DATA_DIR / "private"
MEDIA_URL = "/media/private/"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(MEDIA_ROOT), "base_url": MEDIA_URL},
    },
    "renditions": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "renditions"), "base_url": "/media/"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
# Nothing larger than the heaviest file that a form accepts is ever written to disk.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.uploads.CappedUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAILIMAGES_IMAGE_MODEL = "core.PortalImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.forms.PortalImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "core.PortalDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "core.forms.PortalDocumentForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []

# The public pages load nothing from elsewhere and run nothing inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    },
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# Wagtail shows previews of pages in a frame of the same site.
X_FRAME_OPTIONS = "SAMEORIGIN"

# Wagtail
WAGTAIL_SITE_NAME = "La Trame"
BASE_URL = WAGTAILADMIN_BASE_URL = env.read("BASE_URL", default="http://localhost:8000")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# The end of the workflow publishes exactly what was approved, or nothing.
WAGTAIL_FINISH_WORKFLOW_ACTION = "partners.workflow.finishing.publish_approved"
# Addresses are typed and read aloud: no accents in them.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = search_backends(env.read("SEARCH_URL"), database=DATABASES["default"]["ENGINE"])
TAGGIT_CASE_INSENSITIVE = True
# The address of a page of the portal, typed as a link, becomes a link to the page; any other stays as it was typed.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "exact"

# Mails wait in the database; the worker hands them to the server of EMAIL_URL (accounts/mail_queue.py). A server that
# hangs is left after EMAIL_TIMEOUT seconds; `?timeout=` in the URL says otherwise.
mail_server = env.read("EMAIL_URL")
vars().update(mail_server)
EMAIL_TIMEOUT = mail_server["EMAIL_TIMEOUT"] or 10
POST_OFFICE = {"BACKENDS": {"default": mail_server["EMAIL_BACKEND"]}}
EMAIL_BACKEND = "accounts.mail_queue.QueueBackend"
DEFAULT_FROM_EMAIL = WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = env.read("EMAIL_FROM")

# Readers of the demonstration live on 11 October 2023: core.clock.reader_now adds this many seconds.
READER_CLOCK_OFFSET = 0

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Every change is in Wagtail's own audit log, with who made it.
    "loggers": {
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        # Every call to the engine, and each time it does not answer: the database answers then.
        "elastic_transport": {"level": "WARNING"},
        "opensearch": {"level": "ERROR"},
        # What readers type would stand there.
        "opensearchpy.trace": {"level": "ERROR"},
        # With a handler of its own, or django-post-office would set the logging up again.
        "post_office": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
