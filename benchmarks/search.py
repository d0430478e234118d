"""Speed of the search at 100,000 publications: `python -m benchmarks.search [COUNT] [ENGINE ...]`.

Starts a PostgreSQL of its own and fills it, then starts each engine in turn and measures: the rebuild of the index
beside the rate at which the engine alone takes the same documents, a save with and without search, the engine's answers
with facets and extracts, the pages and the suggestions that a reader gets, and hostile questions. Prints a table in
Markdown. About an hour for `elasticsearch`, `opensearch` and `database`; who names some waits for those alone.
"""

import os
import subprocess
import sys
import tempfile

from benchmarks.pages import PORT, fill, prepare
from scripts import postgres
from scripts.engine_files import Kind
from scripts.engines import Plan, running

COUNT = 100_000
# With half of it, Elasticsearch refuses now and then what a rebuild of a hundred thousand sends. Memory is cleared as
# both engines do it by themselves (G1), which the tests leave out to start sooner.
JAVA = ("-Xms2g", "-Xmx2g", "-XX:-UseSerialGC", "-XX:+UseG1GC")
DATABASE = "database"
COLUMNS = ("search on", "what", "figure", "aim")


def main(count: int, searched: list[str]) -> None:
    """Fill once, measure each of the engines that are named in a process of its own; status 1 if an aim is missed."""
    binaries = postgres.programs()
    if binaries is None:
        sys.exit("PostgreSQL's server programs were not found.")
    with postgres.temporary_server(binaries) as url, tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DATA_DIR": folder,
            "DEBUG": "false",
            "SEARCH_URL": DATABASE,
        }
        prepare()
        from benchmarks.wording import sayings  # noqa: PLC0415 -- with the others, after the environment

        fill(count, say=sayings())
        print(f"{count:,} publications\n\n| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}", flush=True)
        kept = []
        for kind in Kind:
            if kind in searched:
                with running(Plan(kind, java=JAVA)) as engine:
                    kept.append(measure(engine.search_url))
        if DATABASE in searched:
            kept.append(measure(DATABASE))
        if not all(kept):
            sys.exit(1)


def measure(search_url: str) -> bool:
    """Measure one engine, in a process that knows no other; return whether it kept every aim."""
    command = [sys.executable, "-m", "benchmarks.search_engine", str(PORT)]
    return subprocess.run(command, env={**os.environ, "SEARCH_URL": search_url}, check=False).returncode == 0  # noqa: S603


if __name__ == "__main__":
    named = sys.argv[2:] or [*Kind, DATABASE]
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT, named)
