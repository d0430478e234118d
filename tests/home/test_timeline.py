"""Weeks × positions: what is there, who wins, when nothing is."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import translation

from home.slots import drafting
from home.timeline import timeline
from partners.models import Belonging
from partners.provisioning import provision_all
from tests.factories.home import make_slot
from tests.factories.pages import make_article, make_project
from tests.factories.partners import make_communications, make_partner_page
from tests.reading import page as parsed
from tests.reading import words
from tests.standing import stands

ADDRESS = "/admin/home/timeline/"
MONDAY = date(2031, 8, 4)
DAY = timedelta(days=1)
MONTREAL = ZoneInfo("America/Toronto")


def at(day, hour=0):
    return datetime(2031, 8, day, hour, tzinfo=MONTREAL)


NOW = at(5, 12)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@stands
def article(tree):
    return make_article(make_partner_page(tree.fr), title="Study")


@pytest.fixture
def staff(client, tree):
    provision_all()
    client.force_login(make_communications())
    return client


def cell(position="hero", week=0, **options):
    (found,) = [one for one in timeline(MONDAY, now=NOW, **options)[week].cells if one.position == position]
    return found


def lines(*args, **options):
    return [
        (line.kind, line.entry.title if line.entry else line.sentence or line.when)
        for line in cell(*args, **options).lines
    ]


def test_an_empty_portal(db):
    weeks = timeline(MONDAY, now=NOW)
    assert [week.monday for week in weeks] == [MONDAY + number * 7 * DAY for number in range(8)]
    assert [week.is_current for week in weeks] == [True] + [False] * 7
    assert {tuple(week.notices) for week in weeks} == {("No slot this week: the home page chooses by itself.",)}
    assert {line.kind for week in weeks for one in week.cells for line in one.lines} == {"gap"}


def test_slots_and_gaps_in_order_of_time(article):
    make_slot(article, starts_at=at(6, 9), ends_at=at(8, 17))
    gap = "Tue Aug. 5, 12\u00a0p.m. – Wed Aug. 6, 9\u00a0a.m."
    after = "Fri Aug. 8, 5\u00a0p.m. – Mon Aug. 11, 12\u00a0a.m."
    assert lines() == [("gap", gap), ("slot", "Study"), ("gap", after)]


def test_a_slot_of_several_weeks_is_in_each(article):
    make_slot(article, starts_at=at(1), ends_at=at(18))
    assert [[kind for kind, _words in lines(week=week)] for week in range(3)] == [["slot"], ["slot"], ["gap"]]


def test_an_overlap_is_explained(article):
    make_slot(article, starts_at=at(4), ends_at=at(11))
    make_slot(starts_at=at(6), ends_at=at(7), priority=3)
    make_slot(position="banner", starts_at=at(4), ends_at=at(11))
    found = lines()
    assert [kind for kind, _words in found] == ["slot", "slot", "overlap"]
    when = "Wed Aug. 6, 12\u00a0a.m. – Thu Aug. 7, 12\u00a0a.m."
    assert found[-1][1] == f"{when}, “Elsewhere” shows: its priority is higher (3 against 0)."
    assert timeline(MONDAY, now=NOW)[0].notices == ["1 overlap"]


def test_what_is_over_is_not_warned_of(article):
    make_slot(article, starts_at=at(4), ends_at=at(5))
    make_slot(starts_at=at(4), ends_at=at(5))
    assert [kind for kind, _words in lines()] == ["slot", "slot", "gap"]
    assert timeline(MONDAY, now=NOW)[0].notices == []


def test_a_change_that_waits_stands_beside_what_is_approved(article, staff):
    user = make_communications()
    slot = make_slot(article, starts_at=at(6), ends_at=at(7))
    slot.save_revision(user=user).publish(user=user, skip_permission_checks=True)
    slot.refresh_from_db()
    drafting.redraft(
        slot, user=user, seen=slot.latest_revision_id, now=NOW, position="banner", starts_at=at(13), ends_at=at(14)
    )
    assert lines()[1] == ("slot", "Study")
    (change,) = [line.entry for line in cell("banner", week=1).lines if line.entry]
    assert (change.pk, change.is_change, [state.value for state in change.states]) == (slot.pk, True, ["draft"])


def test_what_keeps_a_slot_from_showing_is_noted(article):
    draft = make_article(article.get_parent(), title="Draft", live=False)
    make_slot(draft, starts_at=at(6), ends_at=at(7))
    make_slot(article, position="highlight-1", starts_at=at(6), ends_at=at(7))
    make_slot(article, position="highlight-3", starts_at=at(6), ends_at=at(8))

    def notes(position):
        return [note for line in cell(position).lines if line.entry for note in line.entry.notes]

    assert notes("hero") == ["“Draft” is not published at that time: the slot will show nothing."]
    assert [note.split(" Wed ")[0] for note in notes("highlight-3")] == [
        "“Study” is in “Third highlight” and in “First highlight”"
    ]


def test_only_some_slots(article):
    mine = make_slot(article, starts_at=at(6), ends_at=at(7))
    make_slot(starts_at=at(8), ends_at=at(9))
    assert lines(shown={mine.pk}) == [("slot", "Study")]


def test_four_queries_whatever_there_is(article, django_assert_num_queries):
    make_slot(article, starts_at=at(6), ends_at=at(7))
    timeline(MONDAY, now=NOW)
    with django_assert_num_queries(4):
        timeline(MONDAY, now=NOW)
    for number in range(40):
        page = make_article(article.get_parent(), live=number % 2 == 0)
        make_slot(page, starts_at=at(4 + number % 20), ends_at=at(8 + number % 20), live=number % 3 == 0)
    with django_assert_num_queries(4):
        timeline(MONDAY, now=NOW)


def test_the_page(staff, article):
    slot = make_slot(article, starts_at=at(6), ends_at=at(7))
    table = parsed(staff.get(ADDRESS, {"from": "2031-08-06"})).select_one("table.timeline")
    rows = table.select("tbody tr")
    assert [row["id"] for row in rows[:2]] == ["week-2031-08-04", "week-2031-08-11"]
    assert (len(rows), len(table.select("thead th")), bool(table.select_one("caption"))) == (8, 7, True)
    hero = rows[0].select_one("td[data-position=hero]")
    edit = reverse("wagtailsnippets_home_featuredslot:edit", args=[slot.pk])
    assert hero.select_one(".timeline__slot a")["href"] == edit
    assert hero.select_one(".timeline__slot")["data-move"] == reverse("portal_slots:move", args=[slot.pk])
    added = rows[1].select_one("td[data-position=banner] .timeline__add")["href"]
    assert added == (
        f"{reverse('wagtailsnippets_home_featuredslot:add')}"
        "?position=banner&from=2031-08-11T00%3A00&until=2031-08-18T00%3A00"
    )


def test_the_ways_to_other_weeks_keep_the_filters(staff, article):
    ways = parsed(staff.get(ADDRESS, {"from": "2031-08-04", "partner": article.lead_partner_id})).select(
        ".timeline-ways a"
    )
    kept = f"&partner={article.lead_partner_id}"
    assert [way["href"] for way in (ways[0], ways[-1])] == [
        f"{ADDRESS}?from=2031-06-09{kept}",
        f"{ADDRESS}?from=2031-09-29{kept}",
    ]


def test_filters(staff, tree, article):
    project = make_project(tree.fr.projects, title="CLIC")
    part = make_article(make_partner_page(tree.fr), title="Part", rows={"belongings": [Belonging(whole=project)]})
    Belonging.objects.update(is_accepted=True)
    for position, page in (("hero", article), ("highlight-1", part), ("highlight-2", project)):
        make_slot(page, position=position, starts_at=at(6), ends_at=at(7))

    def shown(**asked):
        answer = staff.get(ADDRESS, {"from": "2031-08-04", **asked})
        return [words(link) for link in parsed(answer).select(".timeline__slot > a:first-child")]

    assert shown() == ["Study", "Part", "CLIC"]
    assert shown(partner=article.lead_partner_id) == ["Study"]
    assert shown(project=project.pk) == ["Part", "CLIC"]
    assert shown(partner="x", project="y") == ["Study", "Part", "CLIC"]
    assert staff.get(ADDRESS, {"from": "x"}).status_code == 200


def test_the_page_costs_the_same_for_one_and_for_forty(staff, article, django_assert_max_num_queries):
    make_slot(article, starts_at=at(6), ends_at=at(7))
    asked = {"from": "2031-08-04", "partner": article.lead_partner_id}
    staff.get(ADDRESS, asked)
    with django_assert_max_num_queries(60) as first:
        staff.get(ADDRESS, asked)
    for number in range(40):
        make_slot(article if number % 2 else None, starts_at=at(4 + number % 20), ends_at=at(8 + number % 20))
    with django_assert_max_num_queries(60) as second:
        staff.get(ADDRESS, asked)
    assert len(first) == len(second)
