import pytest
from django.utils import translation

from core.filters import Option
from search.contract import MARK_END, MARK_START
from search.templatetags.search_tags import Parts, highlighted, parts


def marked(text):
    """The text with the engine's marks for brackets."""
    return text.replace("[", MARK_START).replace("]", MARK_END)


@pytest.mark.parametrize(
    ("extract", "expected"),
    [
        ("Un [moulin] tourne.", "Un <mark>moulin</mark> tourne."),
        ("au fil d’un [moulin] et d’un", "… au fil d’un <mark>moulin</mark> et d’un …"),
        ("[au] fil.", "… <mark>au</mark> fil."),
        ("L'[eau] : 71 %!", "L’<mark>eau</mark>\u00a0: 71\u00a0%!"),
        ("<script>alert(1)</script> & [<b>].", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <mark>&lt;b&gt;</mark>."),
        # What does not pair marks nothing.
        ("Un [moulin", "Un moulin …"),
        ("Un] moulin[.", "Un moulin."),
        ("Un [[moulin]].", "Un <mark>moulin</mark>."),
        ("Fin []", "Fin <mark></mark> …"),
    ],
)
def test_highlighted(extract, expected):
    with translation.override("fr"):
        assert highlighted(marked(extract)) == expected


def test_highlighted_in_english():
    with translation.override("en"):
        assert highlighted(marked('He said: "[mill]".')) == "He said: “<mark>mill</mark>”."


def test_parts():
    options = [Option(str(number), str(number), 1) for number in range(30)]
    assert parts(options[:10]) == Parts(options[:10], [])
    assert parts(options[:11]) == Parts(options[:8], options[8:11])
    assert parts([]) == Parts([], [])


@pytest.mark.parametrize(("chosen", "expected"), [(None, (False, False)), (0, (True, False)), (29, (True, True))])
def test_parts_that_are_chosen(chosen, expected):
    options = [Option(str(number), str(number), 1, is_selected=number == chosen) for number in range(30)]
    found = parts(options)
    assert (found.is_chosen, found.is_rest_chosen) == expected
