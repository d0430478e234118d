"""Migrations: complete, small, and going both ways."""

import ast
import json
from contextlib import contextmanager
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings

from tests.architecture.ground import APPLICATIONS, ROOT, run

# Each can be taken back once those above it are. Wagtail's own migrations hang on the accounts, which stay.
BACKWARDS = ("portal", "translation", "search", "home", "projects", "events", "articles", "partners", "core")
OURS = {"core_page_depth_path": ["depth", "path"], "core_page_url_path": ["url_path"]}
LARGEST = 60_000


def files():
    return [file for app in APPLICATIONS for file in sorted((ROOT / app / "migrations").glob("0*.py"))]


def test_models_have_their_migrations():
    done = run("manage.py", "makemigrations", "--check", "--dry-run")

    assert (done.returncode, done.stdout) == (0, "No changes detected\n")


def test_every_application_with_models_has_a_first_migration_and_is_taken_back():
    with_models = {model._meta.app_label for model in apps.get_models()} & set(APPLICATIONS)

    assert {file.parts[-3] for file in files() if file.name == "0001_initial.py"} == with_models
    assert with_models == {*BACKWARDS, "accounts"}


@pytest.mark.parametrize("file", files(), ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_migration_holds_no_definition_of_blocks(file):
    """Each word changed in a block would otherwise make a migration of thousands of lines."""
    text = file.read_text(encoding="utf-8")
    names = {node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}

    assert [word for word in ("StreamBlock", "block_lookup", "StructBlock", "block_types") if word in text] == []
    assert "StreamField" not in names
    assert len(text.encode()) < LARGEST


@contextmanager
def empty_database(folder):
    """The address of an empty database of the kind that the tests run on."""
    options = settings.DATABASES["default"]
    if options["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{folder / 'portal.sqlite3'}"
        return
    import psycopg

    name = f"migrations_{uuid4().hex}"
    place = {"host": options["HOST"], "port": options["PORT"] or 5432}
    account = {"user": options["USER"], "password": options["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **place, **account) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            secret = quote(account["password"], safe="")
            yield f"postgres://{quote(account['user'], safe='')}:{secret}@{place['host']}:{place['port']}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_migrations_go_both_ways(tmp_path):
    with empty_database(tmp_path) as url:
        done = run("tests/architecture/round_trip.py", *BACKWARDS, DATABASE_URL=url)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "made": dict.fromkeys(BACKWARDS, True),
        "indexes": OURS,
        "left": {app: [] for app in BACKWARDS},
        "indexes left": {},
        "same again": True,
        "indexes again": OURS,
    }
