"""What the worker does by itself, and how often. A feature that needs a clock adds a row here, never a cron line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.publishing import publish_scheduled

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

    def next_turn(self, after: datetime) -> datetime:
        """The first turn that comes after an instant. Turns are aligned to the period, in UTC: an hour's job at :00."""
        return EPOCH + ((after - EPOCH) // self.period + 1) * self.period


JOBS = (
    Job(
        name="publish_scheduled",
        label=_("Publish what is scheduled, take down what is over"),
        period=timedelta(minutes=1),
        function=publish_scheduled,
    ),
)
