"""Bring the catalogues of ``locale/`` up to date with the sources and compile them: ``make messages``."""

import shutil
import subprocess

from scripts import environment
from scripts.process import ROOT, CommandError


def main(_arguments: list[str]) -> int:
    """Update and compile the catalogues."""
    if not all(shutil.which(name) for name in ("xgettext", "msguniq")):
        msg = "GNU gettext is needed to collect the words of the sources: install it (on Debian: apt install gettext)."
        raise CommandError(msg)
    python = environment.ensure(environment.DEVELOPMENT)
    return subprocess.call([python, "-m", "scripts.catalogues", "update"], cwd=ROOT)
