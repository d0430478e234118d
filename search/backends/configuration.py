"""WAGTAILSEARCH_BACKENDS from SEARCH_URL. Settings read it: nothing here needs an application to be loaded."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

# The alias of what answers, and of the database where an engine answers first.
MAIN, FALLBACK = "default", "database"
PREFIX = "portal-"
# Seconds that a reader waits for the engine before the database answers.
READ_SECONDS = 1

DATABASES = {
    "postgresql": "search.backends.postgres",
    "sqlite3": "search.backends.sqlite",
}

_HOST = r"(\[[0-9a-fA-F:.]+\]|[^\s/?#@,:\[\]]+)(:\d{1,5})?"
_OPTION = r"(replicas=\d{1,2}|prefix=[a-z0-9][a-z0-9_-]{0,40}|ca_certs=[^\s&#]+)"
# What a SEARCH_URL looks like.
PATTERN = (
    rf"database|(elasticsearch|opensearch)\+https?://([^\s/?#@,:]+:[^\s/?#@,]+@)?{_HOST}(,{_HOST})*"
    rf"(/[^\s?#]*)?(\?{_OPTION}(&{_OPTION})*)?"
)


def configured(url: str, *, database: str, prefix: str = PREFIX) -> dict[str, dict[str, Any]]:
    """The search backends for a SEARCH_URL that has the form above and a database engine of Django.

    `database` is the dotted path of that engine. After the host, or several separated by commas, the address may say
    `?replicas=` (copies of each index beside the first; by default one as soon as there is a second node), `prefix=`
    (the beginning of the names of the indices) and `ca_certs=` (a file of certificates to trust).
    """
    own = {"BACKEND": DATABASES[database.rpartition(".")[2]]}
    if url == "database":
        return {MAIN: own}
    kind, _plus, address = url.partition("+")
    options = dict(parse_qsl(urlsplit(address).query))
    engine = {
        "BACKEND": f"search.backends.{kind}",
        "URLS": list(_nodes(address)),
        "INDEX_PREFIX": options.get("prefix", prefix),
        "TIMEOUT": READ_SECONDS,
        "OPTIONS": {"ca_certs": options["ca_certs"]} if "ca_certs" in options else {},
    }
    if "replicas" in options:
        engine["REPLICAS"] = int(options["replicas"])
    return {MAIN: engine, FALLBACK: own}


def _nodes(address: str) -> Iterator[str]:
    """The address of each node: they share scheme, account and path."""
    parts = urlsplit(address)
    account, at, hosts = parts.netloc.rpartition("@")
    for host in hosts.split(","):
        yield f"{parts.scheme}://{account}{at}{host}{parts.path.rstrip('/')}"
