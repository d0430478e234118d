"""Lock-out, through the log-in page."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from axes.exceptions import AxesBackendRequestParameterRequired
from axes.models import AccessFailureLog
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from django.utils import timezone

from accounts.lockout import ADDRESS_LIMIT, NAME_LIMIT, PERIOD, counted_name, locked_until
from accounts.models import User
from core.models import SiteSettings
from tests.accounts.log_in import LOG_IN, PASSWORD, WRONG, fail, log_in, told
from tests.factories.accounts import make_administrator, make_user
from tests.forms import filled
from tests.reading import page, words

EVE = "eve@exemple.example"
OTHERS = "198.51.100.7"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def eve(db):
    return make_administrator(email=EVE)


def let_pass(duration):
    """Let time pass: what has happened happened earlier."""
    AccessFailureLog.objects.update(attempt_time=F("attempt_time") - duration)


def test_limits():
    assert (5, 20, timedelta(minutes=15)) == (NAME_LIMIT, ADDRESS_LIMIT, PERIOD)


# A name


def test_the_fifth_failure_locks_the_name(client, eve):
    assert fail(client, EVE, 7) == [200] * 4 + [429] * 3
    assert log_in(client, EVE).status_code == 429
    # From elsewhere too: whoever guesses has more than one address.
    assert log_in(client, EVE, address=OTHERS).status_code == 429
    assert "_auth_user_id" not in client.session


def test_four_failures_lock_nothing(client, eve):
    assert fail(client, EVE, 4) == [200] * 4
    assert log_in(client, EVE).status_code == 302


def test_another_name_stays_open(client, eve):
    make_administrator(email="anne@exemple.example")
    fail(client, EVE, 5)
    assert log_in(client, "anne@exemple.example").status_code == 302


def test_spellings_of_a_name_count_together(client, eve):
    spellings = [EVE, "EVE@exemple.example", " Eve@Exemple.Example ", "eve@EXEMPLE.example", "eVe@exemple.example"]
    assert [log_in(client, name, WRONG).status_code for name in spellings] == [200] * 4 + [429]
    assert log_in(client, "EVE@EXEMPLE.EXAMPLE").status_code == 429


@pytest.mark.parametrize("typed", [EVE, " EVE@exemple.example "])
def test_a_name_counts_as_the_manager_reads_it(eve, typed):
    assert User.objects.get_by_natural_key(typed).email == counted_name({"username": typed})
    assert counted_name({"email": typed}) == EVE


def test_the_lock_lasts_fifteen_minutes(client, eve):
    fail(client, EVE, 5)
    let_pass(14 * MINUTE)
    assert log_in(client, EVE).status_code == 429
    let_pass(MINUTE)
    assert log_in(client, EVE).status_code == 302


def test_attempts_during_the_lock_do_not_prolong_it(client, eve):
    fail(client, EVE, 5)
    let_pass(14 * MINUTE)
    fail(client, EVE, 5)
    let_pass(MINUTE)
    assert fail(client, EVE, 1) == [200]
    assert log_in(client, EVE).status_code == 302


def test_failures_far_apart_lock_nothing(client, eve):
    """At no time are there five within fifteen minutes."""
    for _time in range(12):
        assert fail(client, EVE, 1) == [200]
        let_pass(4 * MINUTE)


def test_a_lock_in_the_middle_of_a_window_lasts_from_the_last_failure(client, eve):
    fail(client, EVE, 2)
    let_pass(14 * MINUTE)
    assert fail(client, EVE, 3) == [200, 200, 429]
    let_pass(14 * MINUTE)
    assert log_in(client, EVE).status_code == 429
    let_pass(MINUTE)
    assert log_in(client, EVE).status_code == 302


def test_success_forgets_the_failures_of_the_name(client, eve):
    fail(client, EVE, 4)
    assert log_in(client, EVE).status_code == 302
    client.logout()
    assert fail(client, EVE, 5) == [200] * 4 + [429]


# An address


def test_the_twentieth_failure_locks_the_address(client, eve):
    statuses = [fail(client, f"personne{number}@exemple.example", 1)[0] for number in range(21)]
    assert statuses == [200] * 19 + [429] * 2
    assert log_in(client, EVE).status_code == 429
    assert log_in(client, EVE, address=OTHERS).status_code == 302


def test_success_does_not_forget_the_failures_of_the_address(client, eve):
    """Whoever has an account could else try all the others, between two visits to their own."""
    mine = make_administrator(email="moi@exemple.example")
    for number in range(6):
        fail(client, f"personne{number}@exemple.example", 3)
        assert log_in(client, mine.email).status_code == 302
    fail(client, mine.email, 1)
    assert log_in(client, mine.email).status_code == 302
    assert fail(client, "personne7@exemple.example", 1) == [429]
    let_pass(15 * MINUTE)
    assert log_in(client, EVE).status_code == 302


def test_a_spoofed_header_changes_nothing(client, eve):
    """Nor does it open the lock of one's address, nor close that of another."""
    victim = "203.0.113.9"
    for number in range(20):
        header = {"x-forwarded-for": victim if number % 2 else f"10.0.0.{number}"}
        log_in(client, f"personne{number}@exemple.example", WRONG, headers=header)
    assert log_in(client, EVE, headers={"x-forwarded-for": "10.9.9.9"}).status_code == 429
    assert log_in(client, EVE, address=victim).status_code == 302
    assert set(AccessFailureLog.objects.values_list("ip_address", flat=True)) == {"192.0.2.1"}


def test_behind_a_proxy_clients_are_told_apart(client, eve, settings):
    """The proxy adds the address that it saw; what stands before it is what the client made up."""
    settings.TRUSTED_PROXIES = 1
    for number in range(20):
        header = {"x-forwarded-for": f"10.0.0.{number}, 203.0.113.9"}
        log_in(client, f"personne{number}@exemple.example", WRONG, headers=header)
    statuses = {
        header: log_in(client, EVE, headers={"x-forwarded-for": header}).status_code
        for header in ("203.0.113.9", "198.51.100.7, 203.0.113.9", "203.0.113.9, 198.51.100.7")
    }
    assert list(statuses.values()) == [429, 429, 302]


def test_an_ipv6_home_counts_as_one_address(client, eve):
    for number in range(20):
        fail(client, f"personne{number}@exemple.example", 1, address=f"2001:db8:1:2::{number + 1:x}")
    assert log_in(client, EVE, address="2001:db8:1:2:ffff::1").status_code == 429
    assert log_in(client, EVE, address="2001:db8:1:3::1").status_code == 302


def test_without_an_address_the_name_alone_counts(client, eve):
    """A server on a Unix socket knows none: its clients must not lock each other out."""
    statuses = [fail(client, f"personne{number}@exemple.example", 1, address="")[0] for number in range(21)]
    assert set(statuses) == {200}
    assert fail(client, EVE, 5, address="") == [200] * 4 + [429]


# The answers


def answer(client, name, password=WRONG, **options):
    """All that can be seen of an answer, but what differs at each one: its token, its name, its moment."""
    response = log_in(client, name, password, **options)
    text = re.sub(r"\b\w{64}\b", "TOKEN", response.content.decode().replace(name, "NAME"))
    seconds = {"Expires", "Retry-After", "Content-Length"}
    headers = {key: value for key, value in response.headers.items() if key not in seconds}
    return response.status_code, text, headers, sorted(response.cookies)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_unknown_name_gets_the_same_answers(eve, language):
    """At the first failure, at the one that locks, and with what would be the right password."""
    closed = make_administrator(email="close@exemple.example", is_active=False)
    bare = make_user(email="nue@exemple.example")
    answers = []
    for name in (EVE, "personne@exemple.example", closed.email, bare.email):
        client = Client()
        own = [answer(client, name, language=language) for _time in range(5)]
        answers.append([*own, answer(client, name, PASSWORD, language=language)])
        # The address keeps out of it.
        AccessFailureLog.objects.update(ip_address=None)
    assert [status for status, *_rest in answers[0]] == [200] * 4 + [429] * 2
    assert answers[1:] == answers[:1] * 3


def test_an_unknown_name_takes_as_long(client, eve, settings, monkeypatch):
    """One password is hashed in every case; hashing is what takes time."""
    closed = make_administrator(email="close@exemple.example", is_active=False)
    counted = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, password, salt: counted.append(1) or encode(self, password, salt)
    )
    times = []
    for name in (EVE, "personne@exemple.example", closed.email):
        counted.clear()
        fail(client, name, 1)
        times.append(len(counted))
    assert times == [1, 1, 1]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_a_lock(client, eve, language):
    """In the language of the browser: that of the account would tell that there is one."""
    eve.preferred_language = "en" if language == "fr" else "fr"
    eve.save()
    SiteSettings.objects.create(contact_email="bonjour@latrame.example")
    fail(client, EVE, 5)
    response = log_in(client, EVE, language=language, next="/admin/pages/3/")
    soup = page(response, 429)
    assert (soup.html["lang"], response["Content-Language"]) == (language, language)
    assert [link["href"] for link in soup.select("main a")] == [
        "mailto:bonjour@latrame.example",
        "/admin/password_reset/",
        f"{LOG_IN}?next=%2Fadmin%2Fpages%2F3%2F",
    ]
    assert "no-store" in response["Cache-Control"]
    assert 890 < int(response["Retry-After"]) <= 900
    assert "15 minutes" in words(soup.select_one("main strong"))


@pytest.mark.parametrize(("passed", "minutes"), [(0, "15"), (5, "10"), (14, "1")])
def test_the_page_of_a_lock_says_how_long_it_lasts(client, eve, passed, minutes):
    fail(client, EVE, 5)
    let_pass(passed * MINUTE)
    said = words(page(log_in(client, EVE), 429).select_one("main strong"))
    assert [word for word in said.replace("\xa0", " ").split() if word.isdigit()] == [minutes]


def test_the_page_of_a_lock_leads_nowhere_else(client, eve):
    fail(client, EVE, 5)
    soup = page(log_in(client, EVE, next="https://ailleurs.example/"), 429)
    assert [link["href"] for link in soup.select("main a")] == ["/admin/password_reset/", LOG_IN]


def test_the_log_in_page_of_private_pages_is_locked_too(client, eve, tree):
    data = {"username": EVE, "password": WRONG}
    assert [client.post("/fr/_util/login/", data).status_code for _time in range(5)] == [200] * 4 + [429]
    assert log_in(client, EVE).status_code == 429
    assert page(client.post("/en/_util/login/", data), 429).html["lang"] == "en"


def test_an_attempt_costs_few_queries(client, eve, django_assert_num_queries):
    fail(client, EVE, 1)
    # The two counts, the account; the record, the two counts again; two for the page, as at any visit.
    with django_assert_num_queries(8):
        fail(client, EVE, 1)


# By hand


@pytest.mark.parametrize(
    ("command", "arguments"),
    [("axes_reset", []), ("axes_reset_username", ["EVE@exemple.example"]), ("axes_reset_ip", ["192.0.2.1"])],
)
def test_an_operator_unlocks(client, eve, command, arguments):
    fail(client, EVE, 5)
    said = StringIO()
    call_command(command, *arguments, stdout=said)
    assert said.getvalue() == "5 attempts removed.\n"
    assert log_in(client, EVE).status_code == 302


def test_unlocking_a_name_leaves_the_others_locked(client, eve):
    fail(client, EVE, 5)
    fail(client, "anne@exemple.example", 5, address=OTHERS)
    call_command("axes_reset_username", "anne@exemple.example", stdout=StringIO())
    now = timezone.now()
    assert locked_until(name="anne@exemple.example", address=OTHERS, now=now) is None
    assert locked_until(name=EVE, address=None, now=now) == AccessFailureLog.objects.latest("pk").attempt_time + PERIOD


def test_a_password_is_asked_for_with_a_request_only(eve):
    """Without one, nobody could count."""
    with pytest.raises(AxesBackendRequestParameterRequired):
        authenticate(username=EVE, password=PASSWORD)


def test_what_is_kept_of_a_failure(client, eve):
    """Neither what was typed as a password, nor the browser."""
    fail(client, EVE, 1)
    kept = AccessFailureLog.objects.values().get()
    assert (kept["username"], kept["ip_address"], kept["user_agent"], kept["path_info"]) == (EVE, "192.0.2.1", "", "")
    assert WRONG not in str(kept)


# Those who have the right password, and no way in


@pytest.mark.parametrize(
    ("contact", "expected"), [("bonjour@latrame.example", "bonjour@latrame.example"), ("", "the portal’s team")]
)
@pytest.mark.parametrize("active", [True, False])
def test_a_right_password_without_a_way_in_is_told_why(client, db, contact, expected, active):
    SiteSettings.objects.create(contact_email=contact)
    make_user(email="anne@exemple.example", is_active=active)
    reason = {
        True: "Your account has no role in the editors’ room yet. To receive one, write to {}.",
        False: "This account is closed. To open it again, write to {}.",
    }[active]
    response = log_in(client, "anne@exemple.example", language="en")
    assert told(response) == [reason.format(expected)]
    assert "_auth_user_id" not in client.session
    assert AccessFailureLog.objects.count() == 0


def test_an_account_that_lost_its_role_is_told_why(client, db):
    """No loop: one redirect to the log-in page, which names the account and takes another."""
    SiteSettings.objects.create(contact_email="bonjour@latrame.example")
    anne = make_user(email="anne@exemple.example", preferred_language="en")
    client.force_login(anne)
    response = client.get("/admin/", headers={"accept-language": "en"}, follow=True)
    assert response.redirect_chain == [(f"{LOG_IN}?next=/admin/", 302)]
    said = words(page(response).select_one("main"))
    assert "You are signed in as anne@exemple.example, but this account has no role" in said
    assert page(response).select_one("main p a")["href"] == "mailto:bonjour@latrame.example"
    assert len(page(response).select("form.login-form")) == 1


def test_whoever_has_a_role_sees_no_such_sentence(client, eve):
    client.force_login(eve)
    assert page(log_in(client, EVE, WRONG)).select("main > p") == []


# Sessions


def test_the_session_cookie(client, eve):
    cookies = {}
    for remember in ({}, {"remember": "on"}):
        cookie = log_in(client, EVE, **remember).cookies["sessionid"]
        cookies[bool(remember)] = (cookie["httponly"], cookie["samesite"], cookie["max-age"])
    assert cookies == {False: (True, "Lax", ""), True: (True, "Lax", 14 * 24 * 3600)}


def test_a_closed_account_is_signed_out(client, eve):
    log_in(client, EVE)
    assert client.get("/admin/account/").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/admin/account/").status_code == 302


def test_a_new_password_signs_out_everywhere_else(client, eve, tree):
    elsewhere = Client()
    for browser in (client, elsewhere):
        log_in(browser, EVE)
    data = filled(client.get("/admin/account/"), "main form")
    new = {"password-new_password1": "un-autre-bien-long", "password-new_password2": "un-autre-bien-long"}
    assert client.post("/admin/account/", data | new | {"password-old_password": PASSWORD}).status_code == 302
    assert [browser.get("/admin/account/").status_code for browser in (client, elsewhere)] == [200, 302]
