"""The settings that all kinds of servers share."""

from portal.settings.base import database


def test_postgresql_keeps_its_connections(monkeypatch):
    """To open one takes some fifteen milliseconds: without this, each request would."""
    monkeypatch.setenv("DATABASE_URL", "postgres://portail:secret@127.0.0.1/portail?connect_timeout=3")

    assert database("sqlite:///var/portal.sqlite3") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "portail",
        "USER": "portail",
        "PASSWORD": "secret",
        "HOST": "127.0.0.1",
        "PORT": "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        "OPTIONS": {"connect_timeout": 3, "options": "-c jit=off"},
    }
