"""Run other programs: into a log, beside us, never outliving us."""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self, TypedDict, Unpack

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
LOGS = VAR / "log"

STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class Account(TypedDict, total=False):
    """The options of subprocess that run a program as somebody else. Empty: as ourselves."""

    user: int
    group: int
    extra_groups: list[int]


class Options(Account, total=False):
    """The options of subprocess that the callers here use."""

    cwd: Path
    env: Mapping[str, str]


class CommandError(Exception):
    """A sentence for the person at the keyboard. It ends the command with status 1."""


def _end_with(parent: int) -> None:
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        # The parent may have died between the fork and the line above: no signal will come.
        if os.getppid() != parent:
            os._exit(1)


def tether() -> Callable[[], None]:
    """Return what a new process has to call so that it ends with this one, even when this one is killed (Linux)."""
    return partial(_end_with, os.getpid())


def shown(path: Path) -> str:
    """Return a path as the reader knows it: relative to the project when it is inside."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def tail(log: Path, lines: int = 1) -> list[str]:
    """Return the last lines of a log that say something."""
    if not log.exists():
        return []
    said = [line.rstrip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return said[-lines:]


def run_logged(command: Sequence[str], *, log: Path, failure: str, **options: Unpack[Options]) -> None:
    """Run a command into a log; `options` are those of subprocess.

    Raises:
        CommandError: the command failed; the sentence is `failure`, the last line of the log and where to read it all.

    """
    log.parent.mkdir(parents=True, exist_ok=True)
    options.setdefault("cwd", ROOT)
    with log.open("wb") as output:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            preexec_fn=tether(),
            **options,
        )
    if done.returncode:
        reason = " ".join(tail(log)) or f"it ended with status {done.returncode} and said nothing"
        msg = f"{failure}: {reason} (log: {shown(log)})"
        raise CommandError(msg)


@contextmanager
def exclusive(lock: Path) -> Iterator[None]:
    """Hold a lock file: two commands started together prepare the project one after the other."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another command is preparing the project; waiting for it…")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@dataclass
class Child:
    """A program that runs beside this one, in its own session, with its own log."""

    name: str
    log: Path
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, name: str, command: Sequence[str], *, env: Mapping[str, str], log: Path) -> Self:
        """Start the program; its log begins anew."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C must reach this program only, which then stops its children in order.
                start_new_session=True,
                preexec_fn=tether(),  # noqa: PLW1509 (one thread only at this point)
            )
        return cls(name, log, process)

    def signal(self, number: int) -> None:
        """Send a signal to the program and all that it started."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return

    def check(self) -> None:
        """Raise a CommandError with the end of the log if the program has stopped."""
        status = self.process.poll()
        if status is not None:
            end = "".join(f"\n  {line}" for line in tail(self.log, 10))
            msg = f"The {self.name} stopped by itself (status {status}). End of {shown(self.log)}:{end or ' (empty)'}"
            raise CommandError(msg)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Finish what is being put away, however many times Ctrl-C is pressed."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [(number, signal.signal(number, signal.SIG_IGN)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def stop(children: Iterable[Child]) -> None:
    """Ask the children to end, wait ten seconds for them all, then kill what is left."""
    remaining = list(children)
    with undisturbed():
        for child in remaining:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in remaining:
            try:
                child.process.wait(max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                continue
        for child in remaining:
            # Also for those that ended: something that they started may still be there.
            child.signal(signal.SIGKILL)
            child.process.wait()
