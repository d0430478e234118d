"""Password reset: from the log-in page to the new password."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.models import SiteSettings
from tests.accounts.log_in import PASSWORD, fail, log_in
from tests.factories.accounts import make_administrator, make_user
from tests.reading import page, words

ASK = "/admin/password_reset/"
DONE = "/admin/password_reset/done/"
COMPLETE = "/admin/password_reset/complete/"
EVE = "eve@exemple.example"
NEW = "un-nouveau-secret-bien-long"


@pytest.fixture
def eve(db):
    SiteSettings.objects.create(contact_email="bonjour@latrame.example")
    return make_administrator(email=EVE, first_name="Ève", last_name="O’Neil & Roy")


def ask(client, email, language="fr"):
    return client.post(ASK, {"email": email}, headers={"accept-language": language})


def link():
    """The address in the last mail that is more than the portal's; there is only one."""
    [found] = re.findall(r"http://localhost:8000(/\S+)", mail.outbox[-1].body)
    return found


def choose(client, address, password=NEW):
    """Follow the link, and choose a password."""
    form = client.get(address)
    if form.status_code != 302:
        return form
    return client.post(form["Location"], {"new_password1": password, "new_password2": password})


@pytest.mark.parametrize("typed", [EVE, " EVE@Exemple.Example "])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_from_the_log_in_page_to_the_new_password(client, eve, language, typed):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    start = page(client.get("/admin/login/")).select_one("a.reset-password")["href"]
    assert start == ASK
    asked = page(client.get(start))
    assert asked.select_one("input[name=email]")["autocomplete"] == "email"
    answer = ask(client, typed, language)
    assert (answer.status_code, answer["Location"]) == (302, DONE)
    done = page(client.get(DONE))
    form = client.get(link(), follow=True)
    changed = choose(client, link())
    assert (changed.status_code, changed["Location"]) == (302, COMPLETE)
    complete = page(client.get(COMPLETE))
    pages = [asked, done, page(form), complete]
    assert [soup.html["lang"] for soup in pages] == [language] * 4
    assert [len(soup.select("main h1")) for soup in pages] == [1] * 4
    for soup in pages:
        for field in soup.select("input:not([type=hidden])"):
            assert words(soup.select_one(f"label[for={field['id']}]"))
    assert [[a["href"] for a in soup.select("main footer a")] for soup in (done, complete)] == [["/admin/login/"]] * 2
    assert log_in(Client(), EVE).status_code == 200
    assert log_in(Client(), EVE, NEW).status_code == 302


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_mail_is_in_the_language_of_its_recipient(client, eve, language):
    User.objects.update(preferred_language=language)
    ask(client, EVE, "en" if language == "fr" else "fr")
    [sent] = mail.outbox
    one = sent.subject, sent.body
    ask(client, EVE, language)
    other = mail.outbox[1].subject, mail.outbox[1].body
    assert [re.sub(r"http\S+", "", text) for text in one] == [re.sub(r"http\S+", "", text) for text in other]
    assert (sent.to, sent.from_email) == ([EVE], "La Trame <bonjour@latrame.example>")


def test_the_mail(client, eve):
    User.objects.update(preferred_language="en")
    ask(client, EVE)
    [sent] = mail.outbox
    assert (sent.subject, sent.secret) == ("La Trame: choose a new password", True)
    assert sent.body.replace(link(), "/LINK") == (
        "Hello Ève,\n\n"
        "Somebody, no doubt you, asked for a new password for the account eve@exemple.example. To choose it, follow "
        "the link below.\n\n"
        "It works once, for 24 hours.\n\n"
        "If you asked for nothing, you have nothing to do: your password stays as it is.\n\n"
        "http://localhost:8000/LINK\n\n"
        "-- \n"
        "La Trame\n"
        "http://localhost:8000\n"
    )


def test_the_link_leads_to_the_portal_whatever_host_was_asked(client, eve, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(ASK, {"email": EVE}, headers={"host": "ailleurs.example"})
    assert "ailleurs" not in mail.outbox[0].body + mail.outbox[0].subject
    assert link().startswith("/admin/password_reset/confirm/")


def test_an_unknown_address_gets_the_same_answer(client, eve):
    """Nor does a closed account get a mail."""
    make_user(email="close@exemple.example", is_active=False)
    answers = []
    for email in (EVE, "personne@exemple.example", "close@exemple.example"):
        answer = ask(Client(), email)
        answers.append((answer.status_code, dict(answer.headers), answer.content, sorted(answer.cookies)))
    assert answers[1:] == answers[:1] * 2
    assert [sent.to for sent in mail.outbox] == [[EVE]]


def test_an_unknown_address_takes_as_long(client, eve, settings):
    """What differs is left to the worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    queries = []
    for email in (EVE, "personne@exemple.example"):
        with CaptureQueriesContext(connection) as captured:
            ask(Client(), email)
        queries.append([query["sql"].split(" ", 3)[:3] for query in captured])
    assert queries[0] == queries[1]
    assert mail.outbox == []


def test_a_link_serves_once(client, eve):
    ask(client, EVE)
    assert choose(client, link())["Location"] == COMPLETE
    again = page(choose(Client(), link(), "encore-un-autre-secret"))
    assert [a["href"] for a in again.select("main a")] == [ASK]
    assert log_in(Client(), EVE, NEW).status_code == 302


def test_a_link_dies_when_the_person_signs_in(client, eve):
    ask(client, EVE)
    log_in(client, EVE)
    assert choose(Client(), link()).status_code == 200
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(("age", "works"), [(timedelta(hours=23, minutes=59), True), (timedelta(hours=24.1), False)])
def test_a_link_works_for_a_day(client, eve, age, works):
    class Earlier(PasswordResetTokenGenerator):
        def _now(self):
            return datetime.now() - age  # noqa: DTZ005 -- as Django counts

    ask(client, EVE)
    *path, _token, _end = link().split("/")
    address = "/".join([*path, Earlier().make_token(User.objects.get()), ""])
    assert (choose(client, address).status_code == 302) is works


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_link_that_no_longer_works_leads_to_another(client, eve, language):
    response = client.get("/admin/password_reset/confirm/MQ/nonsense/", headers={"accept-language": language})
    soup = page(response)
    assert (soup.html["lang"], [a["href"] for a in soup.select("main a")]) == (language, [ASK])
    assert "24" in words(soup.select_one("main p"))


def test_a_weak_password_is_refused_with_reasons(client, eve):
    ask(client, EVE)
    refused = page(choose(client, link(), "court"))
    assert words(refused.select_one(".error-message"))
    assert User.objects.get().check_password(PASSWORD)


def test_a_new_password_unlocks_the_name(client, eve):
    """Whoever reads the mail is the owner; but asking for the mail proves nothing."""
    fail(client, EVE, 5)
    ask(client, EVE)
    assert log_in(client, EVE).status_code == 429
    choose(client, link())
    assert log_in(client, EVE, NEW).status_code == 302


def test_a_new_password_does_not_unlock_the_address(client, eve):
    for number in range(5):
        fail(client, f"personne{number}@exemple.example", 4)
    ask(client, EVE)
    choose(client, link())
    assert log_in(client, EVE, NEW).status_code == 429
    assert log_in(client, EVE, NEW, address="198.51.100.7").status_code == 302


def test_a_new_password_ends_every_session(client, eve):
    elsewhere = Client()
    log_in(elsewhere, EVE)
    ask(client, EVE)
    choose(client, link())
    assert elsewhere.get("/admin/account/").status_code == 302
