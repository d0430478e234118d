"""Make and repair ``.venv`` from the lock files.

A stamp inside the folder is written last: it names the folder, its Python and the locks that were installed. Without it
(an interrupted installation), or when the folder was moved or its Python is gone, the folder is built again.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from enum import StrEnum
from pathlib import Path

from scripts.process import LOGS, ROOT, VAR, CommandError, exclusive, run_logged, shown, tail

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"

# What installing one lock also satisfies: the development lock holds every line of the runtime one.
COVERS = {RUNTIME: (RUNTIME,), DEVELOPMENT: (DEVELOPMENT, RUNTIME)}

OFFLINE = ("Failed to establish a new connection", "NameResolutionError", "ConnectTimeout", "Network is unreachable")


class State(StrEnum):
    """What an environment is worth for one lock file."""

    READY = "ready"
    STALE = "stale"
    BROKEN = "broken"


def folder(root: Path) -> Path:
    """Return where the environment of a project stands."""
    return root / ".venv"


def interpreter(root: Path) -> Path:
    """Return the Python of the environment."""
    return folder(root) / "bin" / "python"


def stamp(root: Path) -> Path:
    """Return the file that is written once an installation is complete."""
    return folder(root) / "installed.json"


def digest(root: Path, lock: str) -> str:
    """Return the SHA-256 of a lock file, in hexadecimal."""
    return hashlib.sha256((root / lock).read_bytes()).hexdigest()


def version(python: Path) -> str | None:
    """Return the version of an interpreter, or None when it does not start."""
    ask = "import platform, pip; print(platform.python_version())"
    try:
        done = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() or None


def recorded(root: Path) -> dict[str, str]:
    """Return the locks that the stamp vouches for, name and digest; none when the stamp is not to be believed."""
    try:
        found = json.loads(stamp(root).read_text())
        locks: dict[str, str] = found["locks"]
        genuine = found["folder"] == str(folder(root)) and found["python"] == version(interpreter(root))
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return locks if genuine else {}


def state(root: Path, lock: str) -> State:
    """Tell whether the environment holds what a lock names."""
    locks = recorded(root)
    if not locks:
        return State.BROKEN
    return State.READY if locks.get(lock) == digest(root, lock) else State.STALE


def write_stamp(root: Path, lock: str) -> None:
    """Record that a lock is installed, with all that it covers."""
    content = {
        "folder": str(folder(root)),
        "python": version(interpreter(root)),
        "locks": {name: digest(root, name) for name in COVERS[lock] if (root / name).exists()},
    }
    stamp(root).write_text(json.dumps(content, indent=2) + "\n")


def clear(place: Path) -> None:
    """Remove a folder, or whatever stands in its place; what a link points to is left alone."""
    if place.is_symlink() or place.is_file():
        place.unlink()
    elif place.exists():
        shutil.rmtree(place)


def build(root: Path, *, logs: Path) -> None:
    """Make an empty environment, in place of whatever is there."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        msg = f"Python's venv module is missing: install it (on Debian and Ubuntu: apt install {name}) and start again."
        raise CommandError(msg)
    place = folder(root)
    clear(place)
    # Started from the very environment that was just removed, this process has to name the Python underneath.
    base = getattr(sys, "_base_executable", None) or sys.executable
    failure = "The environment .venv could not be made"
    run_logged([base, "-m", "venv", str(place)], log=logs / "venv.log", failure=failure)


def install(root: Path, lock: str, *, logs: Path) -> None:
    """Install what a lock names, hashes checked, and write the stamp."""
    stamp(root).unlink(missing_ok=True)
    log = logs / "pip.log"
    options = ["--no-input", "--disable-pip-version-check", "--progress-bar=off", "--retries=2"]
    command = [str(interpreter(root)), "-m", "pip", "install", *options, "--only-binary=:all:", "--require-hashes"]
    # Interrupted, pip leaves its temporary files behind: there, they go away with the environment.
    temporary = folder(root) / "tmp"
    temporary.mkdir(exist_ok=True)
    # A user's own pip settings must not send the packages to the home folder.
    env = {**os.environ, "PIP_USER": "0", "TMPDIR": str(temporary)}
    try:
        run_logged([*command, "-r", str(root / lock)], log=log, failure="Installing the packages failed", env=env)
    except CommandError as error:
        raise CommandError(pip_failure(log)) from error
    shutil.rmtree(temporary, ignore_errors=True)
    write_stamp(root, lock)


def pip_failure(log: Path) -> str:
    """Tell in one sentence why pip failed, with its last error lines."""
    said = tail(log, 200)
    errors = [line for line in said if line.startswith("ERROR")] or said
    offline = any(sign in line for line in said for sign in OFFLINE)
    hint = "the package index cannot be reached, is this machine online? " if offline else ""
    return f"Installing the packages failed: {hint}{' '.join(errors[-2:])} (log: {shown(log)})"


def ensure(lock: str, *, root: Path = ROOT, logs: Path = LOGS) -> str:
    """Return the Python of an environment that holds everything a lock names, made or repaired if need be.

    Raises:
        CommandError: it could not be made; the sentence says why.

    """
    with exclusive(VAR / "environment.lock" if root == ROOT else root / "environment.lock"):
        found = state(root, lock)
        if found is State.READY:
            return str(interpreter(root))
        if not (root / lock).is_file():
            msg = f"{lock} is missing: the copy of the project is not complete."
            raise CommandError(msg)
        if found is State.BROKEN:
            print("Preparing .venv…")
            build(root, logs=logs)
        print(f"Installing the packages of {lock} (a minute or so the first time)…")
        install(root, lock, logs=logs)
    return str(interpreter(root))
