"""The worker and somebody who decides about the same text at the same moment: on PostgreSQL, with real threads."""

from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Revision

from partners.guards import locked
from portal.publishing import publish_scheduled
from tests.factories.moderation import approve, as_stored
from tests.factories.tree import plant
from tests.factories.twins import make_company
from tests.partners.test_moderation_at_once import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one writer in at a time: nothing to race."
    ),
]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_called_off_meanwhile_is_not_published_and_nobody_waits_for_ever(language):
    plant()
    company = make_company()
    french = company.french()
    page = approve(french, company.communications, go_live_at=timezone.now() + timedelta(days=1))
    if language == "en":
        page = approve(company.english(french), company.communications)
        Revision.objects.filter(object_id=french.pk).update(approved_go_live_at=None)
        Revision.objects.get(pk=as_stored(french).latest_revision_id).publish(skip_permission_checks=True)
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=timezone.now())
    is_held = Event()

    def call_off():
        with transaction.atomic():
            # Whoever withdraws French holds both languages.
            locked(as_stored(french))
            is_held.set()
            sleep(1)
            Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=None)

    def work():
        is_held.wait(10)
        publish_scheduled(now=timezone.now())

    assert at_once(call_off, work) == [None, None]
    assert as_stored(page).live is False
