"""Put the Python sources in the house style: ``make fmt``. Templates are laid out by hand."""

import subprocess
from pathlib import Path

from scripts import environment
from scripts.process import ROOT


def main(_arguments: list[str]) -> int:
    """Apply what ruff can mend by itself, then its format; return the worst status."""
    ruff = Path(environment.ensure(environment.DEVELOPMENT)).parent / "ruff"
    return max(subprocess.call([ruff, *command, "."], cwd=ROOT) for command in (["check", "--fix"], ["format"]))
