"""The entry point: the right Python, or a sentence."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import __main__ as entry
from scripts.process import ROOT


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py"])
def test_loads_on_the_pythons_that_are_too_old(name: str) -> None:
    """Python 3.6 reads the entry point, which can then look for a newer one."""
    ast.parse((ROOT / "scripts" / name).read_text(), feature_version=(3, 6))


def test_no_recent_python(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Where no Python is recent enough, one sentence says so."""
    monkeypatch.setattr(entry, "OLDEST", (99, 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    found = ".".join(str(part) for part in sys.version_info[:3])

    assert entry.main(["run"]) == 1
    assert capsys.readouterr().err == (
        f"Python 99.0 or newer is needed and {found} was found: install it, "
        "or name one that you have with make PYTHON=/path/to/python3.\n"
    )


def test_a_name_on_path_that_does_not_start_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Version managers leave names on PATH for Pythons that are not installed."""
    (tmp_path / "python3.13").write_text("#!/bin/sh\nexit 127\n")
    (tmp_path / "python3.13").chmod(0o755)
    (tmp_path / "python3.12").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")

    assert entry.newer_python() == str(tmp_path / "python3.12")


def test_unknown_command() -> None:
    """An unknown command is answered by the list of those that exist."""
    done = subprocess.run(
        [sys.executable, "-m", "scripts", "fly"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (
        2,
        "Usage: python3 -m scripts run|test|lint|fmt|messages|screenshots|postgres|engine\n",
    )
