"""The matrix, on 500 pages brought to random states by what people really do, against a second count of the rows."""

import csv
from collections import Counter
from io import StringIO
from random import Random

import pytest
from django.db import connection

from tests.factories.bulk import in_bulk
from tests.factories.partners import make_communications, make_working_partner
from tests.reading import page as soup_of
from tests.reading import words
from tests.translation.by_hand import expected
from tests.translation.lives import Lives

# Every state comes within the first 150; what more of them find, they find where it costs half as much.
PAGES = {"sqlite": 500, "postgresql": 150}
SEED = 20260303

# What may come after each thing, with its weight; nothing ends the life.
NEXT = {
    "born": (("publish", 94), ("start", 6)),
    "publish": (("", 63), ("start", 27), ("waive", 3), ("edit", 4), ("unpublish", 3)),
    "start": (("", 15), ("translate", 55), ("translate_some", 15), ("machine", 10), ("waive", 5)),
    "translate": (("", 12), ("submit", 78), ("edit", 10)),
    "translate_some": (("", 60), ("machine", 20), ("translate", 20)),
    "machine": (("", 70), ("submit", 15), ("edit", 15)),
    "submit": (("", 22), ("approve", 65), ("refuse", 8), ("edit", 5)),
    "approve": (("", 15), ("edit", 70), ("unpublish", 7), ("withdraw", 8)),
    "edit": (("", 60), ("translate", 20), ("edit", 14), ("submit", 6)),
    "refuse": (("", 50), ("submit", 50)),
    "waive": (("", 60), ("start", 40)),
    "unpublish": (("", 70), ("publish", 30)),
    "withdraw": (("", 70), ("publish", 30)),
}


def live(lives, page):
    """One life: a thing after the other, until nothing more happens."""
    last, translated = "born", False
    while True:
        names, weights = zip(*NEXT[last], strict=True)
        (name,) = lives.dice.choices(names, weights)
        needs_translators = name in {"translate", "translate_some", "machine", "submit"}
        if not name or (needs_translators and not translated):
            return
        # Translators are asked once.
        if name == "start" and translated:
            return
        lives.attempt(name, page)
        translated = translated or name == "start"
        last = name


def read_screens(client):
    """State and distance of each page, as the screens of the matrix say."""
    found, number, total = {}, 0, 1
    while len(found) < total:
        number += 1
        soup = soup_of(client.get(f"/admin/reports/parity/?p={number}"))
        total = int(words(soup.select_one(".parity-totals a")).split()[-1])
        for row in soup.select("table.parity tbody tr"):
            key = int(row.select_one("td.title a")["href"].split("/")[-3])
            assert key not in found
            found[key] = words(row.select_one(".parity__state"))
    return found


def on_screen(state, behind):
    """How a state is said."""
    late = f"Behind by {behind} passage{'s' if behind > 1 else ''}"
    if state == "Behind":
        return late
    return f"{state} · {late}" if behind else state


@pytest.fixture
def lives(tree, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }
    partner = make_working_partner("CRIM")
    people = [make_communications(preferred_language="en") for _ in range(2)]
    return Lives(Random(SEED), tree, partner, *people)  # noqa: S311 -- the same lives each time


def test_matrix_equals_a_second_count(client, lives):
    with in_bulk():
        made = 0
        while made < PAGES[connection.vendor]:
            page, count = lives.born()
            made += count
            live(lives, page)
    counted = expected(lives.published)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # The server has not looked at rows that no other transaction sees; a portal's tables it knows.
            cursor.execute("ANALYZE")

    client.force_login(lives.approver)
    assert read_screens(client) == {key: on_screen(*version) for key, version in counted.items()}

    text = b"".join(client.get("/admin/reports/parity/?export=csv").streaming_content).decode()
    exported = Counter(
        (row["State of the translation"], int(row["Passages behind"])) for row in csv.DictReader(StringIO(text))
    )
    assert exported == Counter(counted.values())
    # Every state is there, and several distances.
    assert {state for state, _behind in exported} == {
        *("Missing", "Machine draft", "Being translated", "In review", "Behind", "Waived", "Current")
    }
    assert len({behind for _state, behind in exported}) > 3
