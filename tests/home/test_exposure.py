from datetime import timedelta

import pytest
from django.utils import timezone

from home.exposure import gini, hours_by_page, summed, weight
from tests.factories.home import make_slot
from tests.factories.pages import make_article
from tests.factories.partners import make_partner_page
from tests.standing import stands

HOUR = timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now().replace(minute=0, second=0, microsecond=0)


@stands
def company(tree):
    """An article of each of three partners, by its acronym."""
    return {name: make_article(make_partner_page(tree.fr), title=name) for name in ("CRIM", "SAT", "In-Sec-M")}


def test_the_worked_example(company, now):
    start = now + 24 * HOUR
    crim, sat, insecm = company.values()
    make_slot(crim, position="hero", starts_at=start, ends_at=start + 24 * HOUR)
    make_slot(sat, position="highlight-1", starts_at=start, ends_at=start + 12 * HOUR)
    make_slot(insecm, position="highlight-1", starts_at=start + 12 * HOUR, ends_at=start + 24 * HOUR)
    make_slot(insecm, position="highlight-2", starts_at=start, ends_at=start + 12 * HOUR)
    # From noon on the page already shows above: what the highlight shows then is not this slot.
    make_slot(insecm, position="highlight-2", starts_at=start + 12 * HOUR, ends_at=start + 24 * HOUR)
    hours = hours_by_page(start, start + 24 * HOUR, now=now)
    assert {name: round(hours[page.pk], 4) for name, page in company.items()} == {
        "CRIM": 24.0,
        "SAT": 7.5712,
        "In-Sec-M": round(12 * weight(2) + 12 * weight(3), 4),
    }


def test_the_worked_example_with_two_pages_of_one_partner(company, now):
    start = now + 24 * HOUR
    crim, sat, insecm = company.values()
    another = make_article(insecm.get_parent(), title="Autre")
    make_slot(crim, position="hero", starts_at=start, ends_at=start + 24 * HOUR)
    make_slot(sat, position="highlight-1", starts_at=start, ends_at=start + 12 * HOUR)
    make_slot(insecm, position="highlight-1", starts_at=start + 12 * HOUR, ends_at=start + 24 * HOUR)
    make_slot(another, position="highlight-2", starts_at=start, ends_at=start + 24 * HOUR)
    hours = hours_by_page(start, start + 24 * HOUR, now=now)
    owners = {page.pk: [page.lead_partner_id] for page in (*company.values(), another)}
    found = summed(hours, owners)
    assert [round(found[page.lead_partner_id], 4) for page in company.values()] == [24.0, 7.5712, 19.5712]


def test_automatic_choices_do_not_count(company, now):
    assert hours_by_page(now - HOUR, now + 24 * HOUR, now=now) == {}


def test_hours_that_a_slot_does_not_show_do_not_count(company, now):
    crim, sat, _insecm = company.values()
    make_slot(crim, starts_at=now, ends_at=now + 10 * HOUR)
    make_slot(sat, starts_at=now + 2 * HOUR, ends_at=now + 5 * HOUR, priority=1)
    assert hours_by_page(now, now + 24 * HOUR, now=now) == {crim.pk: 7.0, sat.pk: 3.0}


def test_a_constant_number_of_queries(company, now, django_assert_num_queries):
    make_slot(company["CRIM"])
    with django_assert_num_queries(6):
        hours_by_page(now - HOUR, now + 24 * HOUR, now=now)
    for days in range(20):
        make_slot(company["SAT"], starts_at=now + days * 24 * HOUR, ends_at=now + (days + 2) * 24 * HOUR)
    with django_assert_num_queries(6):
        hours_by_page(now - HOUR, now + 24 * HOUR, now=now)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], None), ([0, 0], None), ([5], 0), ([1, 1, 1, 1], 0), ([0, 0, 0, 1], 0.75), ([1, 2, 3, 4], 0.25)],
)
def test_gini(values, expected):
    assert gini(values) == pytest.approx(expected)
