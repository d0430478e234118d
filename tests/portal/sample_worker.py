"""A worker with jobs that can be watched: `sample_worker.py TRACES LEASE-SECONDS JOB…`."""

import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import django

django.setup()

from django_tasks import task  # noqa: E402

from portal.jobs import Job  # noqa: E402
from portal.worker import Worker  # noqa: E402

TRACES, LEASE, *NAMES = sys.argv[1:]


def trace(name: str) -> None:
    """Leave a line with a name and this process's number."""
    with Path(TRACES).open("a") as traces:
        traces.write(f"{name} {os.getpid()}\n")


def steady(*, now: datetime) -> None:
    """Succeed."""
    trace("steady")


def broken(*, now: datetime) -> None:
    """Fail."""
    trace("broken")
    message = "no\nluck"
    raise ValueError(message)


def leaving(*, now: datetime) -> None:
    """Try to end the program."""
    trace("leaving")
    raise SystemExit


def slow(*, now: datetime) -> None:
    """Take two seconds."""
    trace("slow")
    time.sleep(2)
    trace("slow-ended")


def endless(*, now: datetime) -> None:
    """Take a minute."""
    trace("endless")
    time.sleep(60)


@task()
def long_task() -> None:
    """Take four seconds."""
    trace("task")
    time.sleep(4)
    trace("task-ended")


FUNCTIONS = (steady, broken, leaving, slow, endless)
JOBS = [
    Job(name=function.__name__, label=function.__name__, period=timedelta(seconds=1), function=function)
    for function in FUNCTIONS
    if function.__name__ in NAMES
]

if __name__ == "__main__":
    if "task" in NAMES:
        long_task.enqueue()
    Worker(JOBS, lease=timedelta(seconds=float(LEASE))).run()
