"""Prose inside HTML; numbers, dates and hours, in each language."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from core.typography import html_prose


@pytest.mark.parametrize(
    ("html", "french"),
    [
        # As Django's escaping writes quotes.
        ("l&#x27;eau &quot;vive&quot; &amp; co : x", "l’eau «\u00a0vive\u00a0» &amp; co\u00a0: x"),
        # One that prose leaves stays escaped: the text may stand in an attribute.
        ("un 5&quot; d&#x27;ici", "un 5&quot; d’ici"),
        ("<code>l&#x27;eau : &quot;x&quot;</code>", "<code>l&#x27;eau : &quot;x&quot;</code>"),
    ],
)
def test_quotes_written_as_references(html, french):
    assert html_prose(html, "fr") == french
    assert html_prose(french, "fr") == french


NB = "\u00a0"
FIRST, TENTH = date(2026, 3, 1), date(2026, 3, 10)


@pytest.mark.parametrize(
    ("source", "french", "english"),
    [
        ("{{ thousand|number }}", f"1{NB}200", "1,200"),
        ("{{ million|number }}", f"1{NB}234{NB}567,5", "1,234,567.5"),
        ("{{ less|number }}", "−3,5", "−3.5"),
        ("{{ nothing|number }}", "—", "—"),
        ("{{ thousand|quantity:'$' }}", f"1{NB}200{NB}$", "$1,200"),
        ("{{ share|quantity:'%' }}", f"71,1{NB}%", "71.1%"),
        ("{{ first|day }}", f"1er{NB}mars 2026", f"March{NB}1, 2026"),
        ("{{ tenth|day:'weekday' }}", f"mardi 10{NB}mars 2026", f"Tuesday, March{NB}10, 2026"),
        ("{{ tenth|day:'short' }}", f"10{NB}mars", f"March{NB}10"),
        ("{{ first|day:'number' }} {{ tenth|day:'number' }}", "1er 10", "1 10"),
        ("{{ tenth|day:'month' }} {{ tenth|day:'dayname' }}", "mars mardi", "March Tuesday"),
        ("{% days first tenth %}", f"du 1er au 10{NB}mars 2026", f"March{NB}1–10, 2026"),
        ("{{ nine|hour }}", f"9{NB}h", f"9{NB}a.m."),
        ("{{ half|hour }}", f"13{NB}h{NB}30", f"1:30{NB}p.m."),
        ("{% hours nine half %}", f"de 9{NB}h à 13{NB}h{NB}30", f"9{NB}a.m. – 1:30{NB}p.m."),
        ("{% load body_tags %}{{ thousand|figure:'$' }}", f"1{NB}200{NB}$", "$1,200"),
        ("{% load body_tags %}{{ share|figure:'%' }}", f"71,1{NB}%", "71.1%"),
        ("{% load body_tags %}{{ thousand|figure:'pays' }}", f"1{NB}200", "1,200"),
    ],
)
def test_each_language_in_its_way(source, french, english):
    values = {
        "thousand": 1200,
        "million": Decimal("1234567.5"),
        "less": Decimal("-3.5"),
        "nothing": None,
        "share": Decimal("71.1"),
        "first": FIRST,
        "tenth": TENTH,
        "nine": time(9),
        "half": time(13, 30),
    }
    found = []
    for language in ("fr", "en"):
        with translation.override(language):
            found.append(Template("{% load typo %}" + source).render(Context(values)))
    assert found == [french, english]
