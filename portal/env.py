"""Every environment variable of the portal: name, type, default, meaning.

The table is the only place where the environment is read. A variable that is missing or malformed stops the start
with one sentence (`ImproperlyConfigured` naming the variable), never with a guess.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

REQUIRED = object()


@dataclass(frozen=True)
class Variable:
    """One environment variable. `type` names a parser of environs; `default` is `REQUIRED` where there is none."""

    name: str
    type: str
    default: Any
    meaning: str


VARIABLES = (
    Variable("DATABASE_URL", "dj_db_url", "sqlite:///var/portal.sqlite3", "The database, as a URL."),
    Variable("SECRET_KEY", "str", REQUIRED, "The key that signs sessions and tokens, 50 characters or more."),
    Variable("ALLOWED_HOSTS", "list", REQUIRED, "Host names that the portal answers to, separated by commas."),
    Variable("BASE_URL", "str", REQUIRED, "The public address of the portal, scheme and host, without a final slash."),
    Variable("DEBUG", "bool", False, "Django's debug pages; read by the development settings only."),
    Variable("DATA_DIR", "path", "var", "Folder of files: private originals and documents, public renditions."),
    Variable("STATIC_ROOT", "path", "var/static", "Folder where collectstatic gathers the static files."),
    Variable(
        "CACHE_URL", "dj_cache_url", "locmem://", "The cache, as a URL; use a shared one when several processes serve."
    ),
    Variable("EMAIL_URL", "dj_email_url", "console:", "The outgoing mail server, as a URL."),
    Variable("EMAIL_FROM", "str", "La Trame <bonjour@latrame.example>", "Sender of the portal's mails."),
    Variable(
        "READER_CLOCK_OFFSET",
        "int",
        0,
        "Seconds added to the clock by which readers see event dates; demonstration only.",
    ),
    Variable("HSTS_SECONDS", "int", 31536000, "Strict-Transport-Security lifetime, seconds."),
)

_BY_NAME = {variable.name: variable for variable in VARIABLES}


def read(name: str, **overrides: Any) -> Any:
    """The parsed value of a variable of the table.

    `default=` replaces the table's default, for settings that know a safe one.

    Raises `ImproperlyConfigured`, with one sentence, when the variable is missing or malformed, and `KeyError` when it
    is not in the table.
    """
    variable = _BY_NAME[name]
    default = overrides.get("default", variable.default)
    parser = getattr(Env(), variable.type)
    try:
        return parser(name) if default is REQUIRED else parser(name, default=default)
    except EnvError as error:
        reason = "is missing" if "not set" in str(error) else f"is malformed ({error})"
        message = f"The environment variable {name} {reason}: {variable.meaning}"
        raise ImproperlyConfigured(message) from error
    except (ValueError, LookupError) as error:
        message = f"The environment variable {name} is malformed ({error}): {variable.meaning}"
        raise ImproperlyConfigured(message) from error
