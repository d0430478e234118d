"""Run the tests on SQLite, then on PostgreSQL with a browser: ``make test``.

What follows ``--`` goes to pytest. What a machine does not have is skipped, in one line; with CI=true it is a failure.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts import engine_files, environment, postgres
from scripts.process import ROOT, CommandError, tether
from scripts.steps import Outcome, skip, timed

NO_POSTGRES = "SKIPPED: PostgreSQL tests (no server programs and no DATABASE_URL found)"
NO_CHROMIUM = "SKIPPED: browser tests (no Chromium found on PATH, and CHROMIUM does not name one)"
NO_ENGINE = "SKIPPED: tests on search engines ({})"
MOST_WORKERS = 8

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_PLACES = (
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

# What a database cannot change runs once. On PostgreSQL: the demonstration in a browser; who may do what in the
# administration, address by address; the commands of the project. On SQLite, where it lives: what is in it.
ON_POSTGRES = ("tests/functional", "tests/isolation", "tests/scripts")
ON_SQLITE = ("tests/portal/test_demo.py",)

# The tests have their own settings; what a developer exported for `make run` is not for them.
NOT_FOR_TESTS = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "READER_CLOCK_OFFSET", "BASE_URL", "DEBUG")


def main(arguments: list[str]) -> int:
    """Run every layer that this machine can run; return the worst status."""
    extra = arguments[1:] if arguments[:1] == ["--"] else arguments
    url, binaries, browser = postgres.given_url(), postgres.programs(), chromium()
    if not url and not binaries:
        skip(NO_POSTGRES)
    if not browser:
        skip(NO_CHROMIUM)
    lack = engine_lack()
    if lack:
        skip(NO_ENGINE.format(lack))
    python = environment.ensure(environment.DEVELOPMENT)
    env = {key: value for key, value in os.environ.items() if key not in NOT_FOR_TESTS}
    if browser:
        env["CHROMIUM"] = browser
    pytest = [python, "-m", "pytest", "-n", str(workers()), "--dist", "loadfile", "--no-loadscope-reorder"]
    everything = without(*([] if browser else ["browser"]), *(["engine"] if lack else []))
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="tests-") as folder:
        place = Path(folder)
        if not url and not binaries:
            outcomes.append(layer("SQLite", [*pytest, *everything, *extra], place, env))
        else:
            units = [*without("browser", "launch", "engine"), *but(ON_POSTGRES)]
            outcomes.append(layer("SQLite", [*pytest, *units, *extra], place, env))
            with server(url, binaries) as address:
                on_postgres = {**env, "DATABASE_URL": address}
                rest = [*everything, *but(ON_SQLITE)]
                outcomes.append(layer("PostgreSQL", [*pytest, *rest, *extra], place, on_postgres))
    print("\n" + "\n".join(outcome.line() for outcome in outcomes))
    return max(outcome.status for outcome in outcomes)


def without(*markers: str) -> list[str]:
    """Return the options of pytest that leave out the tests with these markers."""
    return ["-m", " and ".join(f"not {marker}" for marker in markers)] if markers else []


def but(paths: Sequence[str]) -> list[str]:
    """Return the options of pytest that leave out these files and folders."""
    return [f"--ignore={path}" for path in paths]


def engine_lack() -> str | None:
    """Return what keeps the tests from every search engine; None when one is named, or can be started."""
    if any(os.environ.get(f"TEST_{kind.upper()}_URL") for kind in engine_files.Kind):
        return None
    lacks = [engine_files.missing(kind) for kind in engine_files.Kind]
    return lacks[0] if all(lacks) else None


@contextmanager
def server(url: str | None, binaries: Path | None) -> Iterator[str]:
    """Give the address of the server that the caller named, or of one that lives as long as the block."""
    if url:
        yield url
    elif binaries:
        with postgres.temporary_server(binaries) as address:
            yield address


def chromium() -> str | None:
    """Return the browser to test with: the one that CHROMIUM names, else the first found.

    Raises:
        CommandError: CHROMIUM names a program that is not there.

    """
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None:
            msg = f"CHROMIUM names a program that is not there: {named}"
            raise CommandError(msg)
        return found
    on_path = (shutil.which(name) for name in CHROMIUM_NAMES)
    in_place = (place for place in CHROMIUM_PLACES if os.access(place, os.X_OK))
    return next(filter(None, on_path), None) or next(in_place, None)


def workers() -> int:
    """Return how many tests run side by side: one per processor that we may use."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(allowed, MOST_WORKERS)


def layer(name: str, command: Sequence[str], place: Path, env: Mapping[str, str]) -> Outcome:
    """Run pytest once, with its temporary files in a folder of its own."""
    print(f"\n{name}")
    full = [*command, f"--basetemp={place / name.lower()}"]
    with timed(Outcome(name)) as outcome:
        status = subprocess.call(full, cwd=ROOT, env=env, preexec_fn=tether())
        # Ended by a signal, the status is negative. No test at all (5) is a failure like another.
        outcome.status = status if status >= 0 else 128 - status
    return outcome
