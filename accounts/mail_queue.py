"""Mails wait in the database, are sent by a periodic job, tried again when that fails, and forgotten after a while.

The tables, and the message made from a row, are those of django-post-office. Its way in and its loop are not used, for
reasons that are in decision 9.
"""

import contextlib
import logging
import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q, QuerySet
from post_office.models import PRIORITY, STATUS, Email
from post_office.settings import get_backend
from post_office.utils import cleanup_expired_mails

from accounts.enums import MailState

logger = logging.getLogger(__name__)

NO_SERVER = "django.core.mail.backends.dummy.EmailBackend"
LONGEST_SUBJECT = 989

# After the first, second… attempt; then always the last. The job runs each minute, so these are at least.
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
GIVEN_UP_AFTER = timedelta(days=2)
KEPT_FOR = timedelta(days=90)

# A server that fails that many times in a row is left in peace until the next turn.
PATIENCE = 3
# Refusals of one mail by a server that is well.
REFUSALS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


class QueueBackend(BaseEmailBackend):
    """Puts every mail of Django, Wagtail and the portal in the database, whatever it says."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the messages, with one query; return how many. Raises `ValueError` for one with files attached."""
        mails = [_stored(message) for message in email_messages if message.recipients()]
        return len(Email.objects.bulk_create(mails))


def has_server() -> bool:
    """Whether mails are sent at all (the environment variable EMAIL_URL)."""
    return get_backend() != NO_SERVER


def is_secret(mail: Email) -> bool:
    """Whether a mail's text is for its recipient only. Mails whose origin nobody knows are."""
    return bool((mail.context or {}).get("secret", True))


def is_readable(mail: Email) -> bool:
    """Whether the administration may show a mail's text: secret ones on a developer's machine only."""
    return not is_secret(mail) or settings.ENVIRONMENT == "dev"


def send_waiting_mails(*, now: datetime) -> int:
    """Send the mails that wait and whose time has come; return how many were sent.

    A mail that fails is tried again later, without keeping the others; after two days it is given up. An attempt is
    counted before it is made: two workers never make the same one, and a killed one's is made again later.
    """
    if not has_server():
        due_at(now).update(status=None)
        return 0
    sent = failures_in_a_row = 0
    # `EMAIL_BACKEND` is this queue; the server is told to the library.
    connection = get_connection(get_backend())
    for pk in list(due_at(now).order_by("created", "pk").values_list("pk", flat=True)):
        mail = claim(pk, now=now)
        if mail is None:
            continue
        error = _attempt(mail, connection)
        _record(mail, error, now=now)
        sent += error is None
        failures_in_a_row = failures_in_a_row + 1 if _is_servers(error) else 0
        if failures_in_a_row == PATIENCE:
            logger.warning("The mail server does not answer; the mails that are left wait for the next turn")
            break
    _close(connection)
    return sent


def due_at(now: datetime) -> QuerySet[Email]:
    """The mails that wait and whose time has come."""
    return in_state(Email.objects.all(), MailState.WAITING).filter(Q(scheduled_time=None) | Q(scheduled_time__lte=now))


def claim(pk: int, *, now: datetime) -> Email | None:
    """Count an attempt and plan the next one; return the mail, or nothing if another worker was quicker."""
    mail = due_at(now).filter(pk=pk).first()
    if mail is None:
        return None
    attempts = mail.number_of_retries or 0
    planned = {
        "status": STATUS.requeued,
        "number_of_retries": attempts + 1,
        "scheduled_time": now + DELAYS[min(attempts, len(DELAYS) - 1)],
    }
    if not due_at(now).filter(pk=pk, number_of_retries=mail.number_of_retries).update(**planned):
        return None
    for name, value in planned.items():
        setattr(mail, name, value)
    return mail


def forget_old_mails(*, now: datetime) -> int:
    """Delete the mails that were written more than 90 days ago, whatever became of them; return how many."""
    return cleanup_expired_mails(now - KEPT_FOR, delete_attachments=False)[0]


def in_state(mails: QuerySet[Email], state: MailState) -> QuerySet[Email]:
    """The mails of which this became."""
    return mails.filter(status__isnull=True) if None in state.statuses else mails.filter(status__in=state.statuses)


def _stored(message: EmailMessage) -> Email:
    """The row of a message."""
    if message.attachments:
        error = "Mails carry no files: put a link in the text."
        raise ValueError(error)
    headers = {name: str(value) for name, value in message.extra_headers.items()}
    if message.reply_to:
        headers.setdefault("Reply-To", ", ".join(map(str, message.reply_to)))
    html = [str(content) for content, kind in getattr(message, "alternatives", []) if kind == "text/html"]
    text = str(message.body)
    if message.content_subtype == "html":
        text, html = "", [text]
    mail = Email(
        from_email=message.from_email,
        to=message.to,
        cc=message.cc,
        bcc=message.bcc,
        subject=str(message.subject)[:LONGEST_SUBJECT],
        message=text,
        html_message="".join(html[:1]),
        headers=headers,
        status=STATUS.queued if has_server() else None,
        priority=PRIORITY.medium,
        number_of_retries=0,
        # A free column: the library reads it for templates of its own only. Django's mail about a forgotten password
        # does not say that a program wrote it, every other does.
        context={
            "secret": bool(getattr(message, "secret", "Auto-Submitted" not in headers)),
            "language": getattr(message, "language", ""),
        },
    )
    _erase_if_over(mail)
    return mail


def _erase_if_over(mail: Email) -> None:
    """Forget a secret that nobody needs any more: not in the database, not in its backups."""
    if MailState.of(mail.status) != MailState.WAITING and not is_readable(mail):
        mail.message = mail.html_message = ""


def _attempt(mail: Email, connection: Any) -> Exception | None:
    """Send a mail; return what went wrong. The connection stays open for the next one, unless it may be broken."""
    try:
        connection.open()
        mail.dispatch(commit=False, disconnect_after_delivery=False, connection=connection)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it concerns one mail
        _close(connection)
        return error
    return None


def _is_servers(error: Exception | None) -> bool:
    return isinstance(error, OSError) and not isinstance(error, REFUSALS)


def _close(connection: Any) -> None:
    with contextlib.suppress(Exception):
        connection.close()


def _record(mail: Email, error: Exception | None, *, now: datetime) -> None:
    if error is None:
        mail.status = STATUS.sent
    elif mail.scheduled_time > mail.created + GIVEN_UP_AFTER:
        mail.status = STATUS.failed
    _erase_if_over(mail)
    done = Email.objects.filter(pk=mail.pk)
    done.update(status=mail.status, last_updated=now, message=mail.message, html_message=mail.html_message)
    mail.logs.create(
        status=STATUS.failed if error else STATUS.sent,
        exception_type=type(error).__name__ if error else "",
        message=_reason(error),
    )


def _reason(error: Exception | None) -> str:
    """What the server said, in words."""
    if error is None:
        return ""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{address}: {_said(*said)}" for address, said in error.recipients.items())
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return " ".join(str(error).split())


def _said(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
