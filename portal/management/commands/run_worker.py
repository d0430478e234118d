"""`manage.py run_worker`."""

from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from portal.jobs import JOBS
from portal.worker import Worker


def seconds(text: str) -> timedelta:
    """A period of whole seconds, one at least."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        message = f"“{text}” is not a number of seconds, one or more."
        raise ArgumentTypeError(message)
    return timedelta(seconds=int(text))


class Command(BaseCommand):
    """Run the worker until SIGTERM or SIGINT."""

    help = "Run the tasks that were put off and the periodic jobs (portal/jobs.py). Several workers may run together."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the options that tests and trials need."""
        parser.add_argument("--once", action="store_true", help="run what is due and ready, then end")
        parser.add_argument("--every", type=seconds, metavar="SECONDS", help="replace the period of every job")

    def handle(self, *_args: Any, once: bool, every: timedelta | None, **_options: Any) -> None:
        """Run the worker."""
        worker = Worker([replace(job, period=every or job.period) for job in JOBS])
        if once:
            worker.run_once()
        else:
            worker.run()
