"""A PostgreSQL server of our own for the time of a test run, on a free port of the loopback, in a temporary folder.

``python3 -m scripts postgres -- COMMAND`` runs a command with DATABASE_URL set; without a command, the address is shown
and the server runs until Ctrl-C.
"""

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from scripts.process import LOGS, Account, CommandError, run_logged, shown, tail, tether, undisturbed

HOST = "127.0.0.1"
USER = "portail"
DATABASE = "postgres"
START_SECONDS = 30
STOP_SECONDS = 10
ATTEMPTS = 3
LONGEST_SOCKET_FOLDER = 80

# The data is thrown away: nothing has to survive a power failure.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "listen_addresses": HOST,
    "timezone": "UTC",
    # What it would count while a test has not committed is nothing, and the plans made of that take minutes.
    "autovacuum": "off",
}

# Where Debian and its relatives, then Homebrew, keep programs that they do not put on PATH.
FOLDERS = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin")


def given_url() -> str | None:
    """Return the DATABASE_URL of the caller when it names a PostgreSQL server."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith(("postgres://", "postgresql://")) else None


def programs() -> Path | None:
    """Return the folder of the server programs: PATH, then pg_config, then the usual folders, newest first."""
    places: list[Path] = []
    on_path = shutil.which("initdb")
    if on_path:
        places.append(Path(on_path).resolve().parent)
    pg_config = shutil.which("pg_config")
    if pg_config:
        asked = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        places.append(Path(asked.stdout.strip()))
    for pattern in FOLDERS:
        places += sorted(Path("/").glob(pattern.removeprefix("/")), key=release, reverse=True)
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


def release(place: Path) -> tuple[int, ...]:
    """Return the numbers in a folder's name: 15 sorts after 9.6."""
    return tuple(int(number) for number in re.findall(r"\d+", place.parent.name))


def ordinary_user() -> Account:
    """Return the options of subprocess that leave root, under which PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    msg = "PostgreSQL does not run as root, and there is neither a “postgres” nor a “nobody” account to run it."
    raise CommandError(msg)


def free_port() -> int:
    """Return a port of the loopback that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def url_for(port: int, password: str) -> str:
    """Return the address of the server in the form of DATABASE_URL."""
    return f"postgres://{USER}:{quote(password, safe='')}@{HOST}:{port}/{DATABASE}"


def initialise(binaries: Path, place: Path, password: str, account: Account) -> None:
    """Make the data folder: UTF-8, sorted by code point, one account with a password."""
    secret = place / "password"
    secret.write_text(password)
    if account:
        os.chown(secret, account["user"], account["group"])
    # Any local user can reach the loopback: without a password, any of them would become a superuser here.
    base = [str(binaries / "initdb"), "--auth=scram-sha-256", f"--username={USER}", f"--pwfile={secret}", "--no-sync"]
    log = LOGS / "postgres-initdb.log"
    failure = "PostgreSQL could not be prepared"
    base += ["--encoding=UTF8", f"--pgdata={place / 'data'}"]
    try:
        run_logged([*base, "--locale=C.UTF-8"], log=log, failure=failure, cwd=place, **account)
    except CommandError:
        # Not every system has that locale; plain C has the same order.
        shutil.rmtree(place / "data", ignore_errors=True)
        run_logged([*base, "--locale=C"], log=log, failure=failure, cwd=place, **account)
    secret.unlink()


def start(binaries: Path, place: Path, port: int, account: Account) -> subprocess.Popen[bytes]:
    """Start the server and wait until it accepts connections.

    Raises:
        CommandError: it stopped, or did not open within thirty seconds.

    """
    options = {**OPTIONS, "port": str(port), "unix_socket_directories": socket_folder(place)}
    settings = [argument for name, value in options.items() for argument in ("-c", f"{name}={value}")]
    log = LOGS / "postgres.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", place / "data", *settings],
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=tether(),  # noqa: PLW1509 (one thread only at this point)
            **account,
        )
    deadline = time.monotonic() + START_SECONDS
    try:
        while time.monotonic() < deadline and process.poll() is None:
            # The server itself writes there that it is ready; pg_isready comes with another package.
            state = place / "data" / "postmaster.pid"
            if state.exists() and "ready" in state.read_text():
                return process
            time.sleep(0.05)
    except BaseException:
        stop(process)
        raise
    stop(process)
    msg = f"PostgreSQL did not start: {' '.join(tail(log)) or 'it said nothing'} (log: {shown(log)})"
    raise CommandError(msg)


def socket_folder(place: Path) -> str:
    """Return where the Unix socket goes: in the folder, or nowhere when the name would be too long for the system."""
    return str(place) if len(str(place)) <= LONGEST_SOCKET_FOLDER else ""


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the server without waiting for its clients; kill it if it lingers."""
    with undisturbed():
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def temporary_server(binaries: Path) -> Iterator[str]:
    """Run a server for the time of a block, and give its address."""
    account = ordinary_user()
    password = secrets.token_urlsafe(16)
    # The temporary folder of root may be closed to the account that runs the server; /tmp is open to all.
    place = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp" if account else None))  # noqa: S108 (a folder of its own in it)
    try:
        if account:
            os.chown(place, account["user"], account["group"])
        initialise(binaries, place, password, account)
        process, port = start_somewhere(binaries, place, account)
        try:
            yield url_for(port, password)
        finally:
            stop(process)
    finally:
        with undisturbed():
            shutil.rmtree(place, ignore_errors=True)


def start_somewhere(binaries: Path, place: Path, account: Account) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server on a free port; another program may take the port first, hence the attempts."""
    for _ in range(ATTEMPTS - 1):
        port = free_port()
        try:
            return start(binaries, place, port, account), port
        except CommandError:
            continue
    port = free_port()
    return start(binaries, place, port, account), port


def main(arguments: list[str]) -> int:
    """Run a command with a server, or show the address and wait for Ctrl-C."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    binaries = programs()
    if binaries is None:
        msg = "The PostgreSQL server programs were not found (initdb, postgres)."
        raise CommandError(msg)
    with temporary_server(binaries) as url:
        if command:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})
        sys.stdout.write(f"DATABASE_URL={url}\n")
        signal.pause()
    return 0
