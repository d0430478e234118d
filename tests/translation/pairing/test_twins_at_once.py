"""Two people who approve twins at the same moment: on PostgreSQL with real threads, each with its own connection."""

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import PageLogEntry

from partners import moderation
from partners.guards import digest_of_page
from tests.factories.moderation import as_stored, step_of
from tests.factories.tree import plant
from tests.factories.twins import make_company
from tests.partners.test_moderation_at_once import at_once
from translation.models import TwinRelease

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one writer in at a time: nothing to race."
    ),
]


@pytest.fixture
def company():
    plant()
    company = make_company()
    company.ask_for_twins()
    return company


def approval(page, user):
    step, digest = step_of(page), digest_of_page(page)
    return lambda: moderation.approve(step, user=user, digest=digest, now=timezone.now())


@pytest.mark.parametrize("text", ["french", "event"])
def test_each_is_published_once_and_nobody_meets_an_error(company, text):
    french = getattr(company, text)()
    english = company.english(french)
    everything = [*[french, *french.moderated_parts()], *[english, *english.moderated_parts()]]
    results = at_once(approval(french, company.communications), approval(english, company.colleague))
    assert [result for result in results if isinstance(result, Exception)] == []
    assert [as_stored(page).live for page in everything] == [True] * len(everything)
    published = PageLogEntry.objects.filter(action="wagtail.publish", page__in=everything)
    assert sorted(published.values_list("page", flat=True)) == sorted(page.pk for page in everything)
    assert TwinRelease.objects.count() == 1
    assert [as_stored(page).current_workflow_state for page in (french, english)] == [None, None]
