"""The morning mail of communications."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone
from wagtail.models import TaskState

from desk.digest import send_digest
from tests.factories.moderation import edit, make_draft, submit
from tests.factories.partners import make_person


def submit_days_ago(draft, user, days):
    submit(draft, user)
    started_at = timezone.now() - timedelta(days=days)
    TaskState.objects.filter(workflow_state__object_id=str(draft.pk)).update(started_at=started_at)


def digest_of(user):
    return [letter for letter in mail.outbox if letter.to == [user.email]]


def test_names_what_waits_the_oldest_first(crim, people):
    submit_days_ago(make_draft(crim, people.lead, title="Récent"), people.lead, 1)
    submit_days_ago(make_draft(crim, people.lead, title="Vieux"), people.lead, 12)
    make_person("Ève", is_confirmed=False)
    make_draft(crim, people.editor, title="Un brouillon")
    mail.outbox.clear()
    assert send_digest(timezone.now()) == 1
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([people.communications.email], "3 items wait for you")
    assert letter.body.partition("\n-- ")[0].strip().splitlines() == [
        "Hello Camille,",
        "",
        "What waits for you this morning, the oldest first:",
        "",
        "To approve and publish (2)",
        "- Vieux (CRIM), 1\u00a0week",
        "- Récent (CRIM), 1\u00a0day",
        "",
        "People to confirm (1)",
        "- Ève",
        "",
        "http://localhost:8000/admin/",
    ]


def test_is_not_written_where_there_is_nothing_to_do(crim, people):
    own = edit(make_draft(crim, people.lead), people.communications, title="Retouché")
    submit(own, people.lead)
    mail.outbox.clear()
    assert (send_digest(timezone.now()), mail.outbox) == (0, [])


def test_is_not_written_to_closed_accounts(crim, people):
    submit(make_draft(crim, people.lead), people.lead)
    people.communications.is_active = False
    people.communications.save()
    mail.outbox.clear()
    assert (send_digest(timezone.now()), mail.outbox) == (0, [])


def test_counts_what_it_does_not_name(crim, people):
    for number in range(11):
        make_person(f"Personne {number:02}", is_confirmed=False)
    mail.outbox.clear()
    send_digest(timezone.now())
    body = digest_of(people.communications)[0].body
    assert "People to confirm (11)" in body
    assert "- Personne 09\n- and 1 other\n" in body
    assert "Personne 10" not in body


def test_speaks_the_language_of_whoever_reads(crim, people):
    people.communications.preferred_language = "fr"
    people.communications.save()
    submit_days_ago(make_draft(crim, people.lead, title="Vieux"), people.lead, 12)
    mail.outbox.clear()
    send_digest(timezone.now())
    assert "- Vieux (CRIM), 1\u00a0semaine\n" in mail.outbox[0].body
