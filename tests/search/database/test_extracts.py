"""Extracts that are made here."""

import pytest

from search.contract import MARK_END, MARK_START
from search.database.extracts import LENGTH, extract

TEXT = "Les bergers tondent. " + "Un mot de plus. " * 40 + "L’étoffe & la <b>laine</b> du pays, dit-on, sont chères."


def shown(text):
    return text and text.replace(MARK_START, "[").replace(MARK_END, "]")


@pytest.mark.parametrize(
    ("stems", "expected"),
    [
        ({"etoff", "lain"}, "de plus. Un mot de plus. L’[étoffe] & la <b>[laine]</b> du pays, dit-on, sont chères"),
        ({"berger"}, "Les [bergers] tondent. Un mot de plus. Un mot de plus. Un mot de plus."),
        ({"soi"}, None),
        (set(), None),
    ],
)
def test_the_passage_that_holds_most(stems, expected):
    found = shown(extract(TEXT, stems, "fr"))
    assert (found or "").startswith(expected or "")
    assert (found is None) is (expected is None)


def test_its_length():
    assert len(extract(TEXT, {"mot"}, "fr").split()) <= LENGTH + 1


def test_no_text():
    assert extract("", {"mot"}, "fr") is None
