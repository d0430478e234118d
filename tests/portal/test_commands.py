"""The commands that make a portal: what they ask, what they refuse, in one sentence."""

import os
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from wagtail.models import Site

from accounts.models import User
from home.models import HomePage
from portal.demo.loader import ADMINISTRATOR
from tests.factories.accounts import make_administrator, make_user
from tests.factories.installed import as_installed
from tests.portal.kept import dump

pytestmark = pytest.mark.django_db

PASSWORD = "fil-de-trame-et-de-chaine"


@pytest.fixture(autouse=True)
def _new_database(db, monkeypatch):
    monkeypatch.delenv("PORTAL_ADMIN_PASSWORD", raising=False)
    as_installed()


@pytest.fixture(autouse=True)
def _nobody_to_answer():
    """Standard input is no terminal, even when the tests are run in one."""
    terminal, nothing = os.dup(0), os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    yield
    os.dup2(terminal, 0)
    os.close(terminal)
    os.close(nothing)


def run(*arguments):
    output = StringIO()
    call_command(*arguments, stdout=output, no_color=True)
    return output.getvalue()


def administrators():
    return list(User.objects.values_list("email", "first_name", "last_name", "is_superuser", "is_staff", "is_active"))


def test_portal_with_an_administrator(monkeypatch):
    monkeypatch.setenv("PORTAL_ADMIN_PASSWORD", PASSWORD)

    said = run("setup_portal", "--email", "Ariane@Exemple.example", "--first-name=Ariane", "--last-name=Tisserand")

    assert said == "Administrator Ariane@Exemple.example created.\nThe portal is set up.\n"
    assert administrators() == [("ariane@exemple.example", "Ariane", "Tisserand", True, True, True)]
    assert authenticate(HttpRequest(), username="ariane@exemple.example", password=PASSWORD) == User.objects.get()
    assert list(HomePage.objects.order_by("slug").values_list("slug", "live")) == [("accueil", True), ("home", True)]


def test_second_run_changes_nothing(monkeypatch):
    monkeypatch.setenv("PORTAL_ADMIN_PASSWORD", PASSWORD)
    run("setup_portal", "--email=ariane@exemple.example")
    before = dump()

    # There is an administrator: neither an address nor a password is asked for, nor used.
    monkeypatch.setenv("PORTAL_ADMIN_PASSWORD", "un-autre-mot-de-passe")
    again = [run("setup_portal", "--email=ariane@exemple.example"), run("setup_portal")]

    assert again == ["The portal is set up.\n"] * 2
    assert dump() == before


def test_portal_without_an_administrator():
    said = run("setup_portal", "--no-administrator")

    assert (said, administrators(), HomePage.objects.count()) == ("The portal is set up.\n", [], 2)


def test_administrator_who_left_is_none(monkeypatch):
    make_administrator(email="depart@exemple.example", is_active=False)
    monkeypatch.setenv("PORTAL_ADMIN_PASSWORD", PASSWORD)

    run("setup_portal", "--email=ariane@exemple.example")

    assert sorted(User.objects.filter(is_active=True).values_list("email", flat=True)) == ["ariane@exemple.example"]


@pytest.mark.parametrize("address", ["https://portail.example", "http://portail.example:8443"])
def test_site_has_the_public_address(settings, address):
    """Wagtail tells the scheme from the port."""
    settings.BASE_URL = address

    run("setup_portal", "--no-administrator")

    assert Site.objects.get().root_url == address


NO_TERMINAL = "Give --email and the environment variable PORTAL_ADMIN_PASSWORD, or run this in a terminal."
REFUSALS = [
    ([], PASSWORD, NO_TERMINAL),
    (["--email=ariane@exemple.example"], "", NO_TERMINAL),
    (["--email=ariane"], PASSWORD, "Enter a valid email address."),
    (
        ["--email=ariane@exemple.example"],
        "court",
        "This password is too short. It must contain at least 12 characters.",
    ),
    (["--email=ariane@exemple.example"], "8392017465028", "This password is entirely numeric."),
    (
        ["--email=ariane@exemple.example"],
        "ariane@exemple.ex",
        "The password is too similar to the e-mail address.",
    ),
    (
        ["--email=Membre@exemple.example"],
        PASSWORD,
        "Membre@exemple.example has an account already, which is no active administrator: give another address.",
    ),
]


@pytest.mark.parametrize(("arguments", "password", "sentence"), REFUSALS)
def test_refusal_is_one_sentence_and_makes_nothing(monkeypatch, arguments, password, sentence):
    make_user(email="membre@exemple.example")
    monkeypatch.setenv("PORTAL_ADMIN_PASSWORD", password)
    before = dump()

    with pytest.raises(CommandError) as refusal:
        run("setup_portal", *arguments)

    assert str(refusal.value) == sentence
    assert dump() == before


PUBLIC = "The demonstration is not for a public server: it creates accounts with known passwords."


@pytest.mark.parametrize("arguments", [[], ["--if-empty"], ["--accounts"]])
def test_demonstration_is_refused_on_a_public_server(settings, arguments):
    settings.ENVIRONMENT = "production"
    before = dump()

    with pytest.raises(CommandError) as refusal:
        run("load_demo", *arguments)

    assert str(refusal.value) == PUBLIC
    assert dump() == before


def test_demonstration_is_not_loaded_over_a_portal():
    run("setup_portal", "--no-administrator")
    before = dump()

    said = run("load_demo", "--if-empty")

    assert said == ""
    assert dump() == before


def test_accounts_of_the_demonstration():
    before = run("load_demo", "--accounts")
    make_administrator(email=ADMINISTRATOR, password="la-trame-2023")

    after = run("load_demo", "--accounts")
    assert (before, after.splitlines()[0]) == ("", "Mot de passe / Password: la-trame-2023")
    assert [line.split()[0] for line in after.splitlines()[1:]] == [
        "administration@latrame.example",
        "communications@latrame.example",
        "responsable.crim@latrame.example",
        "redaction.crim@latrame.example",
        "traduction@latrame.example",
    ]
