"""Programs of the portal that run beside a test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Process:
    """A program of the portal that runs beside the test, with its log."""

    def __init__(self, command: list[str], *, url: str, log: Path) -> None:
        """Start it."""
        env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
        self.log = log
        with log.open("wb") as output:
            self.popen = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env={**env, "PYTHONPATH": str(ROOT), "DATA_DIR": str(log.parent)},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        """Return its log so far."""
        return self.log.read_text()

    def await_line(self, words: str) -> None:
        """Wait until it says something."""
        wait_for(lambda: words in self.said() or self.popen.poll() is not None, what=f"“{words}” in {self.said()}")
        assert words in self.said(), self.said()

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; return the status, and after how many seconds it said that it had stopped.

        The end of the interpreter comes later, much later on a busy machine.
        """
        begun = time.monotonic()
        self.popen.send_signal(number)
        self.await_line(" stopped")
        duration = time.monotonic() - begun
        return self.popen.wait(30), duration


def wait_for(condition: Callable[[], object], *, seconds: float = 30, what: str = "it") -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"{what} did not happen within {seconds} s")
        time.sleep(0.05)


Start = Callable[..., Process]
