"""Check style, types, templates, layers, migrations and catalogues: ``make lint``."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts import environment
from scripts.process import ROOT
from scripts.steps import Outcome, skip, timed

NO_GETTEXT = "SKIPPED: words missing from the catalogues (GNU gettext not found: xgettext, msguniq)"

# Two at a time: mypy and the catalogues take as long as all the rest.
WORKERS = 2


def main(_arguments: list[str]) -> int:
    """Run every check, even after a failure; return 1 if any failed."""
    gettext = all(shutil.which(name) for name in ("xgettext", "msguniq"))
    if not gettext:
        skip(NO_GETTEXT)
    python = environment.ensure(environment.DEVELOPMENT)
    with ThreadPoolExecutor(WORKERS) as pool:
        outcomes = []
        # In the order of the list, each as soon as it and those before it are done.
        for outcome in pool.map(check, *zip(*checks(python, extract=gettext), strict=True)):
            print(outcome.line())
            if outcome.status:
                print(outcome.output)
            outcomes.append(outcome)
    return 1 if any(outcome.status for outcome in outcomes) else 0


def checks(python: str, *, extract: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the command of each check."""
    tools = Path(python).parent
    templates = template_folders()
    catalogues = [] if extract else ["--no-extraction"]
    # As a module: the project comes before the packages, one of which is named as one of our applications.
    yield "types", [python, "-m", "mypy", "."]
    yield "style", [str(tools / "ruff"), "check", "."]
    yield "format", [str(tools / "ruff"), "format", "--check", "."]
    if templates:
        yield "templates", [str(tools / "djlint"), "--lint", "--quiet", *templates]
    yield "layers", [str(tools / "lint-imports")]
    yield "migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"]
    yield "catalogues", [python, "-m", "scripts.catalogues", "check", *catalogues]


def template_folders() -> list[str]:
    """Return the folders of templates: that of the project, and those of the applications that have their own."""
    found = [ROOT / "templates", *sorted(ROOT.glob("*/templates"))]
    return [str(folder.relative_to(ROOT)) for folder in found if any(folder.rglob("*.html"))]


def check(name: str, command: list[str]) -> Outcome:
    """Run one check and keep what it says."""
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    with timed(Outcome(name)) as outcome:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        outcome.status, outcome.output = done.returncode, done.stdout
    return outcome
