"""Filters of lists: several values of one facet, true counts, addresses, and what nobody knows."""

from datetime import date

import pytest
from django.http import QueryDict

from articles.filters import FACETS
from articles.models import ArticlePage
from core import filters
from core.filters import MOST_VALUES, Active, Option
from partners.models import CoPublication, PublicationPage
from partners.models.rows import PublicationSubject, PublicationTerritory
from tests.factories.core import make_subject, make_territory
from tests.factories.pages import make_article
from tests.factories.partners import make_partner, make_partner_page
from tests.reading import headlines, page
from tests.standing import stands

FACET = {facet.name: facet for facet in FACETS}


@stands
def weaver(tree):
    return make_partner_page(tree.fr, make_partner("Tisserands"))


@stands
def dyer(tree):
    return make_partner_page(tree.fr, make_partner("Teinturiers"))


@pytest.fixture
def subjects(db):
    return [make_subject(code, position=number) for number, code in enumerate(("code", "culture", "gestion"))]


@pytest.fixture
def articles(weaver, dyer, subjects):
    """One of the code, one of code and culture with a second publisher, one of neither."""
    code, culture, _management = subjects
    shared = CoPublication(partner=dyer.partner, is_accepted=True)
    asked = CoPublication(partner=weaver.partner)
    return [
        make_article(
            weaver, title="Code", sort_date=date(2023, 1, 1), rows={"subjects": [PublicationSubject(subject=code)]}
        ),
        make_article(
            weaver,
            title="Code et culture",
            article_kind="analyse",
            rows={
                "subjects": [PublicationSubject(subject=code), PublicationSubject(subject=culture)],
                "territories": [PublicationTerritory(territory=make_territory())],
                "co_publications": [shared],
            },
        ),
        make_article(dyer, title="Ni l’un ni l’autre", rows={"co_publications": [asked]}),
    ]


def filtered(query, **options):
    return filters.apply(PublicationPage.objects.filter(type="article"), FACETS, QueryDict(query), **options)


def titles(found):
    return sorted(publication.title for publication in found.queryset)


def options_of(found, name):
    return {
        option.value: (option.count, option.is_selected)
        for facet, options in found.facets
        if facet.name == name
        for option in options
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Code", "Code et culture", "Ni l’un ni l’autre"]),
        ("subject=code", ["Code", "Code et culture"]),
        ("subject=code&subject=culture", ["Code", "Code et culture"]),
        ("subject=culture&subject=gestion", ["Code et culture"]),
        ("partner=teinturiers", ["Code et culture", "Ni l’un ni l’autre"]),
        ("partner=teinturiers&partner=tisserands", ["Code", "Code et culture", "Ni l’un ni l’autre"]),
        ("partner=teinturiers&subject=code", ["Code et culture"]),
        ("kind=analyse&kind=nouvelle", ["Code", "Code et culture", "Ni l’un ni l’autre"]),
        ("kind=analyse&kind=entrevue&territory=06", ["Code et culture"]),
        ("year=2023&year=2022", ["Code", "Code et culture", "Ni l’un ni l’autre"]),
        ("year=2021&year=2022", []),
    ],
)
def test_one_of_the_values_of_each_facet(articles, query, expected):
    assert titles(filtered(query)) == expected


def test_the_count_of_a_facet_leaves_its_own_values_aside(articles):
    found = filtered("subject=culture&subject=gestion&partner=tisserands")
    assert options_of(found, "subject") == {"code": (2, False), "culture": (1, True), "gestion": (0, True)}
    assert options_of(found, "partner") == {"teinturiers": (1, False), "tisserands": (1, True)}


def test_the_order_of_a_facet_is_that_of_its_vocabulary(articles):
    found = filtered("subject=culture")
    assert [option.value for option in found.facets[1][1]] == ["code", "culture"]


def test_a_chip_for_each_value_leads_to_the_list_without_it(articles):
    found = filtered("subject=code&subject=culture&kind=analyse&month=2023-10", keep=["month"])
    assert found.active == [
        Active("Analyse", "?subject=code&subject=culture&month=2023-10"),
        Active("code (fr)", "?kind=analyse&subject=culture&month=2023-10"),
        Active("culture (fr)", "?kind=analyse&subject=code&month=2023-10"),
    ]
    assert found.kept == [("month", "2023-10")]


@pytest.mark.parametrize(
    "typed", ["rien", "x" * 101, "co\x00de", "code'--", "²", "Ⅳ", "CODE", "../code", "code,culture"]
)
def test_an_unknown_value_is_ignored_with_a_notice(articles, typed):
    query = QueryDict(mutable=True)
    query.setlist("subject", [typed, "culture"])
    query.setlist("year", [typed])
    found = filters.apply(PublicationPage.objects.all(), FACETS, query)
    assert titles(found) == ["Code et culture"]
    assert len(found.notices) == 2
    assert not any("\x00" in notice or "x" * 50 in notice for notice in found.notices)


def test_nothing_typed_is_nothing_asked(articles):
    found = filtered("subject=&subject=%20&year=&rien=1")
    assert (titles(found), found.active, found.notices) == (["Code", "Code et culture", "Ni l’un ni l’autre"], [], [])


def test_a_value_said_twice_counts_once(articles):
    assert len(filtered("subject=code&subject=code&subject=rien&subject=rien").active) == 1
    assert len(filtered("subject=code&subject=code&subject=rien&subject=rien").notices) == 1


def test_more_values_than_anybody_asks(articles):
    query = "&".join(f"subject=inconnu-{number}" for number in range(900))
    assert len(filtered(query).notices) == MOST_VALUES


@pytest.mark.parametrize("query", ["subject=code", "subject=code&subject=culture&subject=gestion"])
def test_queries_do_not_grow_with_values(articles, query, django_assert_num_queries):
    # One for the labels, and one for each facet but partners, which takes two.
    with django_assert_num_queries(7):
        found = filtered(query)
    with django_assert_num_queries(1):
        assert len(found.queryset) == 2


def test_a_year_is_four_digits():
    assert FACET["year"].labels(["2023", "1999", "1900", "2200", "02023", "２０２３", "20", "-202"]) == {
        "2023": "2023",
        "1999": "1999",
    }


def test_an_option_that_no_result_has_stays_to_be_taken_away():
    counted = [("code", "Code", 2)]
    assert filters.options(counted, {"gestion": "Gestion"}) == [
        Option("code", "Code", 2),
        Option("gestion", "Gestion", 0, is_selected=True),
    ]


def test_a_facet_of_a_subclass_narrows_it(articles):
    narrowed = FACET["subject"].narrow(ArticlePage.objects.all(), ["code", "culture"])
    assert sorted(narrowed.values_list("title", flat=True)) == ["Code", "Code et culture"]


def test_a_list_of_the_portal_takes_several_values(client, articles):
    soup = page(client.get("/fr/articles/?subject=code&subject=culture&kind=analyse"))
    assert headlines(soup) == ["Code et culture"]
    chips = soup.select(".chips a")
    assert [chip["href"] for chip in chips] == [
        "?subject=code&subject=culture",
        "?kind=analyse&subject=culture",
        "?kind=analyse&subject=code",
        "/fr/articles/",
    ]
    assert [option["value"] for option in soup.select("#f-subject option[selected]")] == ["code", "culture"]


def test_the_directory_takes_several_values(client, tree, subjects):
    partner = make_partner("Un organisme", territory=make_territory("06"))
    make_partner_page(tree.fr, partner)
    make_partner_page(tree.fr, make_partner("Un autre", territory=make_territory("03")))
    make_partner_page(tree.fr, make_partner("Un troisième"))
    soup = page(client.get("/fr/partenaires/?territory=06&territory=03&territory=rien"))
    assert headlines(soup) == ["Un autre", "Un organisme"]
