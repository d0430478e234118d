"""The real search engines, for whoever tests with them; tests/conftest.py makes these fixtures known to all.

A test that asks for `search_url` runs on each engine and is marked `engine`; one that asks for an engine otherwise says
`pytestmark = pytest.mark.engine` itself.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest
import requests

from scripts.engine_files import TITLES, Kind, missing
from scripts.engines import BRIEF, Plan, running
from tests.engine.asking import ANSWER_SECONDS, http_address, remove_indices
from tests.functional.reporting import skip
from tests.sharing import shared


def given_url(kind):
    """The address that the environment names, in the form of SEARCH_URL, or None."""
    given = os.environ.get(f"TEST_{kind.upper()}_URL", "").rstrip("/")
    return f"{kind}+{given.removeprefix(f'{kind}+')}" if given else None


def skip_without(kind):
    """Skip the test where an engine cannot be started; in continuous integration, fail."""
    lack = missing(kind)
    if lack:
        skip(f"SKIPPED: tests on {TITLES[kind]} ({lack})")


@contextmanager
def search_url_of(kind, folder):
    """The engine that the environment names, or the one that this test run shares."""
    given = given_url(kind)
    if given:
        await_given(kind, given)
        yield given
        return
    skip_without(kind)
    with shared(folder, kind, lambda: held(kind)) as url:
        yield url


@contextmanager
def held(kind) -> Iterator[str]:
    with running(Plan(kind, java=BRIEF)) as engine:
        yield engine.search_url


def await_given(kind, search_url):
    place = urlsplit(http_address(search_url))
    try:
        requests.get(http_address(search_url) + "/_cluster/health", timeout=ANSWER_SECONDS).raise_for_status()
    except requests.RequestException as error:
        # Without the account that the address may hold.
        pytest.fail(f"TEST_{kind.upper()}_URL names {place.hostname}:{place.port}: {type(error).__name__}")


@pytest.fixture(scope="session")
def engine_folder(shared_folder):
    """The folder of the engines that all the processes of this test run share."""
    folder = shared_folder / "engines"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def elasticsearch_url(engine_folder):
    """The SEARCH_URL of the Elasticsearch of this test run."""
    with search_url_of(Kind.ELASTICSEARCH, engine_folder) as url:
        yield url


@pytest.fixture(scope="session")
def opensearch_url(engine_folder):
    """The SEARCH_URL of the OpenSearch of this test run."""
    with search_url_of(Kind.OPENSEARCH, engine_folder) as url:
        yield url


@pytest.fixture(params=[pytest.param(kind, marks=pytest.mark.engine, id=kind) for kind in Kind], scope="session")
def search_url(request):
    """The SEARCH_URL of each engine in turn."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def index_prefix(search_url):
    """A beginning of index names that only this test uses; all that begins with it is removed after the test."""
    prefix = f"test-{secrets.token_hex(6)}-"
    yield prefix
    remove_indices(search_url, prefix)


@pytest.fixture(scope="module")
def start_engine():
    """A function that starts an engine for this module alone, which may break it: `start_engine(kind, nodes=3)`."""
    with ExitStack() as stack:

        def start(kind, *, nodes=1):
            skip_without(kind)
            return stack.enter_context(running(Plan(kind, nodes=nodes, java=BRIEF)))

        yield start
