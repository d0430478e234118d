"""The thread that runs the periodic jobs beside the worker's tasks, and what keeps it running."""

import logging
import signal
import threading
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.utils import timezone

from portal import turns
from portal.jobs import Job
from portal.models import PeriodicJob

logger = logging.getLogger(__name__)

# Seconds between two looks at the table, and after a look that failed.
POLL = 1
PATIENCE = 5


def survives(action: Callable[[], object]) -> bool:
    """Do something with the database and return whether that went well; what goes wrong is logged, never raised."""
    close_old_connections()
    try:
        action()
    except (OperationalError, InterfaceError) as error:
        logger.warning("The database does not answer, trying again: %s", turns.one_line(error))
    except Exception:
        logger.exception("The worker goes on after an error")
    else:
        return True
    finally:
        close_old_connections()
    return False


class Turn(threading.Thread):
    """One turn of a job, in a thread and with a database connection of its own."""

    def __init__(self, job: Job, *, due_at: datetime, now: datetime, wake: threading.Event) -> None:
        """Prepare a turn that was claimed at `now`. `wake` is set when it is over."""
        # A daemon: the second signal ends the worker without waiting for it.
        super().__init__(name=job.name, daemon=True)
        self.job = job
        self.due_at = due_at
        self.now = self.renewed_at = now
        self.wake = wake
        self.over = False
        self.error: BaseException | None = None

    def run(self) -> None:
        """Call the job's function and keep what it raises."""
        try:
            self.job.function(now=self.now)
        except BaseException as error:  # even SystemExit must not pass for a success
            logger.exception("The job %s failed", self.job.name)
            self.error = error
        finally:
            connections.close_all()
            self.over = True
            self.wake.set()


class Scheduler:
    """Looks at the table each second, runs what is due, renews the leases and records the results."""

    def __init__(self, jobs: Collection[Job], *, holder: str, lease: timedelta = turns.LEASE) -> None:
        """`holder` names the worker; no two workers may share it."""
        self.jobs = {job.name: job for job in jobs}
        self.holder = holder
        self.lease = lease
        self.turns: dict[str, Turn] = {}
        self.stopping = False
        self.wake = threading.Event()
        self.thread = threading.Thread(target=self._loop, name="scheduler", daemon=True)
        self.register_at_start = True

    def start(self) -> None:
        """Begin, in a thread."""
        self.thread.start()

    def stop(self) -> None:
        """Begin no more turns, and return when those that run are over and recorded."""
        self.stopping = True
        self.wake.set()
        if self.turns:
            logger.info("Waiting for the end of: %s", ", ".join(self.turns))
        self.thread.join()

    def run_once(self) -> None:
        """Run what is due now, here, and return when it is over and recorded."""
        self.tick(timezone.now())
        self.stopping = True
        while self.turns:
            self._rest(POLL)
            self.tick(timezone.now())

    def tick(self, now: datetime) -> None:
        """Do what there is to do at this instant."""
        for turn in list(self.turns.values()):
            if turn.over:
                self._record(turn, now)
            elif now - turn.renewed_at >= self.lease / 4:
                self._renew(turn, now)
        if not self.stopping:
            self._start_due(now)

    def _loop(self) -> None:
        # For this thread and those that it starts: only in the main thread does a signal end a sleep.
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM, signal.SIGINT))
        while True:
            healthy = survives(lambda: self.tick(timezone.now()))
            at_work = any(not turn.over for turn in self.turns.values())
            if self.stopping and not at_work and not (healthy and self.turns):
                # What could not be recorded is left to the lease.
                return
            self._rest(POLL if healthy else PATIENCE)

    def _rest(self, seconds: float) -> None:
        self.wake.wait(seconds)
        self.wake.clear()

    def _start_due(self, now: datetime) -> None:
        rows = {row.name: row for row in PeriodicJob.objects.filter(name__in=self.jobs)}
        # A worker of an older release removes the rows that it does not know.
        if self.register_at_start or len(rows) < len(self.jobs):
            turns.register(self.jobs.values(), now=now)
            self.register_at_start = False
            rows = {row.name: row for row in PeriodicJob.objects.filter(name__in=self.jobs)}
        for name, row in rows.items():
            if name in self.turns or row.due_at > now or row.is_running(now):
                continue
            claimed = turns.claim(self.jobs[name], holder=self.holder, now=now, lease=self.lease)
            if claimed is not None:
                turn = Turn(self.jobs[name], due_at=claimed.due_at, now=now, wake=self.wake)
                turn.start()
                self.turns[name] = turn

    def _renew(self, turn: Turn, now: datetime) -> None:
        turn.renewed_at = now
        if not turns.renew(turn.job, holder=self.holder, now=now, lease=self.lease):
            logger.warning("The job %s was taken over by another worker", turn.job.name)

    def _record(self, turn: Turn, now: datetime) -> None:
        kept = turns.finish(turn.job, holder=self.holder, now=now, due_at=turn.due_at, error=turn.error)
        if not kept:
            logger.warning("The job %s ended after another worker had taken it over", turn.job.name)
        del self.turns[turn.job.name]
