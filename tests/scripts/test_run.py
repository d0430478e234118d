"""``make run``, for real, with a stand-in for the portal."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scripts import run
from scripts.process import CommandError

Start = Callable[..., subprocess.Popen[str]]
AwaitEnd = Callable[[int], None]


def test_port_in_use() -> None:
    """Another program listens: the sentence proposes the next free port."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError) as caught:
            run.usable_port(str(port))
    found = re.fullmatch(rf"Port {port} is already in use; try: make run PORT=(\d+)", str(caught.value))
    assert found
    assert run.port_problem(int(found[1])) == ""


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "80a", "8000.0", "²"])
def test_not_a_port(text: str) -> None:
    """What is not a port is told as such."""
    with pytest.raises(CommandError) as caught:
        run.usable_port(text)
    assert str(caught.value) == f"“{text}” is not a port number; try: make run PORT=8000"


def test_free_port_is_usable(free_port: int) -> None:
    """A port that was just closed is not “in use”."""
    with socket.create_server(("127.0.0.1", free_port)) as server:
        client = socket.create_connection(("127.0.0.1", free_port))
        connection, _ = server.accept()
        connection.close()
        client.close()

    assert run.usable_port(str(free_port)) == free_port


def test_settings_of_the_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers see the calendar of 11 October 2023, 9:00 in Toronto; what the caller exported is kept."""
    for name in ("DJANGO_SETTINGS_MODULE", "BASE_URL", "READER_CLOCK_OFFSET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DEBUG", "true")
    env = run.settings_for(8001, now=datetime(2023, 10, 11, 13, 1, tzinfo=UTC))

    assert {name: env[name] for name in ("DJANGO_SETTINGS_MODULE", "BASE_URL", "READER_CLOCK_OFFSET", "DEBUG")} == {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "BASE_URL": "http://localhost:8001",
        "READER_CLOCK_OFFSET": "-60",
        "DEBUG": "true",
    }


def read_until(process: subprocess.Popen[str], line: str) -> str:
    """Read what a program says, up to a line."""
    assert process.stdout
    said = []
    for read in process.stdout:
        said.append(read)
        if read.strip() == line:
            return "".join(said)
    pytest.fail(f"“{line}” was never said: {said} {process.stderr.read() if process.stderr else ''}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_start_and_stop(
    start: Start, project: Path, free_port: int, await_end: AwaitEnd, number: signal.Signals
) -> None:
    """The portal answers, its addresses are shown, and asked to end it leaves nothing behind."""
    process = start("run", "--port", str(free_port))
    said = read_until(process, "Ctrl-C stops it.")

    assert said == (
        "Preparing the database…\n"
        "\n"
        "The portal is ready:\n"
        "\n"
        f"  Français        http://localhost:{free_port}/fr/\n"
        f"  English         http://localhost:{free_port}/en/\n"
        f"  Administration  http://localhost:{free_port}/admin/\n"
        "\n"
        "  administrator: admin@example.org\n"
        "\n"
        "Ctrl-C stops it.\n"
    )
    with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/en/", timeout=5) as answer:
        assert answer.read() == b"/en/"
    calls = (project / "calls.txt").read_text().splitlines()
    assert calls[:2] == ["migrate --noinput --verbosity=1", "load_demo --if-empty"]
    assert sorted(calls[2:]) == ["load_demo --accounts", "run_worker"]

    process.send_signal(number)
    output, errors = process.communicate(timeout=15)

    assert (process.returncode, output.strip(), errors) == (0, "Stopped.", "")
    await_end(int((project / "worker.pid").read_text()))
    assert run.port_problem(free_port) == ""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_children_do_not_survive_a_kill(start: Start, project: Path, free_port: int, await_end: AwaitEnd) -> None:
    """Killed without warning, the launcher takes the server and the worker with it."""
    process = start("run", "--port", str(free_port))
    read_until(process, "Ctrl-C stops it.")

    process.kill()

    await_end(int((project / "worker.pid").read_text()))
    deadline = time.monotonic() + 15
    while run.port_problem(free_port):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_worker_that_dies_stops_the_server(start: Start, project: Path, free_port: int) -> None:
    """One of the two stops: the other is stopped, and the sentence says which with the end of its log."""
    process = start("run", "--port", str(free_port))
    read_until(process, "Ctrl-C stops it.")

    os.kill(int((project / "worker.pid").read_text()), signal.SIGKILL)
    _, errors = process.communicate(timeout=15)

    assert process.returncode == 1
    assert errors == "The worker stopped by itself (status -9). End of var/log/worker.log: (empty)\n"
    assert run.port_problem(free_port) == ""


def test_server_that_cannot_start(start: Start, project: Path, free_port: int) -> None:
    """A broken application is told with the end of the server's log, and the worker is stopped."""
    (project / "portal" / "wsgi.py").write_text("import no_such_module\n")
    _, errors = start("run", "--port", str(free_port)).communicate(timeout=20)

    assert errors.startswith("The server stopped by itself (status 3). End of var/log/server.log:\n")
    assert "No module named 'no_such_module'" in errors


def test_page_that_fails(start: Start, project: Path, free_port: int) -> None:
    """A first page in error is not “ready”."""
    wsgi = project / "portal" / "wsgi.py"
    wsgi.write_text(wsgi.read_text().replace("200 OK", "500 Internal Server Error"))
    process = start("run", "--port", str(free_port))
    _, errors = process.communicate(timeout=20)

    assert (process.returncode, errors) == (
        1,
        "The server answers /fr/ with error 500 (log: var/log/server.log)\n",
    )


def test_command_that_fails(start: Start, project: Path, free_port: int) -> None:
    """A failed migration is one sentence, and the log has the rest."""
    (project / "manage.py").write_text("raise RuntimeError('disk full')\n")
    process = start("run", "--port", str(free_port))
    _, errors = process.communicate(timeout=20)

    assert (process.returncode, errors) == (
        1,
        "The database could not be prepared: RuntimeError: disk full (log: var/log/migrate.log)\n",
    )
