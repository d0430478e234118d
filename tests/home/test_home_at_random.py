"""The home page of random rows, at each instant at which it may change, is the one worked out by hand."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from home.front import front_at
from partners.enums import EventStatus
from partners.models import PublicationPage
from tests.factories.bulk import in_bulk
from tests.factories.home import make_slot
from tests.factories.pages import make_article, make_event, make_project
from tests.factories.partners import make_partner_page
from tests.home.by_hand import FOR_STORIES, MONTREAL, PLACES, Text, Turn, Work, World

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = 24 * HOUR
HALF = 45  # Days before the present, and as many after.
WORKS, TURNS = 16, 36
# Clocks go forward on 14 March 2027 and back on 1 November 2026, within the ninety days.
SPRING, AUTUMN = datetime(2027, 3, 7, 17, tzinfo=UTC), datetime(2026, 10, 24, 17, tzinfo=UTC)
CHANGES = {SPRING: datetime(2027, 3, 14, 2, 30), AUTUMN: datetime(2026, 11, 1, 1, 30)}  # noqa: DTZ001 -- on the wall
# The demonstration's readers live at another date.
OFFSETS = (timedelta(0), timedelta(days=2, hours=5))
STATES = ("plain", "plain", "plain", "plain", "expiring", "left", "back", "private", "draft", "coming", "changing")


def later(instant, days):
    """As many days later, at the same hour on the wall."""
    return (instant.astimezone(MONTREAL) + days * DAY).astimezone(UTC)


class Maker:
    """Makes the same rows twice: in the database, and as plain ones."""

    def __init__(self, seed, tree, now, offset):
        """Make them."""
        self.chance = random.Random(seed)  # noqa: S311 -- no secret
        self.tree, self.now = tree, now
        self.places = []
        for _ in range(4):
            french = make_partner_page(tree.fr)
            shared = {"translation_key": french.translation_key, "title": f"{french.title} (en)"}
            self.places.append((french, make_partner_page(tree.en, french.partner, **shared)))
        with in_bulk():
            works = [self.work(number) for number in range(WORKS)]
        self.turns = []
        for number in range(TURNS):
            self.turns.append(self.turn(number, works))
        self.world = World(works, self.turns, now, offset)

    def at(self, first=-HALF, last=HALF):
        """An instant that many days from the present, on a full hour of Montréal; at times when the clocks change."""
        change = CHANGES[self.now]
        instant = change.replace(fold=self.chance.randrange(2), tzinfo=MONTREAL).astimezone(UTC)
        if self.chance.random() < 0.1 and first * DAY <= instant - self.now <= last * DAY:
            return instant
        # Few instants: much happens at the same one.
        day = (self.now + self.chance.randrange(first, last, 3) * DAY).astimezone(MONTREAL)
        return max(day.replace(hour=self.chance.choice([0, 0, 17])).astimezone(UTC), self.now + first * DAY)

    def work(self, number):
        kind = self.chance.choice(["article", "article", "article", "project", "event"])
        columns = {}
        if kind == "event":
            first = self.at().astimezone(MONTREAL).date()
            last = first + self.chance.randrange(3) * DAY
            status = self.chance.choice(list(EventStatus))
            columns = {"starts_on": first, "ends_on": last, "event_status": status}
        french, page = self.text(f"Texte {number}", self.chance.choice(STATES), kind, columns)
        work = Work(page.pk, kind, page.lead_partner.name, french)
        if columns:
            work.first_day, work.last_day, work.status = first, last, status.value
        if self.chance.random() < 0.5:
            columns = {**columns, "translation_key": page.translation_key}
            work.english, _page = self.text(f"Text {number}", self.chance.choice(STATES), kind, columns, of=page)
        return work

    def text(self, title, state, kind, columns, *, of=None):
        """A page in the state named, and what is to be known of it."""
        parent = self.parent(kind, of)
        make = {"article": make_article, "project": make_project, "event": make_event}[kind]
        text = Text(title)
        if state in {"draft", "coming"}:
            text.live = False
        else:
            text.published = self.at(-2 * HALF, 0)
        page = make(parent, title=title, live=text.live, first_published_at=text.published, **columns)
        if state == "expiring":
            text.expiry = self.at(1)
            Page.objects.filter(pk=page.pk).update(expire_at=text.expiry)
        elif state in {"left", "back"}:
            text.left = self.at(-HALF, 0)
            PageLogEntry.objects.log_action(page, "wagtail.unpublish", timestamp=text.left)
            text.live = state == "back"
            Page.objects.filter(pk=page.pk).update(live=text.live)
        elif state == "private":
            text.private = True
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        elif state in {"coming", "changing"}:
            text.coming_at, text.coming_title = self.at(1), f"{title}, nouvelle version"
            text.coming_expiry = self.chance.choice([None, later(text.coming_at, self.chance.randrange(3, 21, 3))])
            page.title, page.go_live_at, page.expire_at = text.coming_title, text.coming_at, text.coming_expiry
            page.save_revision(approved_go_live_at=text.coming_at)
        return text, page

    def parent(self, kind, of):
        if kind == "project":
            return self.tree.en.projects if of else self.tree.fr.projects
        if not of:
            return self.chance.choice(self.places)[0]
        return next(english for french, english in self.places if english.partner == of.lead_partner)

    def turn(self, number, works):
        # Some begin with another, in its place, and weigh as much.
        other = self.chance.choice([None, None, *self.turns[-1:]])
        place = other.place if other else self.chance.choice(PLACES)
        fitting = [work for work in works if work.kind == "event" or place != "event"]
        work = self.chance.choice([None, *fitting, *fitting])
        start = other.start if other else self.at()
        # Few priorities: slots are often equal in this too.
        turn = Turn(0, place, work, start, later(start, self.chance.choice([3, 9, 18, 39])))
        turn.priority, turn.approved = self.chance.randrange(2), self.chance.random() < 0.85
        if other:
            turn.priority = other.priority
        if work is None or self.chance.random() < 0.3:
            turn.words = {"fr": f"Mots {number}", "en": f"Words {number}"}
        slot = make_slot(
            work and PublicationPage.objects.get(pk=work.number),
            position=place,
            starts_at=turn.start,
            ends_at=turn.end,
            priority=turn.priority,
            live=turn.approved,
            **{f"title_{language}": words for language, words in turn.words.items()},
        )
        turn.number = slot.pk
        return turn


@pytest.mark.parametrize(("now", "seed"), [(SPRING, 1), (AUTUMN, 2)], ids=["spring", "autumn"])
def test_the_same_home_page(tree, settings, now, seed):
    offset = OFFSETS[seed % 2]
    settings.READER_CLOCK_OFFSET = offset.total_seconds()
    world = Maker(seed, tree, now, offset).world
    depths = {"fr": tree.fr.home.depth, "en": tree.en.home.depth}
    start, end = now - HALF * DAY, now + HALF * DAY
    boundaries = [instant for instant in world.boundaries() if start <= instant <= end]
    checked = 0
    for instant in [near for boundary in boundaries for near in (boundary - SECOND, boundary, boundary + SECOND)]:
        for language, depth in depths.items():
            front = front_at(instant, language=language, home_depth=depth, now=now)
            shown = {place: getattr(front.items.get(place), "title", None) for place in PLACES}
            assert shown == world.titles(instant, language), (instant, language)
            keys = [item.translation_key for item in front.items.values() if isinstance(item, PublicationPage)]
            assert len(keys) == len(set(keys)), (instant, language)
            if len(world.stories(instant)) >= len(FOR_STORIES):
                assert all(shown[place] for place in FOR_STORIES), (instant, language)
                checked += 1
    # The rows are worth the test: many instants, and enough stories at most of them.
    assert (len(boundaries) > 40, checked > 3 * len(boundaries)) == (True, True)
