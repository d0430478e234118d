"""The worker: the tasks that the portal puts off, and its periodic jobs, in one process."""

import logging
import os
import secrets
import signal
import socket
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType

from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker as TaskLoop
from django_tasks_db.models import DBTaskResult

from portal.jobs import JOBS, Job
from portal.scheduler import PATIENCE, POLL, Scheduler, survives
from portal.turns import LEASE

logger = logging.getLogger(__name__)

SIGNALS = (signal.SIGTERM, signal.SIGINT)
# Seconds between two looks at whether a signal has come.
STEP = 0.1


class Worker:
    """Runs tasks in the main thread and periodic jobs beside it, until it is told to stop."""

    def __init__(self, jobs: Collection[Job] = JOBS, *, lease: timedelta = LEASE) -> None:
        """A worker with a name of its own. `lease` is for tests."""
        # Two containers may have one process number, two workers of a machine one host name.
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.forced = False
        self.scheduler = Scheduler(jobs, holder=self.name, lease=lease)
        self.tasks = TaskLoop(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=POLL,
            # Return when the queue is empty: waiting and surviving are done here, not there.
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=self.name,
        )

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; what has begun is finished first. A second signal ends at once, status 1."""
        with self._announced():
            self.scheduler.start()
            while self.tasks.running:
                healthy = survives(self._run_tasks)
                self._rest(POLL if healthy else PATIENCE)
            if self.forced:
                # The task that it interrupted has kept the first one for itself.
                raise SystemExit(1)
            self.scheduler.stop()

    def run_once(self) -> None:
        """Run the jobs that are due and the tasks that are ready, then return."""
        with self._announced():
            self.scheduler.run_once()
            self._run_tasks()

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        # In small steps: a signal does not end a sleep.
        while self.tasks.running and time.monotonic() < until:
            time.sleep(STEP)

    def _run_tasks(self) -> None:
        # The task loop takes SQLite's write lock to look at its queue; most of the time there is nothing in it.
        if DBTaskResult.objects.ready().filter(backend_name=self.tasks.backend_name).exists():
            self.tasks.run()

    @contextmanager
    def _announced(self) -> Iterator[None]:
        # The task loop would say at each round that it starts and stops.
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        before = {number: signal.signal(number, self._stop) for number in SIGNALS}
        logger.info("Worker %s started, periodic jobs: %s", self.name, ", ".join(self.scheduler.jobs) or "none")
        try:
            yield
        finally:
            logger.info("Worker %s stopped", self.name)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        # Nothing here may take a lock: the code that this interrupts may hold it. Nothing is raised at the first
        # signal either: between the claim of a task and its start, that would lose the task.
        if self.tasks.running:
            self.tasks.running = False
            return
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        self.forced = True
        raise SystemExit(1)
