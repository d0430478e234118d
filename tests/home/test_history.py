"""What is loaded once says of every instant what is asked of the database for that instant."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.enums import Position
from home.history import History
from home.rule import compose
from home.scene import scene_at
from home.schedule import coming_by
from tests.factories.home import make_slot
from tests.factories.pages import make_article, make_event, make_project
from tests.factories.partners import make_partner_page

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def somewhere(chance, now):
    return now + timedelta(hours=chance.randrange(-60 * 24, 60 * 24))


def a_publication(chance, tree, now):
    """A page in one of the states that a page may be in."""
    parent = chance.choice(tree.partner_pages)
    published = now - timedelta(hours=chance.randrange(1, 60 * 24))
    make = chance.choice([make_article, make_article, make_event])
    page = (
        make(parent, first_published_at=published, starts_on=(now + chance.randrange(-30, 60) * DAY).date())
        if (make is make_event)
        else make(parent, first_published_at=published)
    )
    state = chance.choice(["live", "live", "expiring", "withdrawn", "private", "coming", "changing"])
    if state == "expiring":
        Page.objects.filter(pk=page.pk).update(expire_at=now + timedelta(hours=chance.randrange(1, 60 * 24)))
    elif state == "withdrawn":
        page.unpublish()
    elif state == "private":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    elif state in {"coming", "changing"}:
        if state == "coming":
            type(page).objects.filter(pk=page.pk).update(live=False, first_published_at=None)
            page.refresh_from_db()
        at = now + timedelta(hours=chance.randrange(1, 60 * 24))
        page.expire_at = chance.choice([None, at + chance.randrange(1, 20) * DAY])
        page.go_live_at = at
        page.save_revision(approved_go_live_at=at)
    return page


@pytest.mark.parametrize("seed", range(3))
def test_equals_the_scene_of_each_boundary(tree, seed):
    chance = random.Random(seed)  # noqa: S311
    now = timezone.now().replace(microsecond=0)
    tree.partner_pages = [make_partner_page(tree.fr) for _ in range(3)]
    pages = [a_publication(chance, tree, now) for _ in range(24)]
    pages.append(make_project(tree.fr.projects, first_published_at=now - DAY))
    for _ in range(20):
        start = somewhere(chance, now)
        page = chance.choice([None, *pages])
        position = Position.EVENT if page and page.type == "event" else chance.choice(list(Position))
        length = timedelta(hours=chance.randrange(1, 20 * 24))
        make_slot(page, position=position, starts_at=start, ends_at=start + length, priority=chance.randrange(3))
    history = History(end=now + 90 * DAY, now=now)
    instants = [
        moment
        for boundary in history.boundaries(now - 90 * DAY, now + 90 * DAY)
        for moment in (boundary - SECOND, boundary, boundary + SECOND)
    ]
    # At the present instant a page counts as it is, whatever the dates say.
    for instant in [moment for moment in instants if moment != now]:
        asked = scene_at(instant, now=now, coming=coming_by(instant, now=now))
        assert compose(history.scene_at(instant)) == compose(asked), instant - now
