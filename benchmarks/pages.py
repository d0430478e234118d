"""Speed of the public pages on PostgreSQL, one server process: `python -m benchmarks.pages [COUNT …]`.

Starts a PostgreSQL of its own, fills it with 50, 1,000 then 20,000 publications, starts one gunicorn worker and asks
for each page for some seconds with four readers at a time. Prints a table in Markdown.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scripts import postgres

COUNTS = (50, 1_000, 20_000)
SECONDS = 8.0
READERS = 4
PORT = 8765
PAGES = {
    "home": "/fr/",
    "article": "/fr/partenaires/partenaire-1/publication-101/",
    "list of articles": "/fr/articles/",
    "list, filtered": "/fr/articles/?subject=gestion&year=2022",
    "calendar": "/fr/calendrier/",
    "event with 40 sessions": "/fr/partenaires/partenaire-0/un-evenement/",
}


def main(counts: list[int]) -> None:
    """Measure at each size."""
    binaries = postgres.programs()
    if binaries is None:
        sys.exit("PostgreSQL's server programs were not found.")
    with postgres.temporary_server(binaries) as url, tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DATA_DIR": folder,
            "DEBUG": "false",
            "READER_CLOCK_OFFSET": str(int(READER_START - time.time())),
        }
        prepare()
        print("| publications | page | requests/s | p50 ms | p95 ms | p99 ms |\n|---|---|---|---|---|---|")
        for count in counts:
            fill(count)
            report(count)


# 11 October 2023, 9 h in Toronto: the readers' day in the demonstration.
READER_START = 1_697_029_200


def prepare() -> None:
    """Make the tables, an empty portal, sixty partners, an article and an event with forty sessions."""
    import django  # noqa: PLC0415 -- the environment must be set first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from benchmarks.seed import seed  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    seed()


def fill(count: int, **options: Any) -> None:
    """Bring the database to `count` French publications; `options` are those of `benchmarks.content.multiply`."""
    from articles.models import ArticlePage  # noqa: PLC0415
    from benchmarks.content import multiply  # noqa: PLC0415
    from events.models import EventPage  # noqa: PLC0415

    multiply(ArticlePage.objects.order_by("pk")[0], EventPage.objects.order_by("pk")[0], count, **options)


def report(count: int) -> None:
    """Start a server, measure each page, print a row for each, stop the server."""
    from benchmarks.load import measure  # noqa: PLC0415

    with serving():
        for name, path in PAGES.items():
            if "publication-" in path:
                path = an_article()  # noqa: PLW2901
            wait(path)
            result = measure(PORT, path, readers=READERS, seconds=SECONDS)
            figures = f"{result.per_second:.0f} | {result.p50:.0f} | {result.p95:.0f} | {result.p99:.0f}"
            print(f"| {count:,} | {name} | {figures} |", flush=True)


@contextmanager
def serving() -> Iterator[None]:
    """Run one server process for the time of a block."""
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--bind", f"127.0.0.1:{PORT}"]
    server = subprocess.Popen([*command, "--workers", "1", "--worker-class", "gthread", "--threads", "4"])  # noqa: S603
    try:
        wait()
        yield
    finally:
        server.terminate()
        server.wait()


def an_article() -> str:
    """The path of an article in the middle of the list."""
    from articles.models import ArticlePage  # noqa: PLC0415

    articles = ArticlePage.objects.filter(locale__language_code="fr").order_by("pk")
    return articles[articles.count() // 2].get_url()


def wait(path: str = "/fr/") -> None:
    """Wait until the server answers for a path; its images, if any, are made by then."""
    for _ in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=120).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    message = "The server does not answer."
    raise RuntimeError(message)


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or list(COUNTS))
