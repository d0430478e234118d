"""A small project in a temporary folder: the real scripts, a stand-in for the portal, a ready environment."""

import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts import environment
from scripts.process import ROOT

MANAGE = """
import os, sys, time
command = sys.argv[1:]
with open("calls.txt", "a") as calls:
    print(*command, file=calls)
if command == ["load_demo", "--accounts"]:
    print("administrator: admin@example.org")
if command == ["run_worker"]:
    with open("worker.pid", "w") as file:
        print(os.getpid(), file=file)
    time.sleep(60)
"""

WSGI = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["PATH_INFO"].encode()]
"""


@pytest.fixture
def bare_project(tmp_path: Path) -> Path:
    """Return a project without environment: empty locks, a server that answers everything, commands that do nothing."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "manage.py").write_text(MANAGE)
    (root / "portal").mkdir()
    (root / "portal" / "wsgi.py").write_text(WSGI)
    for lock in (environment.RUNTIME, environment.DEVELOPMENT):
        (root / lock).write_text("")
    return root


@pytest.fixture
def project(bare_project: Path) -> Path:
    """Return the same with an environment that borrows the packages of the one the tests run in."""
    place = environment.folder(bare_project)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    packages = next(place.glob("lib/python*/site-packages"))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    environment.write_stamp(bare_project, environment.DEVELOPMENT)
    return bare_project


@pytest.fixture
def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(project: Path) -> Iterator[Start]:
    """Return a function that starts a command of the project; what still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start_command(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "scripts", *arguments]
        process = subprocess.Popen(
            command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        started.append(process)
        return process

    yield start_command
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def await_end() -> Callable[[int], None]:
    """Return a function that waits a little for a process to end, whoever adopted it."""

    def wait(pid: int) -> None:
        for _ in range(200):
            state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
            # Nobody may reap an orphan in a container: a zombie has ended.
            if not state.stdout.strip() or state.stdout.startswith("Z"):
                return
            time.sleep(0.05)
        pytest.fail(f"process {pid} still runs")

    return wait
