"""One thing that all the processes of a test run use, and that one of them holds."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def locked(path: Path) -> Iterator[IO[str]]:
    """Hold a lock of the system for the time of a block; it goes with the process that holds it."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle


@contextmanager
def shared(folder: Path, name: str, hold: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """Give what `hold` gives; the first process to ask holds it, and lets it go once no other uses it."""
    gate, users, state = (folder / f"{name}.{part}" for part in ("gate", "users", "state"))
    with locked(gate):
        held = None if state.exists() else hold()
        value = held.__enter__() if held else state.read_text()
        state.write_text(value)
        mine = users.open("w")
        fcntl.flock(mine, fcntl.LOCK_SH)
    try:
        yield value
    finally:
        mine.close()
        if held:
            # Whoever comes while this process waits for the others stays at the gate, and then holds one anew.
            with locked(gate), locked(users):
                state.unlink()
                held.__exit__(None, None, None)


def once(path: Path, make: Callable[[], str]) -> str:
    """Return the text of a file that the first process to ask makes, and the others read."""
    with locked(path.with_suffix(".lock")):
        if not path.exists():
            path.write_text(make())
    return path.read_text()
