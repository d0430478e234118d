"""What the worker does by itself, and how often. A feature that needs a clock adds a row here, never a cron line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.mail_queue import forget_old_mails, send_waiting_mails
from accounts.retention import forget_log_ins
from desk.digest import send_digest
from partners.membership import invitations
from portal.publishing import publish_scheduled
from search import carrying, tallies
from translation.waiving import waivers

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Job:
    """One periodic job.

    `function` is called with `now=`, the aware instant at which the turn began. What it raises is logged, shown in the
    administration, and not tried again before the next turn. A turn whose worker was killed is begun again by another
    one: the function must bear that.
    """

    name: str
    label: str | Promise
    period: timedelta
    function: Callable[..., object]
    offset: timedelta = timedelta(0)

    def next_turn(self, after: datetime) -> datetime:
        """The first turn that comes after an instant. Turns are aligned to the period, in UTC: an hour's job at :00.

        `offset` puts them later: by eleven hours, a day's job is at 11:00.
        """
        start = EPOCH + self.offset
        return start + ((after - start) // self.period + 1) * self.period


JOBS = (
    Job(
        name="publish_scheduled",
        label=_("Publish what is scheduled, take down what is over"),
        period=timedelta(minutes=1),
        function=publish_scheduled,
    ),
    Job(
        name="forget_log_ins",
        label=_("Forget failed log-ins after 30 days, and sessions that are over"),
        period=timedelta(days=1),
        function=forget_log_ins,
    ),
    Job(
        name="send_waiting_mails",
        label=_("Send the mails that wait"),
        period=timedelta(minutes=1),
        function=send_waiting_mails,
    ),
    Job(
        name="forget_old_mails",
        label=_("Forget mails after 90 days"),
        period=timedelta(days=1),
        function=forget_old_mails,
    ),
    Job(
        name="forget_invitations",
        label=_("Forget invitations after 90 days"),
        period=timedelta(days=1),
        function=invitations.forget,
    ),
    Job(
        name="carry_changes",
        label=_("Bring changes to the search index"),
        period=timedelta(seconds=10),
        function=carrying.carry,
    ),
    Job(
        name="forget_searches",
        label=_("Forget what readers searched for after 400 days"),
        period=timedelta(days=1),
        function=tallies.forget,
    ),
    Job(
        name="send_digest",
        label=_("Write to communications about what waits"),
        period=timedelta(days=1),
        # Seven o'clock in Montréal in summer, six in winter.
        offset=timedelta(hours=11),
        function=send_digest,
    ),
    Job(
        name="remind_of_waivers",
        label=_("Remind of waivers that end"),
        period=timedelta(days=1),
        offset=timedelta(hours=11),
        function=waivers.remind,
    ),
)
