"""The register of the desk's panels."""

import pytest

from core import desk
from core.desk import ListPanel, Panel, Visit, list_panel_for, panels_for, register_panel
from tests.factories.accounts import make_user


class Numbers(ListPanel):
    name, order, shown = "numbers", 20, 3

    def for_whom(self, user):
        return user.first_name == "Une"

    def listed(self, visit):
        return list(range(5)) if visit.user else []

    def rows(self, found, visit):
        return [desk.Row(title=f"{number} {visit.user.first_name}") for number in found]


class Words(Panel):
    name, order = "words", 10

    def for_whom(self, user):
        return user.is_active


@pytest.fixture
def registered(monkeypatch):
    monkeypatch.setattr(desk, "_panels", {})
    found = Numbers(), Words()
    for panel in found:
        register_panel(panel)
    return found


def test_panels_stand_in_their_order(db, registered):
    numbers, words = registered
    assert panels_for(make_user()) == [words, numbers]
    assert panels_for(make_user(first_name="Autre")) == [words]


def test_names_are_taken_once(registered):
    class Others(Words):
        pass

    register_panel(Words())
    with pytest.raises(ValueError, match="Two panels named words"):
        register_panel(Others())


def test_a_list_shows_its_first_rows_and_says_how_many_there_are(db, registered):
    visit = Visit(make_user(), None)
    assert registered[0].context(visit) == {
        "rows": [desk.Row(title=f"{number} Une") for number in range(3)],
        "total": 5,
        "has_more": True,
    }


def test_only_lists_of_ones_own_have_a_page(db, registered):
    user, other = make_user(), make_user(first_name="Autre")
    assert [list_panel_for(user, name) for name in ("numbers", "words", "none")] == [registered[0], None, None]
    assert list_panel_for(other, "numbers") is None
