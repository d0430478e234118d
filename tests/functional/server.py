"""A portal with the whole demonstration, in a process of its own, that every process of a test run shares."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import requests

from scripts.postgres import given_url
from scripts.process import ROOT, tether
from scripts.run import DEMONSTRATION_NOW
from tests.migrated import created
from tests.sharing import shared

MIGRATE = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0, interactive=False)
"""
FILL = MIGRATE + 'call_command("load_demo")'
START_SECONDS = 60
STOP_SECONDS = 10


@contextmanager
def shared_portal(folder: Path, *, template: str | None) -> Iterator[str]:
    """Give the address of the portal of this test run; the first process to ask starts it, and stops it last."""
    with shared(folder, "address", lambda: running_portal(folder, template=template)) as address:
        yield address


# A portal without content, at the clock that everybody else has, with the worker beside it.
SET_UP = (
    MIGRATE
    + """
call_command("setup_portal", "--email=administration@latrame.example", "--first-name=Ariane", "--last-name=Tisserand")
"""
)


@contextmanager
def working_portal(folder: Path, *, template: str | None, password: str) -> Iterator[str]:
    """Serve an empty portal whose administrator has that password, with its worker."""
    with running_portal(folder, template=template, fill=SET_UP, worker=True, PORTAL_ADMIN_PASSWORD=password) as address:
        yield address


@contextmanager
def running_portal(
    folder: Path, *, template: str | None, fill: str = FILL, worker: bool = False, **variables: str
) -> Iterator[str]:
    """Fill a database of its own, serve it on a free port of the loopback, and put everything away at the end.

    `template` names the migrated database that PostgreSQL is to copy.
    """
    place = folder / "portal"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as listener, scratch_database(place, template) as url:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        offset = 0 if worker else round((DEMONSTRATION_NOW - datetime.now(UTC)).total_seconds())
        env = {key: value for key, value in os.environ.items() if not key.startswith(("COV_", "PYTEST_"))} | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DATABASE_URL": url,
            "DATA_DIR": str(place),
            "STATIC_ROOT": str(place / "static"),
            "BASE_URL": address,
            "DEBUG": "false",
            "READER_CLOCK_OFFSET": str(offset),
            **variables,
        }
        run([sys.executable, "-c", fill], env=env, log=place / "fill.log")
        # The socket is ours and already listens: no other program can take the port in between.
        bind = f"--bind=fd://{listener.fileno()}"
        server = [sys.executable, "-m", "gunicorn", "tests.functional.wsgi:application", bind, "--no-control-socket"]
        server += [
            "--worker-class=gthread",
            "--workers=1",
            "--threads=4",
            "--log-level=warning",
            "--graceful-timeout=1",
        ]
        with serving(server, env=env, log=place / "server.log", listener=listener):
            await_page(f"{address}/fr/")
            if not worker:
                yield address
                return
            with serving([sys.executable, "manage.py", "run_worker"], env=env, log=place / "worker.log"):
                yield address


def run(command: list[str], *, env: dict[str, str], log: Path) -> None:
    """Run a program to its end, or fail with what it said."""
    with log.open("wb") as output:
        status = subprocess.call(
            command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    assert status == 0, log.read_text()


@contextmanager
def serving(
    command: list[str], *, env: dict[str, str], log: Path, listener: socket.socket | None = None
) -> Iterator[None]:
    """Run the server, or another program, for the time of a block."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[listener.fileno()] if listener else [],
            preexec_fn=tether(),  # noqa: PLW1509 (one thread only at this point)
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def await_page(address: str) -> None:
    """Wait until a page answers."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            requests.get(address, timeout=START_SECONDS).raise_for_status()
        except requests.ConnectionError:
            assert time.monotonic() < deadline, f"{address} did not answer within {START_SECONDS} s"
            time.sleep(0.1)
        else:
            return


@contextmanager
def scratch_database(place: Path, template: str | None) -> Iterator[str]:
    """Give the address of a new database: on the server of DATABASE_URL if there is one, else in a file."""
    server = given_url()
    if server is None:
        yield f"sqlite:///{place / 'portal.sqlite3'}"
        return
    with created(server, "functional", template=template or "template0") as url:
        yield url
