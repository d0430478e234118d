"""Entry point of the project's commands: ``python3 -m scripts run``, ``test``, ``lint``, ``fmt``, ``messages``.

Some machines still call an old Python ``python3``. This file must load there (3.6 and later): it finds a newer one and
starts again with it. The other modules of the package are imported only once the version is right.
"""

import importlib
import io
import os
import shutil
import signal
import subprocess
import sys

OLDEST = (3, 11)
CANDIDATES = ("python3.13", "python3.12", "python3.11")
COMMANDS = ("run", "test", "lint", "fmt", "messages", "screenshots", "postgres", "engine")


def newer_python() -> "str | None":
    """Return the first candidate on PATH that starts and is recent enough."""
    check = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    for name in CANDIDATES:
        program = shutil.which(name)
        # A version manager may put a name on PATH for a Python that is not installed: it has to be tried.
        if program and subprocess.call([program, "-c", check], stderr=subprocess.DEVNULL) == 0:
            return program
    return None


def restart(arguments: "list[str]") -> int:
    """Start again with a recent Python; without one, say so and return 1."""
    program = newer_python()
    if program:
        os.execv(program, [program, "-m", "scripts", *arguments])  # noqa: S606 (no shell is wanted)
    needed = ".".join(str(part) for part in OLDEST)
    found = ".".join(str(part) for part in sys.version_info[:3])
    sys.stderr.write(
        f"Python {needed} or newer is needed and {found} was found: install it, "
        "or name one that you have with make PYTHON=/path/to/python3.\n"
    )
    return 1


def main(arguments: "list[str]") -> int:
    """Run one command and return its exit status; what goes wrong is told in a sentence, not a traceback."""
    if sys.version_info < OLDEST:
        return restart(arguments)
    if not arguments or arguments[0] not in COMMANDS:
        sys.stderr.write(f"Usage: python3 -m scripts {'|'.join(COMMANDS)}\n")
        return 2
    # Asked to end, or losing their terminal, the commands stop as they do for Ctrl-C: they have things to put away.
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    process = importlib.import_module("scripts.process")
    try:
        return int(importlib.import_module(f"scripts.{arguments[0]}").main(arguments[1:]))
    except process.CommandError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
