"""What `benchmarks.search` measures of one engine, in a process whose environment names it."""

import http.client
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import quote

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django must be ready
from django.test import override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Page  # noqa: E402

from articles.models import ArticlePage  # noqa: E402
from benchmarks.pages import serving, wait  # noqa: E402
from benchmarks.wording import questions  # noqa: E402
from search import breaker, words  # noqa: E402
from search.answering import answer  # noqa: E402
from search.backends.configuration import MAIN  # noqa: E402
from search.carrying import carry  # noqa: E402
from search.contract import Question  # noqa: E402
from search.indices import backend_of, documents, is_engine, send, trees  # noqa: E402
from search.layout import layout_of  # noqa: E402
from search.rebuilding import CHUNK, chunks, rebuild  # noqa: E402

ASKED, SAVES, SAMPLE = 400, 40, 20_000
# Searches after which an engine has read its files and compiled its code, and requests after which the portal has.
WARM, WARM_PAGES = 1000, 100
JUST_STARTED = 200
HOSTILE = ('"' * 10_000, "\x00découvrabilité", "(" * 500 + ")" * 500, '+-&&||!(){}[]^"~*?:\\/ AND OR NOT', "a" * 500)
NAME = os.environ["SEARCH_URL"].partition("+")[0]
if NAME == "database":
    NAME = "PostgreSQL"


# What the page of PostgreSQL is not held to: its figures are recorded.
RECORDED = {"search page", "suggestions"}
missed: list[str] = []


def main() -> None:
    """Print a row for each figure; end with status 1 where an aim is not kept."""
    rebuild_rate()
    saves()
    # What was saved is in the index before readers come, as it is ten seconds later.
    carry(now=timezone.now())
    # Nothing is asked twice: engines remember how many answers they have counted.
    asked = questions(WARM + ASKED + WARM_PAGES + ASKED)
    answers(asked[: WARM + ASKED])
    with serving():
        wait()
        pages(asked[WARM + ASKED :])
    if missed:
        sys.exit(f"Not kept on {NAME}: {', '.join(missed)}.")


def row(what: str, figure: str, aim: str = "") -> None:
    """Print one line of the table."""
    print(f"| {NAME} | {what} | {figure} | {aim} |", flush=True)


def held(what: str, figure: str, value: float, *, most: float, unit: str = " ms", of: str = "") -> None:
    """Print one line with its aim, and remember it where `value` is above."""
    is_held = is_engine(backend_of(MAIN)) or what not in RECORDED
    row(f"{what}{of}", figure, f"{'p95 ' if 'p95' in of else ''}≤ {most:g}{unit}" if is_held else "recorded")
    if is_held and value > most:
        missed.append(what)


def rebuild_rate() -> None:
    """How many documents a second a rebuild brings, and the engine alone, given the same documents ready-made."""
    start = time.perf_counter()
    work = rebuild(MAIN)
    rate = work.done / (time.perf_counter() - start)
    backend = backend_of(MAIN)
    if not is_engine(backend):
        row("rebuild", f"{rate:.0f} documents/s")
        return
    alone = engine_alone(backend)
    row("rebuild", f"{rate:.0f} documents/s")
    row("the engine alone, the same documents", f"{alone:.0f} documents/s")
    row("rebuild / engine alone", f"{100 * rate / alone:.0f} %", "≥ 60 %")
    if rate < 0.6 * alone:
        missed.append("rebuild / engine alone")


def engine_alone(backend: Any) -> float:
    """Documents a second that the engine takes when they are ready, sent as the rebuild sends them."""
    ready = [
        [{"_id": key, "_source": document} for key, document in documents(backend, chunk)]
        for chunk in islice(chunks(ArticlePage), SAMPLE // CHUNK)
    ]
    name = f"{backend.index_prefix}alone"
    backend.writer.indices.create(index=name, body=layout_of(backend, trees()[Page]))
    try:
        start = time.perf_counter()
        for actions in ready:
            send(backend, name, actions)
        return sum(map(len, ready)) / (time.perf_counter() - start)
    finally:
        backend.writer.indices.delete(index=name)


def saves() -> None:
    """What a publication costs with and without search, one after the other."""
    silent = {alias: {**options, "AUTO_UPDATE": False} for alias, options in settings.WAGTAILSEARCH_BACKENDS.items()}
    pages = list(ArticlePage.objects.order_by("pk")[: 2 * SAVES])
    with_search = [timed(partial(publish, page)) for page in pages[::2]]
    with override_settings(WAGTAILSEARCH_BACKENDS=silent):
        without = [timed(partial(publish, page)) for page in pages[1::2]]
    dearer = share(with_search, 0.5) - share(without, 0.5)
    row("a save and publication, p50", f"{share(with_search, 0.5):.0f} ms, without search {share(without, 0.5):.0f} ms")
    held("a save dearer by", f"{dearer:.1f} ms", dearer, most=15)


def publish(page: ArticlePage) -> None:
    """Save a new version and publish it."""
    page.save_revision().publish()


def answers(asked: Sequence[str]) -> None:
    """What it takes to find everything that a page shows: facets, extracts, lists beside, spelling.

    Of an engine, also the one call by itself.
    """
    now, calls = timezone.now(), listening(backend_of(MAIN))
    times, engine, unanswered = [], [], 0
    for number, typed in enumerate(asked):
        question = Question(query=words.read(typed), language="fr", now=now)
        calls.clear()
        start = time.perf_counter()
        found = answer(question)
        times.append((time.perf_counter() - start) * 1000)
        engine.append(sum(calls))
        if found.is_fallback:
            # An engine that has just started may be slow to answer at all.
            unanswered += number >= WARM
            breaker.reset()
    if any(engine):
        row(f"engine, its first {JUST_STARTED} searches after a rebuild, p50 · p95", spread(engine[:JUST_STARTED]))
        warm = engine[WARM:]
        held("engine, with facets and extracts", spread(warm), share(warm, 0.95), most=40, of=", p50 · p95")
    row("engine and the portal's own work, p50 · p95", spread(times[WARM:]))
    of_all = f"{unanswered} of {len(times) - WARM}"
    held("not answered by the engine within a second", of_all, unanswered, most=0, unit="")


def listening(backend: Any) -> list[float]:
    """The milliseconds of every call to an engine, from now on."""
    calls: list[float] = []
    if not is_engine(backend):
        return calls
    ask = type(backend).ask

    def listened(self: Any, searches: Any) -> Any:
        start = time.perf_counter()
        try:
            return ask(self, searches)
        finally:
            calls.append((time.perf_counter() - start) * 1000)

    type(backend).ask = listened
    return calls


def pages(asked: Sequence[str]) -> None:
    """What one reader waits for, over HTTP."""
    found = [f"/fr/recherche/?q={quote(typed)}" for typed in asked]
    read = fetched(found)[WARM_PAGES:]
    held("search page", spread(read), share(read, 0.95), most=120, of=", p50 · p95")
    begun = [f"/fr/recherche/suggestions/?q={quote(typed[: 3 + number % 5])}" for number, typed in enumerate(asked)]
    suggested = fetched(begun)[WARM_PAGES:]
    held("suggestions", spread(suggested), share(suggested, 0.95), most=30, of=", p50 · p95")
    hostile = [f"/fr/recherche/?q={quote(typed[:1200])}" for typed in HOSTILE for _ in range(20)]
    hostile += [
        f"/fr/recherche/?q=trame&subject={quote(typed[:200])}&page=999999" for typed in HOSTILE for _ in range(20)
    ]
    times = fetched(hostile, statuses=(200, 400, 404, 414))
    slowest = share(times, 0.99)
    held("hostile questions", f"{slowest:.0f} ms", slowest, most=300, of=", p99")


def fetched(paths: Iterable[str], statuses: Sequence[int] = (200,)) -> list[float]:
    """The milliseconds of each request, one after the other. Raises `RuntimeError` at another status."""
    connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=60)
    times = []
    for path in paths:
        start = time.perf_counter()
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - start) * 1000)
        if answer.status not in statuses:
            message = f"{path[:200]} answered {answer.status}"
            raise RuntimeError(message)
    return times


def timed(action: Callable[[], object]) -> float:
    """The milliseconds that something takes."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def share(times: Sequence[float], part: float) -> float:
    """The time within which that part of them was done."""
    return sorted(times)[min(int(len(times) * part), len(times) - 1)]


def spread(times: Sequence[float]) -> str:
    """The median and the 95th percentile."""
    return f"{share(times, 0.5):.0f} · {share(times, 0.95):.0f} ms"


if __name__ == "__main__":
    main()
