"""Choices of the accounts."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from post_office.models import STATUS


class MailState(models.TextChoices):
    """What became of a mail."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    KEPT = "kept", _("Kept, not sent")
    FAILED = "failed", _("Failed")

    @property
    def statuses(self) -> tuple[int | None, ...]:
        """The values of `post_office.Email.status` that mean this."""
        return STATUSES[self]

    @classmethod
    def of(cls, status: int | None) -> "MailState":
        """What a value of `post_office.Email.status` means."""
        return next(state for state in cls if status in state.statuses)


# A mail without a status is one that nobody will try to send: it was written where there is no mail server.
STATUSES: dict[MailState, tuple[int | None, ...]] = {
    MailState.WAITING: (STATUS.queued, STATUS.requeued),
    MailState.SENT: (STATUS.sent,),
    MailState.KEPT: (None,),
    MailState.FAILED: (STATUS.failed,),
}
