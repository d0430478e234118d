"""Take the pictures of the guide and of the README anew: ``make screenshots``.

They show the demonstration, on a database and in folders that last as long as the command.
"""

import argparse
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from scripts import environment, run
from scripts.process import LOGS, ROOT, Child, CommandError, run_logged, stop, tether
from scripts.test import chromium

NO_CHROMIUM = "The pictures need a browser: no Chromium found on PATH, and CHROMIUM does not name one."
SETS = ("guide", "readme")


def main(arguments: list[str]) -> int:
    """Start a portal of its own, take every picture or those of one set, and stop it."""
    parser = argparse.ArgumentParser(prog="make screenshots", description=__doc__)
    parser.add_argument("--only", choices=SETS, help="take one set of pictures only")
    chosen = parser.parse_args(arguments).only
    browser = chromium()
    if browser is None:
        raise CommandError(NO_CHROMIUM)
    return take(environment.ensure(environment.DEVELOPMENT), browser, [chosen] if chosen else list(SETS))


def take(python: str, browser: str, sets: list[str]) -> int:
    """Take pictures with a Python that has the development packages; return the status of the camera."""
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder:
        port = free_port()
        env = settings_for(port, Path(folder))
        print("Preparing the demonstration…")
        for arguments in (["migrate", "--noinput", "--verbosity=0"], ["load_demo"]):
            log = LOGS / "screenshots.log"
            failure = "The demonstration could not be prepared"
            run_logged([python, "manage.py", *arguments], log=log, failure=failure, env=env)
        server = [python, "-m", "gunicorn", "portal.wsgi:application", f"--bind={run.HOST}:{port}"]
        server += ["--worker-class=gthread", "--threads=4", "--log-level=warning", "--no-control-socket"]
        children: list[Child] = []
        try:
            children.append(Child.start("server", server, env=env, log=LOGS / "screenshots-server.log"))
            run.wait_until_ready(children, port)
            heading, administrator = run.demonstration_accounts(python, env).splitlines()[:2]
            email, password = administrator.split()[0], heading.split()[-1]
            camera = [python, "-m", "scripts.camera", f"http://{run.HOST}:{port}", email, password, browser, *sets]
            return subprocess.call(camera, cwd=ROOT, env=env, preexec_fn=tether())
        finally:
            stop(children)


def settings_for(port: int, folder: Path) -> Mapping[str, str]:
    """Return the environment of the demonstration, with everything that it writes in `folder`."""
    return {
        **run.settings_for(port, now=datetime.now(UTC)),
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
        "DATA_DIR": str(folder / "data"),
        "STATIC_ROOT": str(folder / "static"),
        "BASE_URL": f"http://{run.HOST}:{port}",
    }


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((run.HOST, 0))
        return int(probe.getsockname()[1])
