"""The throw-away PostgreSQL server."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from scripts import postgres
from scripts.process import ROOT, CommandError
from scripts.run import port_problem

SERVER = pytest.mark.skipif(postgres.programs() is None, reason="no PostgreSQL server programs")


@pytest.fixture
def shared() -> Iterator[Path]:
    """Return a folder that the account of the server can reach; those of pytest are for one user."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_url() -> None:
    """A password may hold anything."""
    assert postgres.url_for(5433, "a/b@c:d") == "postgres://portail:a%2Fb%40c%3Ad@127.0.0.1:5433/postgres"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("postgres://u@h/d", "postgres://u@h/d"),
        ("postgresql://u@h/d", "postgresql://u@h/d"),
        ("sqlite:///var/portal.sqlite3", None),
        ("", None),
    ],
)
def test_given_url(monkeypatch: pytest.MonkeyPatch, value: str, expected: str | None) -> None:
    """Only the address of a PostgreSQL server replaces ours."""
    monkeypatch.setenv("DATABASE_URL", value)

    assert postgres.given_url() == expected


def test_releases_are_compared_as_numbers() -> None:
    """9.6 is older than 15, and 15 than 17."""
    places = [Path(f"/usr/lib/postgresql/{name}/bin") for name in ("15", "9.6", "17")]

    assert [place.parent.name for place in sorted(places, key=postgres.release)] == ["9.6", "15", "17"]


@SERVER
def test_server_lives_as_long_as_the_block() -> None:
    """It answers in UTF-8 without waiting for the disk, then leaves no process and no file, even on an error."""
    binaries = postgres.programs()
    assert binaries
    with pytest.raises(ZeroDivisionError), postgres.temporary_server(binaries) as url:  # noqa: PT012 (the whole block)
        with psycopg.connect(url) as connection:
            settings = [
                connection.execute(f"SHOW {name}").fetchone()
                for name in ("server_encoding", "fsync", "synchronous_commit", "full_page_writes", "max_connections")
            ]
            assert settings == [("UTF8",), ("off",), ("off",), ("off",), ("100",)]
            row = connection.execute("SHOW data_directory").fetchone()
            assert row
            place = Path(row[0]).parent
            assert place.is_dir()
            assert connection.execute("SELECT upper('é')").fetchone() == ("É",)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url, password="guess")
        _ = 1 / 0

    assert not place.exists()
    port = urlsplit(url).port
    assert port
    assert port_problem(port) == ""


@SERVER
def test_start_that_fails_is_told(shared: Path) -> None:
    """A folder that holds no data is told with what the server said."""
    binaries = postgres.programs()
    assert binaries

    with pytest.raises(CommandError, match=r"^PostgreSQL did not start: .*data.* \(log: var/log/postgres\.log\)$"):
        postgres.start(binaries, shared, postgres.free_port(), postgres.ordinary_user())


@SERVER
def test_command_runs_with_the_address() -> None:
    """``python3 -m scripts postgres -- COMMAND`` gives its command a DATABASE_URL, and returns its status."""
    code = "import os, sys; print(os.environ['DATABASE_URL']); sys.exit(7)"
    done = subprocess.run(
        [sys.executable, "-m", "scripts", "postgres", "--", sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 7
    assert done.stdout.startswith("postgres://portail:")
