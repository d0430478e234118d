"""Start the portal with its demonstration content: ``make run``."""

import argparse
import errno
import http.client
import os
import socket
import sqlite3
import subprocess
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime

from scripts import environment
from scripts.process import LOGS, ROOT, VAR, Child, CommandError, exclusive, run_logged, shown, stop

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
LAST_PORT = 65535
FIRST_PAGE = "/fr/"
START_SECONDS = 60

# The embedded database of the development settings.
DATABASE = VAR / "portal.sqlite3"

# The events of the demonstration are those of the autumn of 2023: readers see the calendar as it stood on
# 2023-10-11 at 9:00 in Toronto, then in daylight time, four hours behind UTC.
DEMONSTRATION_NOW = datetime(2023, 10, 11, 13, tzinfo=UTC)


def main(arguments: list[str]) -> int:
    """Prepare what is missing, start the server and the worker, and stay until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--port", default=str(DEFAULT_PORT))
    port = usable_port(parser.parse_args(arguments).port)
    try:
        python = environment.ensure(environment.RUNTIME)
        env = settings_for(port, now=datetime.now(UTC))
        prepare(python, env)
        serve(python, env, port)
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


def usable_port(text: str) -> int:
    """Return the port that a text names.

    Raises:
        CommandError: it is no port number, is reserved, or is taken.

    """
    port = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < port <= LAST_PORT:
        msg = f"“{text}” is not a port number; try: make run PORT={DEFAULT_PORT}"
        raise CommandError(msg)
    problem = port_problem(port)
    if problem:
        candidates = range(port + 1, min(port + 50, LAST_PORT)) if problem == "already in use" else [DEFAULT_PORT]
        other = next((number for number in candidates if not port_problem(number)), DEFAULT_PORT)
        msg = f"Port {port} is {problem}; try: make run PORT={other}"
        raise CommandError(msg)
    return port


def port_problem(port: int) -> str:
    """Return why a port cannot be served on the loopback address, or an empty text."""
    with socket.socket() as probe:
        # A server bound to every address does not prevent this bind on macOS: ask whether somebody answers.
        if probe.connect_ex((HOST, port)) == 0:
            return "already in use"
    with socket.socket() as probe:
        # As the server does: a connection that was just closed does not keep the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            return "reserved to the system" if error.errno == errno.EACCES else "already in use"
    return ""


def settings_for(port: int, *, now: datetime) -> dict[str, str]:
    """Return the environment of the children; what the caller's own environment says is kept."""
    return {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "BASE_URL": f"http://localhost:{port}",
        "DEBUG": "false",
        # One number for both programs, so that they read the same clock.
        "READER_CLOCK_OFFSET": str(round((DEMONSTRATION_NOW - now).total_seconds())),
        "PYTHONUNBUFFERED": "1",
        **os.environ,
    }


def prepare(python: str, env: Mapping[str, str]) -> None:
    """Bring the database up to date and, if it is empty, load the demonstration content (in one transaction)."""
    # Started together, two commands would both find the database empty.
    with exclusive(VAR / "database.lock"):
        print("Preparing the database…")
        if "DATABASE_URL" in env or DATABASE.exists():
            fill(python, env)
        else:
            make_aside(python, env)


def make_aside(python: str, env: Mapping[str, str]) -> None:
    """Make the embedded database beside its place and move it there when it is complete.

    SQLite cannot take back half a migration: a first start that is killed would leave what no later one could mend.
    """
    aside = DATABASE.with_suffix(".new")
    for leftover in aside.parent.glob(f"{aside.name}*"):
        leftover.unlink()
    fill(python, {**env, "DATABASE_URL": f"sqlite:///{aside.relative_to(ROOT)}"})
    with closing(sqlite3.connect(aside)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside.replace(DATABASE)


def fill(python: str, env: Mapping[str, str]) -> None:
    """Migrate the database that the environment names and load the demonstration if it is empty."""
    for arguments, name, failure in (
        (["migrate", "--noinput", "--verbosity=1"], "migrate", "The database could not be prepared"),
        (["load_demo", "--if-empty"], "demo", "The demonstration content could not be loaded"),
    ):
        command = [python, "manage.py", *arguments]
        run_logged(command, log=LOGS / f"{name}.log", failure=failure, env=env)


def serve(python: str, env: Mapping[str, str], port: int) -> None:
    """Run the server and the worker until Ctrl-C, or until one of them stops by itself (a CommandError)."""
    server = [python, "-m", "gunicorn", "portal.wsgi:application", f"--bind={HOST}:{port}"]
    server += ["--worker-class=gthread", "--workers=1", "--threads=4"]
    server += ["--log-level=warning", "--graceful-timeout=5", "--no-control-socket"]
    children: list[Child] = []
    try:
        children.append(Child.start("server", server, env=env, log=LOGS / "server.log"))
        worker = [python, "manage.py", "run_worker"]
        children.append(Child.start("worker", worker, env=env, log=LOGS / "worker.log"))
        accounts = demonstration_accounts(python, env)
        wait_until_ready(children, port)
        print(welcome(port, accounts))
        while True:
            time.sleep(0.5)
            for child in children:
                child.check()
    finally:
        stop(children)


def demonstration_accounts(python: str, env: Mapping[str, str]) -> str:
    """Return the lines that present the demonstration's accounts; nothing when the command has none to give."""
    command = [python, "manage.py", "load_demo", "--accounts"]
    done = subprocess.run(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else ""


def wait_until_ready(children: list[Child], port: int) -> None:
    """Wait until the first page answers.

    Raises:
        CommandError: a child stopped, the page is an error, or a minute has passed.

    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        for child in children:
            child.check()
        status = page_status(port)
        if status is None:
            time.sleep(0.2)
        elif status < http.HTTPStatus.BAD_REQUEST:
            return
        else:
            msg = f"The server answers {FIRST_PAGE} with error {status} (log: {shown(LOGS / 'server.log')})"
            raise CommandError(msg)
    msg = f"The server did not answer within {START_SECONDS} seconds (log: {shown(LOGS / 'server.log')})"
    raise CommandError(msg)


def page_status(port: int) -> int | None:
    """Return the status of the first page, or None when nobody answers yet."""
    connection = http.client.HTTPConnection(HOST, port, timeout=START_SECONDS)
    try:
        connection.request("GET", FIRST_PAGE)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def welcome(port: int, accounts: str) -> str:
    """Return what is shown once the portal answers."""
    addresses = [("Français", "/fr/"), ("English", "/en/"), ("Administration", "/admin/")]
    lines = ["", "The portal is ready:", ""]
    lines += [f"  {name:<15} http://localhost:{port}{path}" for name, path in addresses]
    lines += ["", *(f"  {line}" for line in accounts.splitlines())] if accounts else []
    return "\n".join([*lines, "", "Ctrl-C stops it.", ""])
