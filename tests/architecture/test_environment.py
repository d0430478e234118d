"""Every variable in one table, documented, read there only; a bad one stops the start with one sentence."""

import ast
import re
from secrets import token_urlsafe

import pytest

from portal.env import REQUIRED, VARIABLES
from tests.architecture.ground import APPLICATIONS, ROOT, run

PRODUCTION = "portal.settings.production"

# Who else looks at the environment, and why.
READERS = {
    "portal/env.py": "the table",
    "manage.py": "DJANGO_SETTINGS_MODULE has a default",
    "portal/wsgi.py": "DJANGO_SETTINGS_MODULE has a default",
    # The launcher prepares the environment of the programs that it starts; it runs before Django is installed.
    "scripts/catalogues.py": "passes it on without DJANGO_SETTINGS_MODULE",
    "scripts/engine_files.py": "passes it on to Maven",
    "scripts/engine_nodes.py": "passes PATH on to a search engine",
    "scripts/environment.py": "passes it on to pip",
    "scripts/java.py": "JAVA_HOME names a JDK",
    "scripts/lint.py": "passes it on without DATABASE_URL",
    "scripts/postgres.py": "DATABASE_URL names a server to test on",
    "scripts/run.py": "passes it on",
    "scripts/steps.py": "CI=true allows no skipping",
    "scripts/test.py": "CHROMIUM names a browser; passes the rest on",
}

WAYS_TO_READ = {"environ", "environb", "getenv", "getenvb", "environs", "dotenv", "decouple"}


def sources():
    """The project's own Python files but its tests, by path."""
    places = [ROOT / name for name in (*APPLICATIONS, "scripts")]
    files = [*ROOT.glob("*.py"), *(file for place in places for file in place.rglob("*.py"))]
    return {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in files}


def reads_environment(source):
    """Whether a module names one of the ways to read the environment, as an attribute, a name or an import."""
    for node in ast.walk(ast.parse(source)):
        names = {
            ast.Attribute: lambda node: {node.attr},
            ast.Name: lambda node: {node.id},
            ast.Import: lambda node: {alias.name for alias in node.names},
            ast.ImportFrom: lambda node: {node.module, *(alias.name for alias in node.names)},
        }.get(type(node), lambda _node: set())(node)
        if names & WAYS_TO_READ and not names & {"scripts"}:
            return True
    return False


def test_environment_is_read_in_one_place():
    assert {path for path, source in sources().items() if reads_environment(source)} == set(READERS)


@pytest.mark.parametrize(
    "source",
    ["import os\nos.environ['X']", "from os import environ", "import os\nos.getenv('X')", "from environs import Env"],
)
def test_every_way_to_read_is_noticed(source):
    assert reads_environment(source)


def test_every_variable_is_read():
    """A variable of the table that nobody asks for would be documented for nothing."""
    texts = [source for path, source in sources().items() if path.startswith("portal/") and path != "portal/env.py"]

    assert [v.name for v in VARIABLES if not any(f'"{v.name}"' in text for text in texts)] == []


def as_written(default):
    if default is REQUIRED:
        return ""
    text = str(default).lower() if isinstance(default, bool) else str(default)
    return f'"{text}"' if re.search(r"[\s<>]", text) else text


def test_example_file_has_every_variable_with_its_meaning_and_default():
    _title, *paragraphs = (ROOT / ".env.example").read_text(encoding="utf-8").strip().split("\n\n")

    required = {v.name: " Required in production." for v in VARIABLES if v.default is REQUIRED}
    assert paragraphs == [
        f"# {v.meaning}{required.get(v.name, '')}\n# {v.name}={as_written(v.default)}" for v in VARIABLES
    ]


def test_production_guide_has_every_variable():
    guide = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")

    assert [v.name for v in VARIABLES if f"`{v.name}`" not in guide] == []


def production(**variables):
    """A complete environment of a public server, but for what `variables` says."""
    complete = {
        "DATABASE_URL": "sqlite://:memory:",
        "SECRET_KEY": token_urlsafe(50),
        "ALLOWED_HOSTS": "portail.example",
        "BASE_URL": "https://portail.example",
    }
    return {name: value for name, value in {**complete, **variables}.items() if value is not None}


MISSING = "The environment variable {} is missing: {}"
MALFORMED = "The environment variable {} is malformed ({}): {}"
MEANING = {variable.name: variable.meaning for variable in VARIABLES}
NO_DATABASE = MALFORMED.format("DATABASE_URL", "not a valid database URL", MEANING["DATABASE_URL"])
SENTENCES = [
    ({"SECRET_KEY": None}, MISSING.format("SECRET_KEY", MEANING["SECRET_KEY"])),
    ({"SECRET_KEY": ""}, MISSING.format("SECRET_KEY", MEANING["SECRET_KEY"])),
    ({"ALLOWED_HOSTS": None}, MISSING.format("ALLOWED_HOSTS", MEANING["ALLOWED_HOSTS"])),
    ({"BASE_URL": "portail.example"}, MALFORMED.format("BASE_URL", "not in the form expected", MEANING["BASE_URL"])),
    ({"DATABASE_URL": "nonsense"}, NO_DATABASE),
    ({"EMAIL_URL": "nonsense"}, MALFORMED.format("EMAIL_URL", "not in the form expected", MEANING["EMAIL_URL"])),
    ({"HSTS_SECONDS": "un an"}, MALFORMED.format("HSTS_SECONDS", "not a valid integer", MEANING["HSTS_SECONDS"])),
]  # fmt: skip


@pytest.mark.parametrize(("variables", "sentence"), SENTENCES)
def test_bad_variable_stops_the_start_with_one_sentence(variables, sentence):
    done = run("manage.py", "check", settings=PRODUCTION, **production(**variables))

    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"portal: {sentence}\n")


def test_bad_variable_of_the_development_settings():
    done = run("manage.py", "check", settings="portal.settings.dev", DEBUG="pas")

    sentence = MALFORMED.format("DEBUG", "not a valid boolean", MEANING["DEBUG"])
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"portal: {sentence}\n")


def test_bad_variable_stops_the_server_with_the_same_sentence():
    """Status 3 tells gunicorn not to start the worker again."""
    done = run("-c", "import portal.wsgi", settings=PRODUCTION, **production(DATABASE_URL="nonsense"))

    assert (done.returncode, done.stdout, done.stderr) == (3, "", f"portal: {NO_DATABASE}\n")


def test_empty_variable_has_its_default():
    code = "from django.conf import settings; print(settings.DATA_DIR.name, settings.EMAIL_PORT, settings.BASE_URL)"

    done = run("-c", code, settings=PRODUCTION, **production(DATA_DIR="", EMAIL_URL=""))

    assert (done.stdout, done.stderr) == ("var None https://portail.example\n", "")


@pytest.mark.parametrize("url", ["sqlite://:memory:", "postgres://portail:secret@127.0.0.1:5432/portail"])
def test_production_settings_pass_the_deployment_checks(url):
    done = run(
        "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING",
        settings=PRODUCTION, **production(DATABASE_URL=url),
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")


def test_deployment_checks_see_a_weak_key():
    done = run(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        settings=PRODUCTION,
        **production(SECRET_KEY="court"),
    )

    assert done.returncode == 1
    assert "security.W009" in done.stderr
