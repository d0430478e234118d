"""Real workers, in processes of their own, on a database that they share."""

import signal
import sqlite3
from argparse import ArgumentTypeError
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import PageLogEntry

from home.models import HomePage
from portal.jobs import JOBS
from portal.management.commands.run_worker import seconds
from portal.models import PeriodicJob
from tests.portal.processes import Start, wait_for

WORKER = ("manage.py", "run_worker")
NewPage = Callable[..., HomePage]
Traces = Callable[[str], list[int]]


def test_two_workers_publish_and_expire_each_page_exactly_once(
    start: Start, live_page: NewPage, scheduled_page: NewPage
) -> None:
    workers = [start(*WORKER, "--every", "1") for _ in range(2)]
    for worker in workers:
        worker.await_line("started")
    wait_for(lambda: PeriodicJob.objects.filter(last_result="done").exists())
    moment = timezone.now() + timedelta(seconds=2)
    scheduled = [scheduled_page(f"Scheduled {number}", go_live_at=moment) for number in range(3)]
    over = [live_page(f"Over {number}", expire_at=moment) for number in range(3)]
    lasting = live_page("Lasting", expire_at=moment + timedelta(hours=1))
    assert {page.pk for page in HomePage.objects.live()} == {page.pk for page in (*over, lasting)}

    expected = {page.pk for page in (*scheduled, lasting)}
    wait_for(lambda: {page.pk for page in HomePage.objects.live()} == expected, seconds=20)
    # Long enough for each worker to have had more turns.
    finished = PeriodicJob.objects.get(name="publish_scheduled").last_finished_at
    wait_for(
        lambda: PeriodicJob.objects.get(name="publish_scheduled").last_finished_at >= finished + timedelta(seconds=2)
    )

    entries = PageLogEntry.objects.filter(action__endswith=".scheduled")
    assert Counter(entries.values_list("page_id", "action")) == {
        **{(page.pk, "wagtail.publish.scheduled"): 1 for page in scheduled},
        **{(page.pk, "wagtail.unpublish.scheduled"): 1 for page in over},
    }
    lateness = [entry.timestamp - moment for entry in entries]
    assert timedelta(0) <= min(lateness)
    assert max(lateness) < timedelta(seconds=5)
    # What publication puts off (indexes) is done by the same workers.
    wait_for(lambda: not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists())
    assert DBTaskResult.objects.exists()

    assert [worker.popen.poll() for worker in workers] == [None, None]
    for worker, number in zip(workers, (signal.SIGTERM, signal.SIGINT), strict=True):
        status, duration = worker.stop(number)
        assert (status, "Traceback" in worker.said()) == (0, False)
        assert duration < 3


def test_a_worker_says_when_it_starts_and_stops_and_little_else(start: Start) -> None:
    worker = start(*WORKER)
    worker.await_line("started")
    wait_for(lambda: PeriodicJob.objects.filter(last_result="done").count() == len(JOBS))
    assert worker.stop()[0] == 0
    # One that is stopped while a job runs also says what it waits for: any job may be due again by then.
    lines = [line.split(": ", 1)[1] for line in worker.said().splitlines() if "Waiting for the end of: " not in line]
    name = lines[0].split()[1]
    names = ", ".join(job.name for job in JOBS)
    assert lines == [f"Worker {name} started, periodic jobs: {names}", f"Worker {name} stopped"]


def test_once_runs_what_is_due_and_ready_then_ends(start: Start, live_page: NewPage) -> None:
    page = live_page("Over", expire_at=timezone.now() - timedelta(minutes=1))
    worker = start(*WORKER, "--once")
    assert worker.popen.wait(30) == 0
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
    row = PeriodicJob.objects.get(name="publish_scheduled")
    assert (row.last_result, row.leased_by, row.leased_until) == ("done", "", None)
    assert row.due_at - row.last_finished_at <= timedelta(minutes=1)
    assert (row.due_at.second, row.due_at.microsecond) == (0, 0)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "soon", ""])
def test_a_period_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="is not a number of seconds"):
        seconds(text)


def test_a_job_that_fails_is_logged_recorded_and_tried_again_beside_the_others(
    start_sample: Start, traces: Traces
) -> None:
    worker = start_sample("steady", "broken", "leaving")
    wait_for(lambda: min(len(traces(name)) for name in ("steady", "broken", "leaving")) >= 3)
    assert worker.stop()[0] == 0
    results = PeriodicJob.objects.values_list("name", "last_result", "last_error")
    assert list(results) == [
        ("broken", "failed", "ValueError: no luck"),
        ("leaving", "failed", "SystemExit:"),
        ("steady", "done", ""),
    ]
    assert worker.said().count("The job broken failed\nTraceback") == len(traces("broken"))


def test_a_long_task_delays_no_job_and_is_finished_before_the_worker_stops(start_sample: Start, traces: Traces) -> None:
    worker = start_sample("steady", "task")
    wait_for(lambda: traces("task"))
    before = len(traces("steady"))
    wait_for(lambda: len(traces("steady")) >= before + 2)
    assert traces("task-ended") == [], "the task was not long enough"
    assert worker.stop()[0] == 0
    assert len(traces("task-ended")) == 1
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_a_long_turn_is_never_begun_twice_until_its_worker_is_killed(start_sample: Start, traces: Traces) -> None:
    workers = [start_sample("endless", "steady", lease=3) for _ in range(2)]
    for worker in workers:
        worker.await_line("started")
    wait_for(lambda: traces("endless"))
    before = len(traces("steady"))
    # Longer than the lease: it is renewed. And the other job goes on.
    wait_for(lambda: len(traces("steady")) >= before + 5)
    (first,) = traces("endless")
    assert [worker.popen.poll() for worker in workers] == [None, None]

    killed, other = sorted(workers, key=lambda worker: worker.popen.pid != first)
    killed.popen.kill()
    killed.popen.wait()
    lease = PeriodicJob.objects.get(name="endless").leased_until
    wait_for(lambda: len(traces("endless")) == 2, seconds=10)
    assert traces("endless") == [first, other.popen.pid]
    assert timedelta(0) < PeriodicJob.objects.get(name="endless").last_started_at - lease < timedelta(seconds=3)


def test_a_stopping_worker_finishes_the_turn_that_it_has_begun(start_sample: Start, traces: Traces) -> None:
    worker = start_sample("slow")
    wait_for(lambda: traces("slow"))
    assert worker.stop()[0] == 0
    assert len(traces("slow-ended")) == len(traces("slow")) == 1
    row = PeriodicJob.objects.get()
    assert (row.last_result, row.leased_until) == ("done", None)
    assert "Waiting for the end of: slow" in worker.said()


def test_a_second_signal_ends_at_once_what_has_begun(start_sample: Start, traces: Traces) -> None:
    worker = start_sample("endless", "task")
    wait_for(lambda: traces("endless") and traces("task"))
    worker.popen.send_signal(signal.SIGTERM)
    # Another signal: two of one number that come together are one.
    status, duration = worker.stop(signal.SIGINT)
    assert status == 1
    assert duration < 2
    # Where the task was cut: the record of its failure.
    assert worker.said().count("Traceback") == worker.said().count("state=FAILED\nTraceback") == 1
    assert traces("task-ended") == []
    assert DBTaskResult.objects.get().status == "FAILED"


@contextmanager
def outage() -> Iterator[None]:
    """Cut the other processes off from the PostgreSQL database."""
    settings = connection.settings_dict
    name = settings["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        own = cursor.fetchone()[0]
    place = {"host": settings["HOST"], "port": settings["PORT"], "dbname": "postgres"}
    account = {"user": settings["USER"], "password": settings["PASSWORD"]}
    with psycopg.connect(**place, **account, autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s", [name, own]
            )
            yield
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def test_a_worker_outlives_an_outage_of_the_database(start_sample: Start, traces: Traces, tmp_path: Path) -> None:
    if connection.vendor == "sqlite":
        # A file does not go away: here its tables are not there yet.
        file = tmp_path / "empty.sqlite3"
        worker = start_sample("steady", url=f"sqlite:///{file}")
        worker.await_line("The database does not answer, trying again")
        connection.ensure_connection()
        with sqlite3.connect(file) as copy:
            connection.connection.backup(copy)
        copy.close()
    else:
        worker = start_sample("steady")
        wait_for(lambda: traces("steady"))
        with outage():
            worker.await_line("The database does not answer, trying again")
    before = len(traces("steady"))
    wait_for(lambda: len(traces("steady")) >= before + 2)
    assert worker.stop()[0] == 0
    assert "Traceback" not in worker.said()


def test_a_row_that_an_older_release_has_removed_comes_back(start_sample: Start, traces: Traces) -> None:
    start_sample("steady")
    wait_for(lambda: traces("steady"))
    PeriodicJob.objects.all().delete()
    before = len(traces("steady"))
    wait_for(lambda: len(traces("steady")) >= before + 2)
    assert list(PeriodicJob.objects.values_list("name", flat=True)) == ["steady"]
