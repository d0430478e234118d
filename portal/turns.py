"""Who runs a periodic job, and until when: one turn for one worker, however many there are.

A turn is claimed by one conditional UPDATE, which both SQLite and PostgreSQL apply to one worker only. The claim is a
lease: a worker renews it while it runs the turn, so a long turn is never begun twice, and the turn of a killed worker
becomes free again soon after. Every verb takes the row's holder into account: a worker that lost its lease (it was
suspended, or cut off from the database) no longer changes anything.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from portal.jobs import Job
from portal.models import PeriodicJob

# The time that a killed worker's turn stays out of reach. Renewed four times as often (portal/scheduler.py).
LEASE = timedelta(minutes=2)
LONGEST_ERROR = 500


def register(jobs: Collection[Job], *, now: datetime) -> None:
    """Give each job a row, due at once, and remove the rows of jobs that are no longer in the table."""
    names = [job.name for job in jobs]
    with transaction.atomic():
        PeriodicJob.objects.exclude(name__in=names).delete()
        PeriodicJob.objects.bulk_create([PeriodicJob(name=name, due_at=now) for name in names], ignore_conflicts=True)
        for job in jobs:
            # The period was made shorter since the row was written. Two periods, not one: a worker whose clock is a
            # little late must not bring back the turn that another has just finished.
            far = now + 2 * job.period
            PeriodicJob.objects.filter(name=job.name, due_at__gt=far).update(due_at=job.next_turn(now))


def claim(job: Job, *, holder: str, now: datetime, lease: timedelta = LEASE) -> PeriodicJob | None:
    """Take the job's turn for `holder` and return its row; nothing if it is not due or another worker has it."""
    mine = {"leased_by": holder, "leased_until": now + lease, "last_started_at": now}
    if not PeriodicJob.objects.due(now).filter(name=job.name).update(**mine):
        return None
    return PeriodicJob.objects.filter(name=job.name, leased_by=holder).first()


def renew(job: Job, *, holder: str, now: datetime, lease: timedelta = LEASE) -> bool:
    """Keep the turn for another while. Returns whether it is still the holder's."""
    held = PeriodicJob.objects.filter(name=job.name, leased_by=holder)
    return bool(held.update(leased_until=now + lease))


def finish(job: Job, *, holder: str, now: datetime, due_at: datetime, error: BaseException | None = None) -> bool:
    """Give the turn of `due_at` back and record how it went. Returns whether it was still the holder's.

    The next turn comes after `now`: those that a long turn has run over are skipped.
    """
    held = PeriodicJob.objects.filter(name=job.name, leased_by=holder)
    return bool(
        held.update(
            leased_by="",
            leased_until=None,
            # Another worker's clock may be a little ahead: never the same turn again.
            due_at=job.next_turn(max(now, due_at)),
            last_finished_at=now,
            last_result=PeriodicJob.Result.DONE if error is None else PeriodicJob.Result.FAILED,
            last_error="" if error is None else one_line(error),
        )
    )


def one_line(error: BaseException) -> str:
    """An error in one line, of `LONGEST_ERROR` characters at most. The log has the rest."""
    # A group says in its own message what failed; Python adds how many.
    text = error.message if isinstance(error, BaseExceptionGroup) else f"{type(error).__name__}: {error}"
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_ERROR else f"{line[: LONGEST_ERROR - 1]}…"
