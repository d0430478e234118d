"""Every environment variable of the portal: name, type, default, meaning.

The table is the only place where the environment is read. A variable that is missing or malformed stops the start
with one sentence (`VariableError` naming the variable), never with a guess; an empty one counts as missing.
"""

import os
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError, EnvValidationError

from search.backends.configuration import PATTERN as SEARCH_URL

REQUIRED = object()
# The name of no variable: it cannot be set.
ABSENT = "="


class VariableError(ImproperlyConfigured):
    """A variable that is missing or malformed; the message is one sentence, fit for the person who set it."""


@dataclass(frozen=True)
class Variable:
    """One environment variable. `type` names a parser of environs; `default` is `REQUIRED` where there is none.

    `pattern` is what the whole value must match, where the parser takes anything.
    """

    name: str
    type: str
    default: Any
    meaning: str
    pattern: str = ""


VARIABLES = (
    Variable("DATABASE_URL", "dj_db_url", "sqlite:///var/portal.sqlite3", "The database, as a URL."),
    Variable("SECRET_KEY", "str", REQUIRED, "The key that signs sessions and tokens, 50 characters or more."),
    Variable("ALLOWED_HOSTS", "list", REQUIRED, "Host names that the portal answers to, separated by commas."),
    Variable(
        "BASE_URL",
        "str",
        REQUIRED,
        "The public address of the portal, scheme and host, without a final slash.",
        pattern=r"https?://[^\s/?#@]+",
    ),
    Variable("DEBUG", "bool", False, "Django's debug pages; read by the development settings only."),
    Variable("DATA_DIR", "path", "var", "Folder of files: private originals and documents, public renditions."),
    Variable("STATIC_ROOT", "path", "var/static", "Folder where collectstatic gathers the static files."),
    Variable(
        "CACHE_URL", "dj_cache_url", "locmem://", "The cache, as a URL; use a shared one when several processes serve."
    ),
    Variable(
        "SEARCH_URL",
        "str",
        "database",
        "The search engine, elasticsearch+http(s)://host:port or opensearch+http(s)://host:port, or database for none.",
        pattern=SEARCH_URL,
    ),
    Variable(
        "EMAIL_URL",
        "dj_email_url",
        "dummy:",
        "The outgoing mail server, as a URL. Without one, mails are kept in the administration and not sent.",
        pattern=r"(smtp|submission|submit)://[^\s/]+.*|file:///.+|(console|memory|dummy):.*",
    ),
    Variable("EMAIL_FROM", "str", "La Trame <bonjour@latrame.example>", "Sender of the portal's mails."),
    Variable(
        "READER_CLOCK_OFFSET",
        "int",
        0,
        "Seconds added to the clock by which readers see event dates; demonstration only.",
    ),
    Variable(
        "TRUSTED_PROXIES",
        "int",
        0,
        "Reverse proxies in front: a client's address is read as many places from the right of X-Forwarded-For.",
        pattern=r"\d+",
    ),
    Variable(
        "MACHINE_TRANSLATOR",
        "str",
        "",
        "The service that makes machine drafts of translations, deepl or libretranslate; none when it is empty.",
        pattern="deepl|libretranslate",
    ),
    Variable(
        "MACHINE_TRANSLATOR_URL",
        "str",
        "",
        "The address of the LibreTranslate server; with deepl, another address than its own.",
        pattern=r"https?://[^\s?#@]+",
    ),
    Variable("MACHINE_TRANSLATOR_KEY", "str", "", "The key of the machine translator: required with deepl."),
    Variable("HSTS_SECONDS", "int", 31536000, "Strict-Transport-Security lifetime, seconds."),
    Variable(
        "PORTAL_ADMIN_PASSWORD",
        "str",
        "",
        "Password of the first administrator, read by setup_portal only; asked for in the terminal when it is empty.",
    ),
)

_BY_NAME = {variable.name: variable for variable in VARIABLES}


def read(name: str, **overrides: Any) -> Any:
    """The parsed value of a variable of the table.

    `default=` replaces the table's default, for settings that know a safe one.

    Raises `VariableError` when the variable is missing or malformed, and `KeyError` when it is not in the table.
    """
    variable = _BY_NAME[name]
    default = overrides.get("default", variable.default)
    value = os.environ.get(name)
    if not value and default is REQUIRED:
        message = f"The environment variable {name} is missing: {variable.meaning}"
        raise VariableError(message)
    if value and variable.pattern and not re.fullmatch(variable.pattern, value):
        raise _malformed(variable, "not in the form expected")
    parser = getattr(Env(), variable.type)
    try:
        return parser(name) if value else parser(ABSENT, default=default)
    except EnvValidationError as error:
        raise _malformed(variable, " ".join(map(str, error.error_messages))) from error
    except (EnvError, ValueError, LookupError) as error:
        raise _malformed(variable, str(error)) from error


def _malformed(variable: Variable, reason: str) -> VariableError:
    reason = reason[:1].lower() + reason[1:].rstrip(".")
    return VariableError(f"The environment variable {variable.name} is malformed ({reason}): {variable.meaning}")
