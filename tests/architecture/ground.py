"""Where the applications stand, said once: `docs/architecture.md` and pyproject.toml say the same."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# From the highest to the lowest. Those of one line are siblings, which never know each other.
LAYERS = (
    ("portal",),
    ("articles", "events", "projects", "home", "search", "desk", "translation"),
    ("partners",),
    ("accounts",),
    ("core",),
)
APPLICATIONS = tuple(app for layer in LAYERS for app in layer)


def level(app):
    """How many layers stand below an application."""
    return next(len(LAYERS) - 1 - rank for rank, layer in enumerate(LAYERS) if app in layer)


def run(*command, settings="portal.settings.test", **variables):
    """Run a Python program of the project in an environment that holds these variables and no other of the portal."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TMPDIR") if name in os.environ}
    env = {**kept, "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
