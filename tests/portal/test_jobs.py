"""The table of jobs, their turns, scheduled publication, and their list in the administration."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.dispatch import Signal
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, PageLogEntry, Revision, RevisionMixin
from wagtail.signals import page_published, page_unpublished

from accounts.models import User
from home.models import HomePage
from portal import turns
from portal.jobs import JOBS, Job
from portal.models import PeriodicJob
from portal.publishing import expire_object, publish_scheduled
from tests.portal.processes import Start

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
MINUTELY = Job(name="minutely", label="Minutely", period=MINUTE, function=print)
NewPage = Callable[..., HomePage]


def log_of(page: Page) -> Counter[str]:
    """Return how often each scheduled action was done to a page."""
    scheduled = PageLogEntry.objects.filter(page=page.pk, action__endswith=".scheduled")
    return Counter(scheduled.values_list("action", flat=True))


# The table


def test_each_job_has_its_own_name() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)


@pytest.mark.parametrize(
    ("period", "after", "expected"),
    [
        (MINUTE, NOON, NOON + MINUTE),
        (MINUTE, NOON + 59.5 * SECOND, NOON + MINUTE),
        (timedelta(hours=1), NOON + 7 * MINUTE, NOON + timedelta(hours=1)),
        (timedelta(days=1), NOON, datetime(2026, 3, 3, tzinfo=UTC)),
    ],
)
def test_turns_are_aligned_to_the_period(period: timedelta, after: datetime, expected: datetime) -> None:
    job = Job(name="any", label="Any", period=period, function=print)
    assert job.next_turn(after) == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (NOON - timedelta(hours=2), NOON - timedelta(hours=1)),
        (NOON - timedelta(hours=1), NOON + timedelta(hours=23)),
        (NOON, NOON + timedelta(hours=23)),
    ],
)
def test_turns_with_an_offset_come_that_much_later(after: datetime, expected: datetime) -> None:
    job = Job(name="any", label="Any", period=timedelta(days=1), offset=timedelta(hours=11), function=print)
    assert job.next_turn(after) == expected


# Turns


@pytest.mark.django_db
def test_registering_adds_what_is_missing_and_removes_what_has_vanished() -> None:
    PeriodicJob.objects.create(name="vanished", due_at=NOON)
    turns.register([MINUTELY], now=NOON)
    turns.register([MINUTELY], now=NOON + 5 * SECOND)
    assert list(PeriodicJob.objects.values_list("name", "due_at")) == [("minutely", NOON)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due_at", "expected"), [(NOON + MINUTE, NOON + MINUTE), (NOON + timedelta(days=1), NOON + MINUTE)]
)
def test_registering_brings_nearer_only_a_turn_of_a_longer_period(due_at: datetime, expected: datetime) -> None:
    PeriodicJob.objects.create(name="minutely", due_at=due_at)
    # A worker whose clock is three seconds late.
    turns.register([MINUTELY], now=NOON if due_at != expected else NOON - 3 * SECOND)
    assert PeriodicJob.objects.get().due_at == expected


@pytest.mark.django_db
def test_a_turn_is_claimed_once_and_not_before_it_is_due() -> None:
    turns.register([MINUTELY], now=NOON)
    assert turns.claim(MINUTELY, holder="early", now=NOON - SECOND) is None
    row = turns.claim(MINUTELY, holder="first", now=NOON)
    assert row is not None
    assert (row.leased_by, row.leased_until, row.last_started_at) == ("first", NOON + turns.LEASE, NOON)
    assert turns.claim(MINUTELY, holder="second", now=NOON) is None
    assert turns.finish(MINUTELY, holder="first", now=NOON + SECOND, due_at=row.due_at)
    assert turns.claim(MINUTELY, holder="second", now=NOON + 2 * SECOND) is None
    assert turns.claim(MINUTELY, holder="second", now=NOON + MINUTE)


@pytest.mark.django_db
def test_a_turn_that_ends_by_a_late_clock_is_not_begun_again() -> None:
    turns.register([MINUTELY], now=NOON)
    turns.claim(MINUTELY, holder="first", now=NOON)
    turns.finish(MINUTELY, holder="first", now=NOON - 3 * SECOND, due_at=NOON)
    assert PeriodicJob.objects.get().due_at == NOON + MINUTE


@pytest.mark.django_db
def test_a_long_turn_skips_those_that_it_has_run_over() -> None:
    turns.register([MINUTELY], now=NOON)
    turns.claim(MINUTELY, holder="first", now=NOON)
    turns.finish(MINUTELY, holder="first", now=NOON + 3.5 * MINUTE, due_at=NOON)
    assert PeriodicJob.objects.get().due_at == NOON + 4 * MINUTE


@pytest.mark.django_db
def test_the_turn_of_a_killed_worker_is_free_when_its_lease_ends_and_a_renewed_one_is_not() -> None:
    turns.register([MINUTELY], now=NOON)
    turns.claim(MINUTELY, holder="killed", now=NOON)
    assert turns.renew(MINUTELY, holder="killed", now=NOON + MINUTE)
    until = NOON + MINUTE + turns.LEASE
    assert turns.claim(MINUTELY, holder="other", now=until) is None
    assert turns.claim(MINUTELY, holder="other", now=until + SECOND)
    # Not killed after all, only late: it has nothing more to say.
    assert not turns.renew(MINUTELY, holder="killed", now=until + 2 * SECOND)
    assert not turns.finish(MINUTELY, holder="killed", now=until + 2 * SECOND, due_at=NOON)
    row = PeriodicJob.objects.get()
    assert (row.leased_by, row.leased_until, row.due_at) == ("other", until + SECOND + turns.LEASE, NOON)


@pytest.mark.django_db
def test_a_failure_is_kept_in_one_line_until_the_next_success() -> None:
    turns.register([MINUTELY], now=NOON)
    turns.claim(MINUTELY, holder="first", now=NOON)
    turns.finish(MINUTELY, holder="first", now=NOON, due_at=NOON, error=ValueError("no\n luck"))
    row = PeriodicJob.objects.get()
    assert (row.last_result, row.last_error, row.due_at) == ("failed", "ValueError: no luck", NOON + MINUTE)
    turns.claim(MINUTELY, holder="first", now=NOON + MINUTE)
    turns.finish(MINUTELY, holder="first", now=NOON + MINUTE, due_at=NOON + MINUTE)
    row.refresh_from_db()
    assert (row.last_result, row.last_error, row.last_finished_at) == ("done", "", NOON + MINUTE)


def test_a_long_error_is_cut() -> None:
    line = turns.one_line(ValueError("x" * 1000))
    assert (len(line), line[:13], line[-1]) == (turns.LONGEST_ERROR, "ValueError: x", "…")


def race(start: Start, first: list[str], second: list[str]) -> list[list[str]]:
    """Run `race.py` twice at the same time and return what each got."""
    script = __file__.replace("test_jobs.py", "race.py")
    racers = [start(script, *first), start(script, *second)]
    for racer in racers:
        racer.await_line("ready")
    for racer in racers:
        racer.popen.stdin.write(b"go\n")
        racer.popen.stdin.flush()
    for racer in racers:
        racer.await_line("won")
    return [json.loads(racer.said().partition("won ")[2].partition("\n")[0]) for racer in racers]


def test_two_processes_never_win_the_same_turn(start: Start) -> None:
    count = 300
    names = [f"job-{number}" for number in range(count)]
    PeriodicJob.objects.bulk_create([PeriodicJob(name=name, due_at=NOON) for name in names])
    won = race(start, ["claim", "first", str(count)], ["claim", "second", str(count)])
    assert sorted(won[0] + won[1]) == sorted(names)
    assert all(won), "one of them was never in the race"


# Scheduled publication


@pytest.mark.django_db
def test_what_is_scheduled_is_published_and_what_is_over_is_taken_down(
    live_page: NewPage, scheduled_page: NewPage
) -> None:
    now = timezone.now()
    due = scheduled_page("Due", go_live_at=now + 5 * SECOND)
    later = scheduled_page("Later", go_live_at=now + MINUTE)
    over = live_page("Over", expire_at=now - SECOND)
    lasting = live_page("Lasting", expire_at=now + MINUTE)
    draft = live_page("Draft", live=False, expire_at=now - SECOND)
    bring_forward(due, now - SECOND)

    publish_scheduled(now=now)

    pages = {page.title: (page.live, page.expired, log_of(page)) for page in HomePage.objects.all()}
    assert pages == {
        "Due": (True, False, {"wagtail.publish.scheduled": 1}),
        "Later": (False, False, {}),
        "Over": (False, True, {"wagtail.unpublish.scheduled": 1}),
        "Lasting": (True, False, {}),
        "Draft": (False, False, {}),
    }
    assert Revision.objects.get(approved_go_live_at__isnull=False).object_id == str(later.pk)
    assert [due.pk, over.pk, lasting.pk, draft.pk]

    publish_scheduled(now=now)
    assert (log_of(due), log_of(over)) == ({"wagtail.publish.scheduled": 1}, {"wagtail.unpublish.scheduled": 1})


def bring_forward(page: HomePage, moment: datetime) -> None:
    """Let time pass: the page's revision was approved for a moment that is now behind us."""
    revision = page.revisions.get(approved_go_live_at__isnull=False)
    revision.content["go_live_at"] = moment.isoformat()
    revision.approved_go_live_at = moment
    revision.save()


@pytest.fixture
def refuse() -> Iterator[Callable[[Signal, str], None]]:
    """Return a function that makes a Wagtail signal fail for the page of a title."""
    connected: list[tuple[Signal, Callable]] = []
    reason = "refused"

    def fail_for(sent: Signal, title: str) -> None:
        def receiver(instance: Page, **_kwargs: object) -> None:
            if instance.title == title:
                raise ValidationError(reason)

        sent.connect(receiver)
        connected.append((sent, receiver))
        # Signals keep weak references.
        connected.append((Signal(), receiver))

    yield fail_for
    for sent, receiver in connected:
        sent.disconnect(receiver)


@pytest.mark.django_db
def test_a_page_that_fails_keeps_nothing_else_from_being_done(
    live_page: NewPage, scheduled_page: NewPage, refuse: Callable
) -> None:
    now = timezone.now()
    for title in ("Bad", "Good"):
        bring_forward(scheduled_page(title, go_live_at=now + MINUTE), now - SECOND)
        live_page(f"{title} over", expire_at=now - SECOND)
    refuse(page_published, "Bad")
    refuse(page_unpublished, "Bad over")

    with pytest.raises(ExceptionGroup) as caught:
        publish_scheduled(now=now)

    states = dict(HomePage.objects.values_list("title", "live"))
    assert states == {"Bad": False, "Good": True, "Bad over": True, "Good over": False}
    bad, over = Page.objects.get(title="Bad").pk, Page.objects.get(title="Bad over").pk
    assert turns.one_line(caught.value) == (
        f"publish “Bad” ({bad}): ValidationError: ['refused']; "
        f"expire page “Bad over” ({over}): ValidationError: ['refused']"
    )
    # Nothing of it is half done, and it is due again.
    assert (log_of(Page(pk=bad)), log_of(Page(pk=over))) == ({}, {})
    assert Revision.objects.get(object_id=str(bad)).approved_go_live_at == now - SECOND


@pytest.mark.django_db
def test_a_revision_whose_object_is_gone_keeps_nothing_else_from_being_done(scheduled_page: NewPage) -> None:
    now = timezone.now()
    gone, good = scheduled_page("Gone", go_live_at=now + MINUTE), scheduled_page("Good", go_live_at=now + MINUTE)
    bring_forward(gone, now - MINUTE)
    bring_forward(good, now - SECOND)
    Revision.objects.filter(object_id=str(gone.pk)).update(object_id="0")
    with pytest.raises(ExceptionGroup, match=r"publish “Gone” \(0\)"):
        publish_scheduled(now=now)
    assert HomePage.objects.get(pk=good.pk).live


@pytest.mark.django_db
def test_what_began_and_ended_while_the_worker_was_stopped_ends_up_taken_down(scheduled_page: NewPage) -> None:
    now = timezone.now()
    page = scheduled_page("Yesterday", go_live_at=now + MINUTE, expire_at=now - SECOND)
    bring_forward(page, now - MINUTE)
    publish_scheduled(now=now)
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)


@pytest.mark.django_db
def test_the_end_of_a_version_does_not_cancel_the_next_one(live_page: NewPage) -> None:
    now = timezone.now()
    page = live_page("Summer", expire_at=now - SECOND)
    page.save_revision().publish()
    page = HomePage.objects.get(pk=page.pk)
    page.title, page.go_live_at, page.expire_at = "Winter", now + MINUTE, None
    page.save_revision().publish()

    publish_scheduled(now=now)
    page = HomePage.objects.get(pk=page.pk)
    assert (page.title, page.live, page.approved_schedule) == ("Summer", False, True)

    bring_forward(page, now - SECOND)
    publish_scheduled(now=now)
    page = HomePage.objects.get(pk=page.pk)
    assert (page.title, page.live, page.approved_schedule) == ("Winter", True, False)


@pytest.mark.django_db
def test_a_page_that_an_editor_saved_meanwhile_is_not_taken_down(live_page: NewPage) -> None:
    now = timezone.now()
    page = live_page("Over", expire_at=now - SECOND)
    Page.objects.filter(pk=page.pk).update(expire_at=now + MINUTE)
    assert expire_object(Page, page.pk, now=now) is None
    assert Page.objects.get(pk=page.pk).live


@pytest.fixture
def notice_model(transactional_db: None) -> Iterator[type[models.Model]]:
    """Return a model with drafts that is no page, for the time of a test."""

    class Notice(DraftStateMixin, RevisionMixin, models.Model):
        title = models.CharField(max_length=50)

        class Meta:
            app_label = "portal"

        def __str__(self) -> str:
            return self.title

    with connection.schema_editor() as editor:
        editor.create_model(Notice)
    yield Notice
    Revision.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.delete_model(Notice)
    del apps.all_models["portal"]["notice"]
    apps.clear_cache()


def test_snippets_with_drafts_are_published_and_taken_down_too(notice_model: type[models.Model]) -> None:
    now = timezone.now()
    due = notice_model.objects.create(title="Due", live=False, go_live_at=now + MINUTE)
    due.save_revision().publish()
    bring_forward(due, now - SECOND)
    notice_model.objects.create(title="Over", expire_at=now - SECOND)
    publish_scheduled(now=now)
    assert sorted(notice_model.objects.values_list("title", "live")) == [("Due", True), ("Over", False)]


def test_two_processes_never_publish_the_same_page(start: Start, live_page: NewPage, scheduled_page: NewPage) -> None:
    now = timezone.now()
    for number in range(8):
        bring_forward(scheduled_page(f"Due {number}", go_live_at=now + MINUTE), now - MINUTE)
        live_page(f"Over {number}", expire_at=now - MINUTE)
    # Without the claim of a turn: what holds here are the row locks alone.
    race(start, ["publish"], ["publish"])
    for page in HomePage.objects.all():
        due = page.title.startswith("Due")
        assert (page.live, log_of(page)) == (due, {f"wagtail.{'' if due else 'un'}publish.scheduled": 1}), page.title


# The administration


@pytest.fixture
def administrator() -> User:
    return User.objects.create_superuser(
        "admin@example.org", "a-password", first_name="Ada", last_name="Admin", preferred_language="en"
    )


@pytest.fixture
def editor() -> User:
    user = User.objects.create_user(
        "editor@example.org", "a-password", first_name="Édith", last_name="Éditrice", preferred_language="en"
    )
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def listed(client: Client) -> list[list[str]]:
    """Return the rows of the list, without the column of the last run, whose words depend on the clock."""
    response = client.get(reverse("periodic_jobs:index"))
    assert response.status_code == 200
    rows = BeautifulSoup(response.content, "html.parser").select("table.listing tbody tr")
    cells = [[" ".join(cell.get_text(" ").split()) for cell in row.select("td")] for row in rows]
    return [row[:2] + row[3:5] for row in cells]


LABEL = "Publish what is scheduled, take down what is over"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minutes_ago", "fields", "expected"),
    [
        (1, {"last_result": "done"}, ["Done", ""]),
        (1, {"last_result": "failed", "last_error": "ValueError: <b>"}, ["Failed", "ValueError: <b>"]),
        (4, {"last_result": "done"}, ["Done Late: the worker may be stopped", ""]),
        (4, {"last_result": "failed", "last_error": "E"}, ["Failed Late: the worker may be stopped", "E"]),
        (1, {"last_result": "done", "leased_until": 1}, ["Done Running", ""]),
        (4, {"last_result": "done", "leased_until": 1}, ["Done Late: still running", ""]),
        (None, {}, ["Not run yet", ""]),
        (None, {"due_at": -4}, ["Late: the worker may be stopped", ""]),
    ],
)
def test_the_list_tells_how_the_jobs_are(
    client: Client, administrator: User, minutes_ago: int | None, fields: dict, expected: list[str]
) -> None:
    now = timezone.now()
    fields = {name: now + value * MINUTE if isinstance(value, int) else value for name, value in fields.items()}
    finished = None if minutes_ago is None else now - minutes_ago * MINUTE
    row = {"due_at": now, "last_finished_at": finished, **fields}
    PeriodicJob.objects.create(name="publish_scheduled", **row)
    client.force_login(administrator)
    assert listed(client) == [[LABEL, "1\xa0minute".replace("\xa0", " "), *expected]]


@pytest.mark.django_db
def test_a_row_of_another_release_is_listed_by_its_name(client: Client, administrator: User) -> None:
    PeriodicJob.objects.create(name="of_another_release", due_at=timezone.now())
    client.force_login(administrator)
    assert listed(client) == [["of_another_release", "", "Not run yet", ""]]


@pytest.mark.django_db
def test_an_empty_list_says_why(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    response = client.get(reverse("periodic_jobs:index"))
    assert "No periodic job yet: the worker has never been started." in response.content.decode()


@pytest.mark.django_db
def test_only_superusers_see_the_list_and_its_menu_entry(client: Client, administrator: User, editor: User) -> None:
    PeriodicJob.objects.create(name="publish_scheduled", due_at=timezone.now())
    address, home = reverse("periodic_jobs:index"), reverse("wagtailadmin_home")

    client.force_login(administrator)
    assert address in client.get(home).content.decode()

    client.force_login(editor)
    assert address not in client.get(home).content.decode()
    refused = client.get(address)
    assert (refused.status_code, refused["Location"]) == (302, home)

    client.logout()
    assert client.get(address)["Location"].startswith(reverse("wagtailadmin_login"))


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_however_long(client: Client, administrator: User, count: int) -> None:
    PeriodicJob.objects.bulk_create(
        [PeriodicJob(name=f"job-{number}", due_at=timezone.now()) for number in range(count)]
    )
    client.force_login(administrator)
    with CaptureQueriesContext(connection) as queries:
        assert len(listed(client)) == count
    # What the rest of the administration asks is counted elsewhere.
    assert len([query for query in queries if "portal_periodicjob" in query["sql"]]) == 1
