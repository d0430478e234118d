"""What is made of an engine's answer."""

import pytest

from search.contract import Query, Unit
from search.engine.reading import spelling_of
from search.engine.waiting import Waiting

TITLE = "L’intelligence artificielle et la médiation culturelle, avec Ève Smart"
NOTHING_WAITS = Waiting()


def spelt(text, *units):
    """What is proposed for some words, where one publication was found."""
    query = Query(text, units or tuple(Unit(word) for word in text.split()))
    hit = {"_id": "1", "_source": {"title_fr": TITLE}}
    return spelling_of(query, {"aggregations": {"best": {"hits": {"hits": [hit]}}}}, NOTHING_WAITS)


@pytest.mark.parametrize(
    ("typed", "spelling"),
    [
        ("médiation cultrelle", "médiation culturelle"),
        ("Mediation Cultrelle", "Mediation culturelle"),
        # Words as short as the engine forgives nothing in.
        ("ia médiation cultrelle", "ia médiation culturelle"),
        ("etc médiation cultrelle", "etc médiation culturelle"),
        # Only the word, not the letters of another.
        ("smart smar", "smart smart"),
        ("médiation", None),
        ("médiation zxzxzxzx", None),
    ],
)
def test_only_words_that_are_wrong_are_changed(typed, spelling):
    assert spelt(typed) == spelling


def test_a_word_stays_where_the_text_has_what_means_the_same():
    units = (Unit("robotique", synonyms=("intelligence artificielle",)), Unit("cultrelle"))
    assert spelt("robotique cultrelle", *units) == "robotique culturelle"
