"""Venues are proposed by those who write and confirmed by communications."""

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Venue
from search.carrying import carry
from tests.factories.pages import make_venue
from tests.forms import filled
from tests.partners import walls as made
from tests.partners.walls import browser
from tests.standing import stands


@stands
def walls(tree):
    return made.build()


@stands
def venues(walls):
    return {
        "confirmed": make_venue("Salle commune"),
        "ours": make_venue("Salle à nous", is_confirmed=False, proposed_by=walls.ours.editor),
        "theirs": make_venue("Salle à eux", is_confirmed=False, proposed_by=walls.theirs.editor),
    }


def address(name, *args):
    return reverse(f"wagtailsnippets_events_venue:{name}", args=args)


def chooser(name, *args):
    return reverse(f"wagtailsnippetchoosers_events_venue:{name}", args=args)


def shown(response):
    return [name for name in ("commune", "à nous", "à eux") if f"Salle {name}" in response.content.decode()]


def test_lists_and_choosers(walls, venues):
    told = {
        who: [shown(browser(user).get(place)) for place in (address("list"), chooser("choose_results"))]
        for who, user in (("editor", walls.ours.editor), ("communications", walls.communications))
    }
    everything = ["commune", "à nous", "à eux"]
    assert told == {
        "editor": [["à nous"], ["commune", "à nous"]],
        "communications": [everything, everything],
    }


@pytest.mark.parametrize("query", ["?q=salle", "?q=salle&is_confirmed=false"])
def test_search(walls, venues, query):
    carry(now=timezone.now())
    assert shown(browser(walls.ours.editor).get(address("list") + query)) == ["à nous"]
    assert "à eux" in shown(browser(walls.communications).get(address("list") + query))
    assert shown(browser(walls.ours.editor).get(chooser("choose_results") + query)) == ["commune", "à nous"]


def test_an_editor_proposes(walls):
    client = browser(walls.ours.editor)
    form = filled(client.get(address("add")), "form[data-edit-form]")
    assert ("code" in form, "is_confirmed" in form) == (False, False)
    client.post(address("add"), {**form, "name": "Le Centre", "code": "x", "is_confirmed": "on"})
    venue = Venue.objects.get()
    assert (venue.code, venue.is_confirmed, venue.proposed_by) == ("le-centre", False, walls.ours.editor)


def test_an_editor_proposes_in_the_chooser(walls):
    client = browser(walls.ours.editor)
    fields = {"name": "Le Centre", "city": "Québec", "address": "", "is_confirmed": "on"}
    assert client.post(chooser("create"), fields).json()["result"]["string"] == "Le Centre, Québec"
    venue = Venue.objects.get()
    assert (venue.code, venue.is_confirmed, venue.time_zone) == ("le-centre", False, "America/Toronto")


def test_what_is_the_neighbours_stays_closed(walls, venues):
    client = browser(walls.ours.editor)
    ajax = {"x-requested-with": "XMLHttpRequest"}
    views = ("edit", "delete", "history", "usage", "confirm")
    answers = [client.get(address(view, venues["theirs"].pk), headers=ajax).status_code for view in views]
    assert answers == [403] * len(views)
    assert client.get(chooser("chosen", venues["theirs"].pk)).status_code == 404


def test_staff_confirm(walls, venues):
    browser(walls.communications).post(address("confirm", venues["theirs"].pk))
    venues["theirs"].refresh_from_db()
    assert venues["theirs"].is_confirmed
