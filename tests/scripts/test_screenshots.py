"""``make screenshots`` leaves nothing behind and says what it lacks."""

import socket
from pathlib import Path

import pytest

from scripts import run, screenshots
from scripts.process import CommandError


def test_everything_is_written_in_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the caller exported for the portal of every day is not for this one."""
    monkeypatch.setenv("DATABASE_URL", "postgres://localhost/precious")
    monkeypatch.setenv("DATA_DIR", "/precious")

    settings = screenshots.settings_for(8123, tmp_path)

    assert {name: settings[name] for name in ("DATABASE_URL", "DATA_DIR", "STATIC_ROOT", "BASE_URL")} == {
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3",
        "DATA_DIR": f"{tmp_path}/data",
        "STATIC_ROOT": f"{tmp_path}/static",
        "BASE_URL": "http://127.0.0.1:8123",
    }
    assert int(settings["READER_CLOCK_OFFSET"]) < 0


def test_a_free_port() -> None:
    """The port can be served."""
    with socket.socket() as server:
        server.bind((run.HOST, screenshots.free_port()))


def test_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a browser, one sentence says so and nothing is prepared."""
    monkeypatch.setattr(screenshots, "chromium", lambda: None)
    with pytest.raises(CommandError, match="no Chromium found"):
        screenshots.main([])
