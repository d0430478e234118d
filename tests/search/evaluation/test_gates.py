"""How well the demonstration is searched, on every engine: no less than this, and better than Wagtail by itself."""

import secrets

import pytest
from django.test.utils import override_settings
from django.utils import timezone

from portal.demo.loader import load
from scripts.engine_files import Kind
from search import breaker
from search.backends.configuration import configured
from search.evaluation.engines import engines
from search.evaluation.judgments import judgments, shelf
from search.evaluation.measuring import asking, measure, score, wrongly_answered
from search.evaluation.stock import stock
from tests.engine.asking import remove_indices
from tests.portal.kept import kept, store_in
from tests.search.indexing import fill

pytestmark = pytest.mark.django_db

# Tasks wait for the worker, as they do outside of tests.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
ENGINES = [*(pytest.param(kind, marks=pytest.mark.engine, id=kind) for kind in Kind), "database"]
PATIENCE = 30
# success@1 and nDCG@10 that each engine must reach.
GATES = {
    "elasticsearch": (0.92, 0.93),
    "opensearch": (0.92, 0.93),
    "postgresql": (0.80, 0.80),
    "sqlite": (0.70, 0.70),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("evaluation")


@pytest.fixture(autouse=True)
def data_dir(folder):
    store_in(folder)
    return folder


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker, folder):
    """The demonstration, loaded once for all engines."""
    with override_settings(TASKS=TASKS), kept(django_db_blocker, folder):
        load()
        yield


@pytest.fixture(params=ENGINES)
def engine(request, demonstration, settings):
    """An engine that holds the demonstration."""
    url = "database" if request.param == "database" else request.getfixturevalue(f"{request.param}_url")
    prefix = f"test-{secrets.token_hex(6)}-"
    database = settings.DATABASES["default"]["ENGINE"]
    backends = configured(url, database=database, prefix=prefix)
    # How soon it answers is measured elsewhere, on a machine that does nothing else.
    backends["default"]["TIMEOUT"] = PATIENCE
    settings.WAGTAILSEARCH_BACKENDS = backends
    breaker.reset()
    fill("default")
    yield engines()[0]
    if url != "database":
        remove_indices(url, prefix)


def test_gate(engine):
    judged = judgments()
    known = shelf(judged)
    ours = measure(judged, asking(engine.searcher, now=timezone.now()), known)
    with stock(engine.alias) as ask:
        theirs = score(measure(judged, ask, known))
    mine = score(ours)
    print(f"{engine.name}: {mine}; Wagtail's own: {theirs}")  # noqa: T201 -- measures

    success, ndcg = GATES[engine.name]
    assert [each.judgment.words for each in wrongly_answered(ours)] == []
    assert mine.success >= success
    assert mine.ndcg >= ndcg
    assert mine.success > theirs.success
    assert mine.ndcg > theirs.ndcg
