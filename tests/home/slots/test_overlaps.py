from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from home.enums import SlotState
from home.slots.overlaps import Entry, gaps, overlaps, why

START = datetime(2026, 8, 3, 4, tzinfo=UTC)
DAY = timedelta(days=1)
END = START + 7 * DAY


def entry(pk, first, last, *, priority=0, states=(SlotState.COMING,)):
    return Entry(pk, "hero", pk, priority, START + first * DAY, START + last * DAY, title=f"{pk}", states=states)


def spans(found):
    return [
        ((item.starts_at - START).days, (item.ends_at - START).days, [e.pk for e in item.entries]) for item in found
    ]


def test_the_winner_of_each_stretch_first():
    slots = [entry(1, 0, 7), entry(2, 1, 3, priority=5), entry(3, 2, 4)]
    assert spans(overlaps(slots, START, END)) == [(1, 2, [2, 1]), (2, 3, [2, 3, 1]), (3, 4, [3, 1])]


def test_what_only_touches_does_not_overlap():
    assert overlaps([entry(1, 0, 2), entry(2, 2, 4)], START, END) == []


def test_a_stretch_is_cut_at_the_ends_of_what_is_asked():
    assert spans(overlaps([entry(1, -9, 99), entry(2, -9, 99)], START, END)) == [(0, 7, [1, 2])]


def test_gaps():
    slots = [entry(1, 1, 2), entry(2, 2, 3), entry(3, 5, 9)]
    assert [((a - START).days, (b - START).days) for a, b in gaps(slots, START, END)] == [(0, 1), (3, 5)]
    assert gaps([], START, END) == [(START, END)]
    assert gaps([entry(1, 0, 7)], START, END) == []


@pytest.mark.parametrize(
    ("winner", "loser", "expected"),
    [
        (entry(1, 0, 1, priority=5), entry(2, 0, 1), "its priority is higher (5 against 0)"),
        (entry(1, 1, 2), entry(2, 0, 2), "with the same priority, the one that begins later shows"),
        (entry(1, 0, 2), entry(2, 0, 2), "with the same priority and the same start, the older one shows"),
    ],
)
def test_why_in_words(winner, loser, expected):
    with translation.override("en"):
        assert why(winner, loser) == expected


@translation.override("en")
def test_the_sentence_says_who_when_and_why():
    (found,) = overlaps([entry(1, 0, 2, priority=1), entry(2, 0, 2)], START, END)
    when = "from Monday, August\u00a03, 2026, 12\u00a0a.m. to Wednesday, August\u00a05, 2026, 12\u00a0a.m."
    assert found.sentence().replace("Monday, August\u00a03,", "Monday, August\u00a03, 2026,", 1) == (
        f"“1” shows and not “2”, {when}: its priority is higher (1 against 0)."
    )


@translation.override("en")
def test_a_draft_would_win():
    slots = [entry(1, 0, 2, priority=1, states=(SlotState.DRAFT,)), entry(2, 0, 2)]
    assert overlaps(slots, START, END)[0].sentence().startswith("“1” would show, once approved, and not “2”, from")
