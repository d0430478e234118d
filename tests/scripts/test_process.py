"""Programs run into a log, and beside us."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.process import Child, CommandError, run_logged, stop, tail


def python(code: str) -> list[str]:
    """Return the command that runs a line of Python."""
    return [sys.executable, "-c", code]


def test_tail_keeps_the_last_lines_that_say_something(tmp_path: Path) -> None:
    """Blank lines are not worth showing."""
    log = tmp_path / "a.log"
    log.write_text("one\ntwo\n\nthree  \n\n")

    assert tail(log, 2) == ["two", "three"]
    assert tail(tmp_path / "absent.log") == []


def test_failure_is_told_with_the_last_line(tmp_path: Path) -> None:
    """A traceback stays in the log; its last line is the reason."""
    log = tmp_path / "a.log"
    with pytest.raises(CommandError) as caught:
        run_logged(python("raise ValueError('no such table')"), log=log, failure="The database could not be prepared")

    assert str(caught.value) == f"The database could not be prepared: ValueError: no such table (log: {log})"
    assert "Traceback" in log.read_text()


def test_silent_failure(tmp_path: Path) -> None:
    """A program that fails without a word is told by its status."""
    log = tmp_path / "a.log"
    with pytest.raises(CommandError) as caught:
        run_logged(python("raise SystemExit(3)"), log=log, failure="It failed")

    assert str(caught.value) == f"It failed: it ended with status 3 and said nothing (log: {log})"


def test_child_that_dies_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    """The sentence says which program stopped, and shows its last lines."""
    log = tmp_path / "worker.log"
    child = Child.start("worker", python("print('a'); print('b'); raise SystemExit(4)"), env={}, log=log)
    child.process.wait()

    with pytest.raises(CommandError) as caught:
        child.check()
    assert str(caught.value) == f"The worker stopped by itself (status 4). End of {log}:\n  a\n  b"


def test_stop_also_ends_what_the_child_started(tmp_path: Path, await_end: Callable[[int], None]) -> None:
    """No grandchild is left behind."""
    code = "import subprocess, sys; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); p.wait()"
    child = Child.start("server", python(code), env=dict(os.environ), log=tmp_path / "server.log")
    while not tail(child.log):
        time.sleep(0.02)
    grandchild = int(tail(child.log)[0])

    stop([child])

    assert child.process.returncode is not None
    await_end(grandchild)
