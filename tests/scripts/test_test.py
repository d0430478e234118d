"""``make test``: what is run, what is skipped, which status comes back."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import test as driver
from scripts.process import CommandError
from scripts.steps import Outcome, skip

Start = Callable[..., subprocess.Popen[str]]


def test_chromium_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """CHROMIUM wins over what is installed; a name that leads nowhere is an error, not a skip."""
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(program))
    assert driver.chromium() == str(program)

    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(CommandError, match=r"^CHROMIUM names a program that is not there: /nowhere/chromium$"):
        driver.chromium()


def test_chromium_on_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Any of its usual names will do."""
    program = tmp_path / "google-chrome"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert driver.chromium() == str(program)


def test_skip_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A developer's machine may lack PostgreSQL."""
    monkeypatch.delenv("CI", raising=False)
    skip(driver.NO_POSTGRES)

    assert capsys.readouterr().out == "SKIPPED: PostgreSQL tests (no server programs and no DATABASE_URL found)\n"


def test_continuous_integration_skips_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """There, what is missing is a failure."""
    monkeypatch.setenv("CI", "true")
    with pytest.raises(CommandError) as caught:
        skip(driver.NO_CHROMIUM)
    assert str(caught.value) == driver.NO_CHROMIUM


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (0, "SQLite                   passed                 12.3 s"),
        (5, "SQLite                   FAILED (status 5)      12.3 s"),
    ],
)
def test_summary(status: int, expected: str) -> None:
    """One line per layer."""
    assert Outcome("SQLite", status, 12.34).line() == expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [("def test_stub(): pass", 0), ("def test_stub(): assert False", 1), ("", 5)],
    ids=["pass", "fail", "none"],
)
def test_both_layers_run(
    start: Start, project: Path, monkeypatch: pytest.MonkeyPatch, test: str, expected: int
) -> None:
    """Both databases are tested even when the first fails; the worst status comes back; no test at all is a failure."""
    see = "import os\nwith open('seen.txt', 'a') as f: print(os.environ.get('DATABASE_URL'), file=f)\n"
    (project / "pytest.ini").write_text("[pytest]\nmarkers = browser\n")
    (project / "conftest.py").write_text(see)
    (project / "test_stub.py").write_text(test)
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@nowhere.example/name")
    for name in [name for name in os.environ if name.startswith("PYTEST_")]:
        monkeypatch.delenv(name)

    process = start("test", "--", "-p", "no:django", "-n", "0")
    output, errors = process.communicate(timeout=60)

    assert (process.returncode, errors) == (expected, "")
    assert [line.split()[0] for line in output.splitlines()[-2:]] == ["SQLite", "PostgreSQL"]
    assert (project / "seen.txt").read_text().split() == ["None", "postgres://somebody@nowhere.example/name"]
