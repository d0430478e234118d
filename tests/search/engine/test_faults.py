"""The engine stops, freezes, errs, is killed, loses its disk: nothing falls, and nothing is forgotten."""

import os
import secrets
import signal
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median

import pytest
import requests
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from core.models import Subject
from scripts.engine_files import Kind
from search import breaker
from search.answering import answer, suggest
from search.carrying import carry
from search.checking import differences
from search.contract import Query, Question, Unavailable, Unit
from search.indices import backend_of, missing
from search.models import IndexChange, IndexRebuild
from search.rebuilding import rebuild
from tests.factories.core import make_subject
from tests.factories.pages import make_article
from tests.factories.partners import make_partner, make_partner_page

pytestmark = pytest.mark.engine

# What a reader waits at most, in seconds, and what a save may cost more.
LONGEST_ANSWER = 2
DEAREST_SAVE = 0.1
# Within so many seconds of the engine's return, nothing waits any more.
CAUGHT_UP = 60
CHANGES = 1000


@pytest.fixture(scope="module")
def process(start_engine):
    """An Elasticsearch of this module's own."""
    return start_engine(Kind.ELASTICSEARCH)


@pytest.fixture
def engine(process, configure):
    """That Elasticsearch, well before the test and after it, as the portal's own."""
    configure(process.search_url, prefix=f"faults-{secrets.token_hex(4)}-")
    yield process
    process.thaw()
    process.start()


@pytest.fixture
def article(engine, few_indices, tree):
    page = make_article(make_partner_page(tree.fr, make_partner("CRIM")), title="La trame", summary="Un tissage.")
    carry(now=timezone.now())
    rebuild("database")
    return page


def question(word):
    return Question(query=Query(word, (Unit(word),)), language="fr", now=timezone.now())


def seconds(action):
    begun = time.monotonic()
    action()
    return time.monotonic() - begun


def look(page, admin):
    """That everything still works without the engine: the page, the search, the administration's own search."""
    reader, took = Client(), []

    def timed(browser, address):
        begun = time.monotonic()
        status = browser.get(address).status_code
        took.append(time.monotonic() - begun)
        return status

    statuses = [
        timed(reader, page.url),
        timed(reader, "/fr/recherche/?q=trame"),
        timed(reader, "/fr/recherche/?q=trame&format=json"),
        timed(admin, "/admin/pages/search/?q=trame"),
        timed(admin, f"/admin/pages/{page.pk}/edit/"),
    ]
    assert statuses == [200] * 5
    return took


def falls_back(page):
    """The database answers within two seconds, and says that it stands in."""
    breaker.reset()
    found = []
    took = seconds(lambda: found.append(answer(question("trame"))))
    assert ([hit.pk for hit in found[0].hits], found[0].is_fallback) == ([page.pk], True)
    assert took < LONGEST_ANSWER
    # Nobody waits for the engine a second time.
    assert seconds(lambda: answer(question("trame"))) < LONGEST_ANSWER / 2
    breaker.reset()
    assert seconds(lambda: suggest("tram", language="fr", now=timezone.now())) < LONGEST_ANSWER


def make_changes(page):
    """A thousand changes, deletions among them, that the engine does not hear of."""
    for number in range(CHANGES // 10):
        subject = make_subject(f"sujet-{number}")
        for label in range(8):
            subject.label_fr = f"Sujet {number} {label}"
            subject.save()
        if number % 2:
            subject.delete()
    page.title = "La laine"
    page.save()


def catch_up():
    """Work as the worker does, until nothing waits; then the indices say what the database says."""
    deadline = time.monotonic() + CAUGHT_UP
    while carry(now=timezone.now()) or IndexChange.objects.exists():
        assert time.monotonic() < deadline, IndexChange.objects.count()
        time.sleep(1)
    assert [str(difference) for alias in ("default", "database") for difference in differences(alias)] == []


def engine_answers(page, word):
    # By itself again, if not within a second: the engine has just started, and other tests keep the machine busy.
    deadline = time.monotonic() + CAUGHT_UP
    breaker.reset()
    while (found := answer(question(word))).is_fallback:
        assert time.monotonic() < deadline
        time.sleep(0.5)
        breaker.reset()
    assert [hit.pk for hit in found.hits] == [page.pk]


def test_stopped(article, engine, admin):
    engine.stop()
    look(article, admin)
    falls_back(article)
    make_changes(article)
    assert carry(now=timezone.now()) > 0
    assert set(IndexChange.objects.values_list("backend", flat=True)) == {"default"}
    engine.start()
    catch_up()
    engine_answers(article, "laine")


def test_frozen(article, engine, admin):
    def save():
        article.save()

    usual = median(seconds(save) for _time in range(15))
    engine.freeze()
    try:
        assert median(seconds(save) for _time in range(15)) < usual + DEAREST_SAVE
        assert max(look(article, admin)[1:3]) < LONGEST_ANSWER
        falls_back(article)
        make_changes(article)
        # The database is not kept waiting by the engine.
        assert seconds(lambda: carry(now=timezone.now())) < CAUGHT_UP / 2
        assert set(IndexChange.objects.values_list("backend", flat=True)) == {"default"}
    finally:
        engine.thaw()
    engine.await_answer()
    catch_up()
    engine_answers(article, "laine")


def test_an_engine_that_answers_with_errors(article, engine, configure, admin, settings):
    class Failing(BaseHTTPRequestHandler):
        def answer(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(500)
            self.send_header("Content-Length", "2")
            self.send_header("Content-Type", "application/json")
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.end_headers()
            self.wfile.write(b"{}")

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer  # noqa: N815 -- the names of the class

        def log_message(self, *_args):
            """Nothing."""

    before = settings.WAGTAILSEARCH_BACKENDS
    with ThreadingHTTPServer(("127.0.0.1", 0), Failing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        configure(f"elasticsearch+http://127.0.0.1:{server.server_port}", prefix="any-")
        look(article, admin)
        falls_back(article)
        article.title = "La laine"
        article.save()
        carry(now=timezone.now())
        assert set(IndexChange.objects.values_list("backend", flat=True)) == {"default"}
        server.shutdown()
    settings.WAGTAILSEARCH_BACKENDS = before
    catch_up()
    engine_answers(article, "laine")


def test_killed_during_a_rebuild(article, engine):
    killed = []

    def kill(work):
        if work.done and not killed:
            killed.append(True)
            engine.kill()

    with pytest.raises(Unavailable):
        rebuild("default", watch=kill)
    falls_back(article)
    make_changes(article)
    engine.start()
    engine_wait(article)
    catch_up()
    engine_answers(article, "laine")
    rebuild("default")
    catch_up()


def engine_wait(page):
    """Until the shards that a start finds again are open."""
    deadline = time.monotonic() + CAUGHT_UP
    breaker.reset()
    while answer(question("trame")).is_fallback:
        assert time.monotonic() < deadline
        time.sleep(0.5)
        breaker.reset()


def test_the_process_that_rebuilds_is_killed(article, engine):
    pid = os.fork()
    if not pid:
        # The child: it dies as `kill -9` has it, in the middle.
        rebuild("default", watch=lambda work: work.done and os.kill(os.getpid(), signal.SIGKILL))
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    # What the child wrote into SQLite is in its own memory; on a server, its row is left.
    now = timezone.now()
    left = {"token": "killed", "started_at": now, "beat_at": now}
    IndexRebuild.objects.update_or_create(backend="default", defaults=left)
    article.title = "La laine"
    article.save()
    engine_answers_nothing_stale(article)
    carry(now=now)
    assert IndexChange.objects.filter(backend="default").exists()
    carry(now=now + timedelta(seconds=61))
    catch_up()
    engine_answers(article, "laine")
    left = set(backend_of("default").writer.indices.get_alias(index=f"{backend_of('default').index_prefix}*"))
    rebuild("default")
    held = dict(backend_of("default").writer.indices.get_alias(index=f"{backend_of('default').index_prefix}*"))
    assert not left & held.keys()
    assert all(index["aliases"] for index in held.values())


def engine_answers_nothing_stale(page):
    breaker.reset()
    found = answer(question("trame"))
    # It waits: it is found by what it was, without an extract of it.
    assert [(hit.pk, hit.extract) for hit in found.hits] == [(page.pk, None)]


def test_a_lost_disk_heals_by_itself(article, engine):
    engine.stop()
    engine.lose_data()
    engine.start()
    assert missing(backend_of("default"))
    falls_back(article)
    make_changes(article)
    catch_up()
    engine_answers(article, "laine")


def test_one_of_three_nodes_is_lost(start_engine, configure, few_indices, tree):
    cluster = start_engine(Kind.OPENSEARCH, nodes=3)
    hosts = ",".join(node.address.partition("://")[2] for node in cluster.nodes)
    configure(f"opensearch+http://{hosts}?replicas=1", prefix="three-")
    page = make_article(make_partner_page(tree.fr, make_partner("CRIM")), title="La trame", summary="Un tissage.")
    carry(now=timezone.now())
    rebuild("database")
    green = f"{cluster.nodes[1].address}/_cluster/health?wait_for_status=green&timeout=60s"
    assert requests.get(green, timeout=70).json()["timed_out"] is False
    # The one that is asked first.
    cluster.nodes[0].kill()
    falls_back_or_answers(page)
    make_changes(page)
    catch_up()
    engine_answers(page, "laine")
    cluster.start()
    page.title = "Le lin"
    page.save()
    catch_up()
    engine_answers(page, "lin")
    Subject.objects.all().delete()
    Page.objects.get(pk=page.pk).delete()
    catch_up()


def falls_back_or_answers(page):
    """The cluster chooses another manager and other primaries: meanwhile the database may have to answer."""
    breaker.reset()
    found = []
    assert seconds(lambda: found.append(answer(question("trame")))) < 2 * LONGEST_ANSWER
    assert [hit.pk for hit in found[0].hits] == [page.pk]
    engine_wait(page)
