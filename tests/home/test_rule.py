"""The rule against a second implementation of it, and by example."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from home.enums import STORIES, Choice, PassedOver, Position
from home.rule import Booking, Scene, Shown, Story, compose

NOON = datetime(2024, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def booking(pk, position=Position.HERO, page=1, *, priority=0, hours_ago=1):
    return Booking(pk, position, page, priority, NOON - hours_ago * HOUR, NOON + HOUR)


def story(pk, partner=1, days_ago=1):
    return Story(pk, partner, NOON - timedelta(days=days_ago))


def hero(**fields):
    return compose(Scene(**fields))[0]


def test_the_highest_priority_wins_then_the_latest_start_then_the_lowest_identifier():
    slots = [
        booking(4, page=40, priority=1, hours_ago=2),
        booking(1, page=10, priority=0, hours_ago=1),
        booking(3, page=30, priority=1, hours_ago=1),
        booking(2, page=20, priority=1, hours_ago=1),
    ]
    assert hero(bookings=slots, readable={10, 20, 30, 40}) == Shown(
        position=Position.HERO,
        choice=Choice.SLOT,
        page=20,
        slot=2,
        passed_over=((3, PassedOver.OUTRANKED), (4, PassedOver.OUTRANKED), (1, PassedOver.OUTRANKED)),
    )


def test_a_page_that_readers_cannot_open_is_passed_over():
    assert hero(bookings=[booking(1, page=10)], stories=[story(5)]) == Shown(
        position=Position.HERO,
        choice=Choice.AUTOMATIC,
        page=5,
        passed_over=((1, PassedOver.NOT_READABLE),),
    )


def test_a_page_shown_above_is_passed_over():
    slots = [booking(1, page=10), booking(2, Position.HIGHLIGHT_1, page=10), booking(3, Position.HIGHLIGHT_1, page=11)]
    found = compose(Scene(bookings=slots, readable={10, 11}))
    assert [(entry.page, entry.passed_over) for entry in found[:2]] == [
        (10, ()),
        (11, ((2, PassedOver.SHOWN_ABOVE),)),
    ]


def test_an_address_elsewhere_is_never_passed_over():
    slots = [booking(1, page=None), booking(2, Position.HIGHLIGHT_1, page=None)]
    assert [entry.slot for entry in compose(Scene(bookings=slots))] == [1, 2, None, None, None, None]


def test_the_partner_that_was_longest_not_featured_there_comes_first():
    stories = [story(1, partner=1, days_ago=1), story(2, partner=2, days_ago=9), story(3, partner=3, days_ago=5)]
    ends = {
        (Position.HERO, 1): NOON - HOUR,
        (Position.HERO, 2): NOON - 3 * HOUR,
        (Position.HIGHLIGHT_1, 3): NOON - HOUR,
    }
    found = compose(Scene(stories=stories, last_ends=ends))
    # In the first place partner 3 never was; in the second it was, an hour ago.
    assert [entry.page for entry in found] == [3, 1, 2, None, None, None]


def test_then_the_latest_then_the_lowest_identifier():
    stories = [story(3, days_ago=2), story(2, days_ago=1), story(1, days_ago=1)]
    assert [entry.page for entry in compose(Scene(stories=stories))[:4]] == [1, 2, 3, None]


def test_the_next_event_that_is_not_shown_above():
    found = compose(Scene(bookings=[booking(1, page=7)], readable={7}, events=[7, 8]))
    assert [entry.page for entry in found] == [7, None, None, None, 8, None]


def test_the_banner_is_never_chosen_by_itself():
    assert compose(Scene(stories=[story(pk) for pk in range(9)], events=[20, 21]))[5] == Shown(
        position=Position.BANNER, choice=Choice.NOTHING
    )


def brute_force(scene):
    """The rule as it is said, read from the top for each position, without sharing anything."""
    pages = []
    winners = []
    for position in Position:
        candidates = [slot for slot in scene.bookings if slot.position == position]
        candidates = [slot for slot in candidates if slot.page is None or slot.page in scene.readable]
        candidates = [slot for slot in candidates if slot.page is None or slot.page not in pages]
        best = None
        for slot in candidates:
            if best is None or _beats(slot, best):
                best = slot
        page = best.page if best else None
        if best is None and position == Position.EVENT:
            page = ([event for event in scene.events if event not in pages] or [None])[0]
        if best is None and position in STORIES:
            for one in scene.stories:
                if one.pk not in pages and (page is None or _comes_before(one, page, position, scene)):
                    page = one.pk
        if page is not None:
            pages.append(page)
        winners.append((best.pk if best else None, page))
    return winners


def _beats(one, other):
    if one.priority != other.priority:
        return one.priority > other.priority
    if one.starts_at != other.starts_at:
        return one.starts_at > other.starts_at
    return one.pk < other.pk


def _comes_before(one, page, position, scene):
    other = next(story for story in scene.stories if story.pk == page)
    mine, theirs = (scene.last_ends.get((position, each.partner)) for each in (one, other))
    if mine != theirs:
        return mine is None or (theirs is not None and mine < theirs)
    if one.first_published != other.first_published:
        return one.first_published > other.first_published
    return one.pk < other.pk


def made_up(chance):
    """A scene of a few pages, so that everything collides with everything."""
    pages = range(1, 12)
    return Scene(
        bookings=[
            Booking(
                pk,
                chance.choice(list(Position)),
                chance.choice([None, *pages]),
                chance.randrange(3),
                NOON - chance.randrange(4) * HOUR,
                NOON + HOUR,
            )
            for pk in range(chance.randrange(12))
        ],
        readable=frozenset(page for page in pages if chance.random() < 0.7),
        stories=[story(page, chance.randrange(4), chance.randrange(3)) for page in pages if chance.random() < 0.7],
        events=[page for page in pages if chance.random() < 0.3],
        last_ends={
            (position, partner): NOON - chance.randrange(1, 4) * HOUR
            for position in STORIES
            for partner in range(4)
            if chance.random() < 0.6
        },
    )


@pytest.mark.parametrize("seed", range(20))
def test_equals_a_second_implementation(seed):
    chance = random.Random(seed)  # noqa: S311
    for _ in range(200):
        scene = made_up(chance)
        found = compose(scene)
        pages = [entry.page for entry in found if entry.page is not None]
        assert [(entry.slot, entry.page) for entry in found] == brute_force(scene)
        assert len(pages) == len(set(pages))
        if len(scene.stories) >= 4:
            assert Choice.NOTHING not in [entry.choice for entry in found[:4]]
