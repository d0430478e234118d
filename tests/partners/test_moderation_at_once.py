"""Two people who act at the same moment: on PostgreSQL with real threads, each with a connection of its own."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.utils import timezone

from partners import moderation
from partners.guards import Refused, digest_of_page
from partners.models import ForcedPublication, Membership
from partners.provisioning import provision
from tests.factories.moderation import as_stored, make_draft, page_of, step_of, submit
from tests.factories.partners import make_communications, make_member, make_working_partner
from tests.factories.tree import plant

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one writer in at a time: nothing to race."
    ),
]


def at_once(*actions):
    """Run the actions in threads that start together; return what each returned or raised."""
    ready, results = Barrier(len(actions)), [None] * len(actions)

    def run(index, action):
        try:
            ready.wait(10)
            results[index] = action()
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            results[index] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=item) for item in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.fixture
def crim():
    plant()
    return make_working_partner("CRIM")


@pytest.fixture
def page(crim):
    editor = make_member(crim, "editor")
    page = make_draft(crim, editor, title="Un texte")
    # Nobody leads: the text waits for communications.
    make_communications()
    return submit(page, editor)


def approval(page, user):
    step, digest = step_of(page), digest_of_page(page)
    return lambda: moderation.approve(step, user=user, digest=digest, now=timezone.now())


def test_two_people_approve_it_is_published_once(page):
    first, second = make_communications(), make_communications()
    results = at_once(approval(page, first), approval(page, second))
    refused = [result for result in results if isinstance(result, Refused)]
    assert len(refused) == 1, results
    assert page.wagtail_admin_comments.count() == 0
    published = as_stored(page)
    assert published.live is True
    assert published.latest_revision == published.live_revision
    assert published.current_workflow_state is None


def test_one_approves_while_one_refuses(page):
    first, second = make_communications(), make_communications()
    step = step_of(page)
    results = at_once(approval(page, first), lambda: moderation.refuse(step, user=second, reason="Non."))
    assert sum(isinstance(result, Refused) for result in results) == 1, results
    state = as_stored(page).workflow_states.get()
    assert (as_stored(page).live, state.status) in {(True, "approved"), (False, "needs_changes")}


def test_an_autosave_while_one_approves_publishes_what_was_read_or_nothing(page):
    reader = make_communications()
    author = page.owner
    latest = page.latest_revision

    def autosave():
        version = as_stored(page).get_latest_revision_as_object()
        version.title = "Réécrit pendant ce temps"
        version.save_revision(user=author, overwrite_revision=latest)

    at_once(approval(page, reader), autosave)
    now = as_stored(page)
    assert (now.live, now.title) in {(True, "Un texte"), (False, "Un texte")}
    assert now.draft_title in {"Un texte", "Réécrit pendant ce temps"}


def test_a_lead_is_removed_while_approving(crim):
    editor, lead = make_member(crim, "editor"), make_member(crim, "lead")
    make_communications()
    page = submit(make_draft(crim, editor), editor)
    membership = Membership.objects.get(user=lead)
    results = at_once(approval(page, lead), membership.delete)
    assert not isinstance(results[1], Exception), results
    state = as_stored(page).current_workflow_state
    assert state.current_task_state.task.name == "Approbation des communications" or state.is_at_final_task


def test_the_partner_is_deactivated_while_approving(page, crim):
    reader = make_communications()

    def deactivate():
        crim.is_active = False
        crim.save()
        provision(crim)

    results = at_once(approval(page, reader), deactivate)
    assert not isinstance(results[1], Exception), results
    assert isinstance(results[0], Refused) is not as_stored(page).live


def test_two_people_submit_there_is_one_submission(crim):
    editor, lead = make_member(crim, "editor"), make_member(crim, "lead")
    make_communications()
    page = make_draft(crim, editor)
    actions = [lambda user=user: moderation.submit(page, user=user, now=timezone.now()) for user in (editor, lead)]
    results = at_once(*actions)
    assert sum(isinstance(result, Refused) for result in results) == 1, results
    assert as_stored(page).workflow_states.count() == 1
    assert ForcedPublication.objects.count() == 0
    assert page_of(crim).live is True
