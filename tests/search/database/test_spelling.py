"""How far two words are from each other."""

import pytest

from search.database.spelling import distance


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("étoffe", "étoffe", 0),
        ("etoffe", "etofe", 1),
        ("etoffe", "etoffes", 1),
        ("etoffe", "etaffe", 1),
        ("etoffe", "teoffe", 1),
        ("numerqiue", "numerique", 1),
        ("etoffe", "etof", 2),
        ("etoffe", "etouffes", 2),
        ("etoffe", "laine", 3),
        ("etoffe", "e", 3),
        ("", "", 0),
    ],
)
def test_distance(one, other, expected):
    assert distance(one, other, most=2) == distance(other, one, most=2) == expected
