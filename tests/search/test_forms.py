import pytest
from django.http import QueryDict
from django.utils import translation

from search.contract import LONGEST_QUERY, Query, Unit
from search.enums import Sort
from search.forms import Asked, line, read
from search.models import SynonymGroup
from tests.factories.core import make_subject
from tests.factories.partners import make_partner


def asked(query):
    with translation.override("en"):
        return read(QueryDict(query), "en")


def units(*texts):
    return Query(" ".join(texts), tuple(Unit(text) for text in texts))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", Asked()),
        ("q=", Asked()),
        ("q=+++", Asked()),
        ("q=%00%01%7F", Asked()),
        ("q=%E2%80%AE%EE%80%80", Asked()),
        ("q=moulin", Asked(typed="moulin", query=units("moulin"), sort=Sort.RELEVANCE, is_first=True)),
        ("q=++mou%00lin%0A", Asked(typed="mou lin", query=units("mou", "lin"), sort=Sort.RELEVANCE, is_first=True)),
        ("q=premier&q=dernier", Asked(typed="dernier", query=units("dernier"), sort=Sort.RELEVANCE, is_first=True)),
        ("q=moulin&sort=date", Asked(typed="moulin", query=units("moulin"), sort=Sort.DATE)),
        ("q=moulin&sort=relevance", Asked(typed="moulin", query=units("moulin"), sort=Sort.RELEVANCE)),
        ("q=moulin&page=2", Asked(typed="moulin", query=units("moulin"), sort=Sort.RELEVANCE, page="2")),
        ("q=moulin&format=json", Asked(typed="moulin", query=units("moulin"), sort=Sort.RELEVANCE, is_feed=True)),
        # Without words, nothing can be near to them.
        ("sort=relevance", Asked()),
        (
            "q=moulin&subject=gestion&subject=droit&partner=le-phare",
            Asked(
                typed="moulin",
                query=units("moulin"),
                sort=Sort.RELEVANCE,
                chosen={"subject": ("droit", "gestion"), "partner": ("le-phare",)},
            ),
        ),
        ("type=article&year=2023", Asked(chosen={"type": ("article",), "year": ("2023",)})),
    ],
)
def test_what_is_asked(db, query, expected):
    for code in ("gestion", "droit"):
        make_subject(code)
    make_partner("Le phare")
    assert asked(query) == expected


@pytest.mark.parametrize(
    ("query", "notices"),
    [
        ("q=a&sort=nope", ["“nope” is not a known order: it was ignored."]),
        ("q=a&format=%3Cb%3E", ["“<b>” is not a known format: it was ignored."]),
        ("q=a&sort=" + "x" * 500, [f"“{'x' * 39}…” is not a known order: it was ignored."]),
        ("q=a&type=b", ["“b” is not a known value of “Type”: this filter was ignored."]),
        ("q=" + "a" * 200, []),
        ("q=" + "a" * 201, ["Only the first 200 characters were looked for."]),
        ("q=" + "%22" * 10_000, ["Only the first 200 characters were looked for."]),
        ("q=%00%00a", []),
    ],
)
def test_what_makes_no_sense_is_told(db, query, notices):
    assert list(asked(query).notices) == notices


def test_what_is_too_long_is_cut(db):
    found = asked("q=" + "mot+" * 200)
    assert len(found.typed) <= LONGEST_QUERY
    assert found.typed == found.query.text == ("mot " * 50).strip()


def test_signs_alone_are_words_in_which_there_is_nothing_to_look_for(db):
    found = asked("q=?!")
    assert (found.typed, found.is_empty, found.is_wordless) == ("?!", False, True)


def test_words_have_their_synonyms(db):
    SynonymGroup.objects.create(terms="moulin\nminoterie")
    assert asked("q=moulin").query == Query("moulin", (Unit("moulin", synonyms=("minoterie",)),))


def test_the_queries_do_not_depend_on_the_words(db, django_assert_num_queries):
    # The groups of synonyms and the acronyms.
    for query in ("q=moulin", "q=" + "mot+" * 100):
        with django_assert_num_queries(2):
            asked(query)
    with django_assert_num_queries(0):
        asked("q=")


@pytest.mark.parametrize(("query", "expected"), [("", ""), ("q=+a%00b+", "a b"), ("q=" + "a" * 300, "a" * 200)])
def test_line(query, expected):
    assert line(QueryDict(query)) == expected
