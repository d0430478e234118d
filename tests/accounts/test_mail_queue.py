from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection, send_mail
from django.db import transaction
from django.utils import timezone
from post_office.models import Email, Log

from accounts.enums import MailState
from accounts.mail import notify, write_to
from accounts.mail_queue import claim, due_at, forget_old_mails, is_secret, send_waiting_mails
from tests.accounts import smtp
from tests.factories.accounts import make_user

pytestmark = pytest.mark.usefixtures("db", "letters", "queue")

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def write(*people, title="Un titre"):
    return notify(people, template="example", link="/admin/", context={"title": title})


def put(address, **fields):
    """A mail that waits, as it was written by a program."""
    EmailMessage("Titre", "Texte", to=[address], headers={"Auto-Submitted": "auto-generated"}).send()
    mail = Email.objects.latest("pk")
    Email.objects.filter(pk=mail.pk).update(**fields)
    return mail


def states():
    """Addresses and what became of their mails, in the order in which they were written."""
    return [(mail.to, MailState.of(mail.status)) for mail in Email.objects.order_by("pk")]


@pytest.fixture
def use(settings):
    """Point the portal at a server."""

    def point(server):
        settings.EMAIL_PORT = server.port

    return point


# Storing


def test_a_server_that_is_down_fails_nobody():
    person = make_user()
    assert write(person) == 1
    (mail,) = Email.objects.all()
    assert (mail.to, mail.subject, MailState.of(mail.status)) == (
        [person.email],
        f"Un titre ({person.email})",
        MailState.WAITING,
    )
    assert (mail.headers, mail.context) == (
        {"Auto-Submitted": "auto-generated"},
        {"secret": False, "language": "fr"},
    )


def test_a_transaction_that_is_rolled_back_leaves_no_mail():
    kept, lost = make_user(), make_user()
    with transaction.atomic():
        write(kept)
    with transaction.atomic():
        write(lost)
        transaction.set_rollback(True)
    assert states() == [([kept.email], MailState.WAITING)]


@pytest.mark.parametrize("text", ["{% if %}", "{{ 1 }}", "{% include 'base.html' %}", "L’été & <b>"])
def test_what_looks_like_a_template_is_a_text(text):
    send_mail(text, text, None, ["anne@exemple.example"], html_message=text)
    assert list(Email.objects.values_list("subject", "message", "html_message")) == [(text, text, text)]


def test_an_odd_address_or_a_long_title_fails_nobody():
    assert send_mail("x" * 2000, "Texte", None, ["pas une adresse"]) == 1
    assert list(Email.objects.values_list("to", "subject")) == [(["pas une adresse"], "x" * 989)]


def test_every_part_of_a_message_is_stored_and_sent(use):
    message = EmailMultiAlternatives(
        "Titre",
        "Texte",
        "La Trame <bonjour@latrame.example>",
        ["a@exemple.example"],
        cc=["c@exemple.example"],
        reply_to=["r@exemple.example"],
        headers={"X-Mot": "mot"},
    )
    message.attach_alternative("<p>Texte</p>", "text/html")
    message.send()
    with smtp.running() as server:
        use(server)
        assert send_waiting_mails(now=timezone.now()) == 1
    (mail,) = server.mails
    assert {name: mail[name] for name in ("Subject", "From", "To", "Cc", "Reply-To", "X-Mot")} == {
        "Subject": "Titre",
        "From": "La Trame <bonjour@latrame.example>",
        "To": "a@exemple.example",
        "Cc": "c@exemple.example",
        "Reply-To": "r@exemple.example",
        "X-Mot": "mot",
    }
    assert [part.get_content().strip() for part in mail.iter_parts()] == ["Texte", "<p>Texte</p>"]


def test_a_mail_in_html_alone():
    message = EmailMessage("Titre", "<p>Texte</p>", to=["a@exemple.example"])
    message.content_subtype = "html"
    message.send()
    assert list(Email.objects.values_list("message", "html_message")) == [("", "<p>Texte</p>")]


def test_files_are_refused():
    message = EmailMessage("Titre", "Texte", to=["a@exemple.example"])
    message.attach("note.txt", "mot", "text/plain")
    with pytest.raises(ValueError, match="carry no files"):
        message.send()
    assert states() == []


def test_a_mail_to_nobody_is_none():
    assert get_connection().send_messages([EmailMessage("Titre", "Texte")]) == 0
    assert states() == []


@pytest.mark.parametrize(("headers", "secret"), [({}, True), ({"Auto-Submitted": "auto-generated"}, False)])
def test_mails_of_unknown_origin_are_secret(headers, secret):
    EmailMessage("Titre", "Texte", to=["a@exemple.example"], headers=headers).send()
    assert is_secret(Email.objects.get()) is secret


def test_an_invitation_is_secret():
    write_to("a@exemple.example", language="fr", template="example", link="/", secret=True)
    assert is_secret(Email.objects.get())


def test_a_row_of_another_origin_is_secret():
    assert is_secret(Email(context=None))


# Sending


def test_a_mail_waits_until_the_server_is_back(use):
    anne = make_user(email="anne@exemple.example", preferred_language="en")
    write(anne, title="L’été")
    now = timezone.now()
    assert send_waiting_mails(now=now) == 0
    assert states() == [([anne.email], MailState.WAITING)]
    with smtp.running() as server:
        use(server)
        # Not before its time.
        assert send_waiting_mails(now=now + MINUTE / 2) == 0
        assert send_waiting_mails(now=now + MINUTE) == 1
        assert send_waiting_mails(now=now + 3 * HOUR) == 0
    (mail,) = server.mails
    assert (mail["To"], mail["Subject"], mail["Auto-Submitted"]) == (
        anne.email,
        f"L’été ({anne.email})",
        "auto-generated",
    )
    assert "en: L’été\n\nhttp://localhost:8000/admin/\n" in mail.get_content().replace("\r\n", "\n")
    assert states() == [([anne.email], MailState.SENT)]
    log = list(Log.objects.order_by("pk").values_list("exception_type", flat=True))
    assert log == ["ConnectionRefusedError", ""]


def test_attempts_are_further_and_further_apart_and_end_after_two_days():
    put("anne@exemple.example")
    start = now = timezone.now()
    attempts = [now]
    for _ in range(60):
        send_waiting_mails(now=now)
        mail = Email.objects.get()
        if MailState.of(mail.status) == MailState.FAILED:
            break
        now = mail.scheduled_time
        attempts.append(now)
    minutes = [(later - earlier) // MINUTE for earlier, later in pairwise(attempts)]
    assert minutes[:4] == [1, 5, 30, 120]
    assert set(minutes[4:]) == {120}
    assert 45 * HOUR < now - start <= 48 * HOUR
    assert states() == [(["anne@exemple.example"], MailState.FAILED)]
    assert mail.logs.count() == len(attempts)
    assert send_waiting_mails(now=now + 24 * HOUR) == 0
    assert mail.logs.count() == len(attempts)


def test_a_mail_that_no_worker_has_seen_for_days_is_tried_once(use):
    put("anne@exemple.example", created=timezone.now() - timedelta(days=5))
    put("marc@exemple.example", created=timezone.now() - timedelta(days=5))
    with smtp.running(refused=["anne@exemple.example"]) as server:
        use(server)
        assert send_waiting_mails(now=timezone.now()) == 1
    assert states() == [(["anne@exemple.example"], MailState.FAILED), (["marc@exemple.example"], MailState.SENT)]


def test_refused_addresses_do_not_keep_the_others_waiting(use):
    refused = [f"refus{number}@exemple.example" for number in range(4)]
    for address in [*refused, "anne@exemple.example"]:
        put(address)
    with smtp.running(refused=refused) as server:
        use(server)
        assert send_waiting_mails(now=timezone.now()) == 1
        assert server.recipients == ["anne@exemple.example"]
    assert states() == [
        *(([address], MailState.WAITING) for address in refused),
        (["anne@exemple.example"], MailState.SENT),
    ]
    reasons = set(Log.objects.exclude(exception_type="").values_list("exception_type", "message"))
    assert reasons == {("SMTPRecipientsRefused", f"{address}: 550 nobody of that name") for address in refused}


def test_a_server_that_hangs_is_left_and_the_others_go(use):
    put("lent@exemple.example")
    put("anne@exemple.example")
    with smtp.running(hangs_at=["lent@exemple.example"]) as server:
        use(server)
        assert send_waiting_mails(now=timezone.now()) == 1
    assert states() == [(["lent@exemple.example"], MailState.WAITING), (["anne@exemple.example"], MailState.SENT)]


def test_a_server_that_is_down_is_not_asked_for_each_mail(use):
    addresses = [f"a{number}@exemple.example" for number in range(6)]
    for address in addresses:
        put(address)
    now = timezone.now()
    send_waiting_mails(now=now)
    assert list(Email.objects.order_by("pk").values_list("number_of_retries", flat=True)) == [1, 1, 1, 0, 0, 0]
    with smtp.running() as server:
        use(server)
        assert send_waiting_mails(now=now + MINUTE) == 6
        assert sorted(server.recipients) == addresses


def test_an_impossible_mail_fails_alone(use):
    put("anne@exemple.example", subject="Un\nBcc: pirate@exemple.example")
    put("marc@exemple.example")
    with smtp.running() as server:
        use(server)
        assert send_waiting_mails(now=timezone.now()) == 1
    assert states() == [(["anne@exemple.example"], MailState.WAITING), (["marc@exemple.example"], MailState.SENT)]


def test_an_attempt_is_made_by_one_worker_and_again_if_that_one_was_killed(use):
    put("anne@exemple.example")
    now = timezone.now()
    pk = due_at(now).get().pk
    assert [claim(pk, now=now) is None, claim(pk, now=now) is None] == [False, True]
    with smtp.running() as server:
        use(server)
        assert [send_waiting_mails(now=now), send_waiting_mails(now=now + MINUTE)] == [0, 1]


@pytest.mark.usefixtures("no_server")
def test_without_a_server_mails_are_kept_and_never_sent(use, settings):
    write(make_user(email="anne@exemple.example"))
    assert send_waiting_mails(now=timezone.now()) == 0
    assert states() == [(["anne@exemple.example"], MailState.KEPT)]
    settings.POST_OFFICE = {"BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}}
    with smtp.running() as server:
        use(server)
        assert send_waiting_mails(now=timezone.now() + HOUR) == 0


def test_what_waits_when_the_server_is_taken_away_is_kept(settings):
    put("anne@exemple.example")
    settings.POST_OFFICE = {"BACKENDS": {"default": "django.core.mail.backends.dummy.EmailBackend"}}
    assert send_waiting_mails(now=timezone.now()) == 0
    assert states() == [(["anne@exemple.example"], MailState.KEPT)]


@pytest.mark.parametrize(("environment", "expected"), [("dev", "un secret"), ("production", "")])
def test_a_secret_is_erased_once_it_is_sent(use, settings, environment, expected):
    settings.ENVIRONMENT = environment
    send_mail("Titre", "un secret", None, ["anne@exemple.example"])
    send_waiting_mails(now=timezone.now())
    assert Email.objects.get().message == "un secret"
    with smtp.running() as server:
        use(server)
        assert send_waiting_mails(now=timezone.now() + HOUR) == 1
    assert server.mails[0].get_content().strip() == "un secret"
    assert Email.objects.get().message == expected


@pytest.mark.usefixtures("no_server")
@pytest.mark.parametrize(("environment", "expected"), [("dev", "un secret"), ("production", "")])
def test_a_secret_that_nobody_will_receive_is_kept_on_a_developers_machine_only(settings, environment, expected):
    settings.ENVIRONMENT = environment
    send_mail("Titre", "un secret", None, ["anne@exemple.example"])
    assert list(Email.objects.values_list("subject", "message")) == [("Titre", expected)]


def test_what_is_not_secret_stays_readable(use):
    put("anne@exemple.example")
    with smtp.running() as server:
        use(server)
        send_waiting_mails(now=timezone.now())
    assert Email.objects.get().message == "Texte"


# Forgetting


def test_mails_are_forgotten_after_ninety_days():
    now = timezone.now()
    old = put("vieux@exemple.example", created=now - timedelta(days=90, minutes=1))
    put("neuf@exemple.example", created=now - timedelta(days=89))
    old.logs.create(status=0)
    assert forget_old_mails(now=now) == 1
    assert states() == [(["neuf@exemple.example"], MailState.WAITING)]
    assert Log.objects.count() == 0
