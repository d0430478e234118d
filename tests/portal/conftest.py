"""A database that this process and real workers share, and pages to publish."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils.text import slugify
from wagtail.models import Locale, Page

from home.models import HomePage
from tests.portal.processes import Process, Start


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """Return the address of a migrated database that other processes see too; this process uses it for the test.

    On PostgreSQL that is the test database itself. The one of SQLite is in memory: a copy in a file takes its place.
    """
    if connection.vendor != "sqlite":
        yield postgres_url()
        return
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    file = tmp_path / "portal.sqlite3"
    with sqlite3.connect(file) as copy:
        memory.backup(copy)
    copy.close()
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    yield f"sqlite:///{file}"
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = memory, name


def postgres_url() -> str:
    """Return the address of the test database."""
    settings = connection.settings_dict
    account = quote(settings["USER"], safe="")
    if settings["PASSWORD"]:
        account += f":{quote(settings['PASSWORD'], safe='')}"
    return f"postgres://{account}@{settings['HOST']}:{settings['PORT'] or 5432}/{settings['NAME']}"


@pytest.fixture
def start(shared_database: str, tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts a Python program on the shared database; what still runs at the end is killed."""
    started: list[Process] = []

    def start_program(*command: str, url: str = shared_database) -> Process:
        started.append(Process(list(command), url=url, log=tmp_path / f"process-{len(started)}.log"))
        return started[-1]

    yield start_program
    for process in started:
        process.popen.kill()
        process.popen.communicate()


@pytest.fixture
def start_sample(start: Start, tmp_path: Path) -> Callable[..., Process]:
    """Return a function that starts a worker with the jobs of `sample_worker.py`; they write into `traces`."""

    def start_program(*jobs: str, lease: float = 120, url: str | None = None) -> Process:
        script = str(Path(__file__).with_name("sample_worker.py"))
        chosen = {"url": url} if url else {}
        return start(script, str(tmp_path / "traces"), str(lease), *jobs, **chosen)

    return start_program


@pytest.fixture
def traces(tmp_path: Path) -> Callable[[str], list[int]]:
    """Return a function that tells which processes ran a sample job, in order."""

    def processes(job: str) -> list[int]:
        file = tmp_path / "traces"
        lines = file.read_text().splitlines() if file.exists() else []
        return [int(pid) for name, pid in map(str.split, lines) if name == job]

    return processes


def new_page(title: str, **fields: object) -> HomePage:
    """Create a page below the root. A flushed database has neither root nor language."""
    french, _ = Locale.objects.get_or_create(language_code="fr")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root", locale=french))
    return root.add_child(instance=HomePage(title=title, slug=slugify(title), locale=french, **fields))


@pytest.fixture
def live_page() -> Callable[..., HomePage]:
    """Return a function that creates a page that is online."""
    return new_page


@pytest.fixture
def scheduled_page() -> Callable[..., HomePage]:
    """Return a function that creates a page that is approved for later."""

    def create(title: str, *, go_live_at: datetime, **fields: object) -> HomePage:
        page = new_page(title, live=False, go_live_at=go_live_at, **fields)
        page.save_revision().publish()
        return page

    return create
