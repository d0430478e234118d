"""Who reaches what of whom: every address of the administration that names an object, for everybody."""

import pytest

from tests.isolation import expected
from tests.isolation.addresses import addresses
from tests.isolation.asking import address, ask, payload
from tests.isolation.world import ROLES

pytestmark = pytest.mark.django_db

# A member of two partners says nothing new of most addresses, nor do staff of a second partner.
FEWER = {
    "A": tuple(role for role in ROLES if role != "both"),
    "B": ("anonymous", "stranger", "inactive", "editor_a", "lead_a", "editor_b", "translator"),
    "P": tuple(role for role in ROLES if role != "both"),
}


def cells(group):
    """Every address of a group, with whose things it is asked about, by whom, and who should succeed."""
    visits, row = expected.GROUPS[group]
    for name, visit in visits.items():
        is_thorough = name in expected.THOROUGH or list(row) == ["P"]
        for owner, allowed in row.items():
            if is_thorough or owner in FEWER:
                yield name, visit, owner, ROLES if is_thorough else FEWER[owner], set(allowed.split())


@pytest.mark.parametrize("group", expected.GROUPS)
def test_who_reaches_what(world, group):
    wrong, asked = [], 0
    for name, visit, owner, roles, allowed in cells(group):
        things = world.things[owner]
        url = address(name, visit, world, things)
        posted = payload(url, visit, world, things) if visit.method != "get" else None
        for role in roles:
            asked += 1
            answer = str(ask(role, url, posted, visit, world, things))
            if answer != ("yes" if role in allowed else "no"):
                wrong.append(f"{name:60} {role:15} about {owner}: {answer}, not {'yes' if role in allowed else 'no'}")
    print(f"{group}: {asked} cells")  # noqa: T201 -- how much was asked
    assert not wrong, "\n".join([f"{len(wrong)} of {asked} cells are wrong:", *wrong])


def test_every_address_that_names_an_object_is_in_the_table():
    named = {name for name, pattern in addresses() if pattern.groups}
    visited = {name.split(" ")[0] for visits, _row in expected.GROUPS.values() for name in visits}
    unknown = sorted(named - visited - set(expected.NO_OBJECT))
    gone = sorted((visited | set(expected.NO_OBJECT) | set(expected.CLOSED)) - named)
    assert (unknown, gone) == ([], [])


def test_every_address_serves_somebody_or_says_why_not():
    served = {name.split(" ")[0] for visits, row in expected.GROUPS.values() if any(row.values()) for name in visits}
    visited = {name.split(" ")[0] for visits, _row in expected.GROUPS.values() for name in visits}
    assert visited - served == set(expected.CLOSED)


def test_there_are_enough_cells():
    assert sum(len(roles) for group in expected.GROUPS for *_rest, roles, _allowed in cells(group)) > 1_000
