"""Wagtail’s own search on SQLite, through the portal’s backend."""

import pytest
from django.db import connection
from modelsearch.query import MATCH_ALL, And, Boost, Not, Or, Phrase, PlainText
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from articles.models import ArticlePage
from partners.models import Partner, PublicationPage
from search.models import IndexedWord
from tests.factories.pages import make_article
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.search.indexing import fill


@pytest.fixture(autouse=True)
def backend(db):
    if connection.vendor != "sqlite":
        pytest.skip("the full text of SQLite is searched on SQLite alone")
    return get_search_backend("default")


@pytest.fixture
def texts(tree):
    home = make_partner_page(tree.fr, make_partner("Filatures réunies", acronym="FÉ"))
    away = make_partner_page(tree.en, home.partner, translation_key=home.translation_key)
    make_article(home, title="Les écoles québécoises", summary="L’intelligence au quotidien.")
    make_article(home, title="Un brouillon d’œuvre", live=False)
    make_article(away, title="Weaving schools", summary="Looms of the schools.")
    make_person("Ève Tisserand")
    fill("default")


def found(query, model=PublicationPage, **options):
    return sorted(str(obj) for obj in get_search_backend("default").search(query, model.objects.all(), **options))


def completed(query, model=PublicationPage):
    return sorted(str(obj) for obj in get_search_backend("default").autocomplete(query, model.objects.all()))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("école québécoise", ["Les écoles québécoises"]),
        ("ecoles quebecoises", ["Les écoles québécoises"]),
        ("l'intelligence", ["Les écoles québécoises"]),
        ("school loom", ["Weaving schools"]),
        ("oeuvre", ["Un brouillon d’œuvre"]),
        (Phrase("écoles québécoises"), ["Les écoles québécoises"]),
        (Phrase("québécoises écoles"), []),
        (PlainText("écoles weaving", operator="or"), ["Les écoles québécoises", "Weaving schools"]),
        (Or([PlainText("écoles"), Phrase("weaving school")]), ["Les écoles québécoises", "Weaving schools"]),
        (And([PlainText("écoles"), Not(Phrase("écoles québécoises"))]), []),
        (PlainText("weaving") & ~Phrase("écoles québécoises"), ["Weaving schools"]),
        (Not(PlainText("écoles")), ["Un brouillon d’œuvre", "Weaving schools"]),
        (Boost(PlainText("écoles"), 2), ["Les écoles québécoises"]),
        (MATCH_ALL, ["Les écoles québécoises", "Un brouillon d’œuvre", "Weaving schools"]),
        ("", []),
        ("-", []),
        (And([PlainText("…"), PlainText("…")]), []),
    ],
)
def test_queries(texts, query, expected):
    assert found(query) == expected


def test_what_is_typed_is_completed_without_accents(texts):
    assert completed("écol") == completed("ecol") == completed("ÉCOLES QUÉB") == ["Les écoles québécoises"]
    assert completed("quotidien") == []
    assert completed("eve tis", model=Page) == []
    assert completed("fil reun", model=Partner) == completed("unies", model=Partner) == []
    assert completed("fe", model=Partner) == completed("RÉUN", model=Partner) == ["Filatures réunies"]


def test_fields_and_order(texts):
    assert found("écoles", model=ArticlePage, fields=["title"]) == ["Les écoles québécoises"]
    assert found("écoles", model=ArticlePage, fields=["summary"]) == []
    assert found("filature", model=Partner, fields=["name"]) == ["Filatures réunies"]


def test_shorter_titles_first(texts):
    home = Page.objects.get(slug="filatures-reunies", locale__language_code="fr")
    long = make_article(home, title="Une école parmi toutes celles de ce grand et beau pays")
    short = make_article(home, title="École")
    fill("default")
    results = [page.pk for page in get_search_backend("default").search("école", ArticlePage.objects.all())]
    assert results.index(short.pk) < results.index(long.pk)


def test_the_words_of_pages_are_remembered(texts):
    assert set(IndexedWord.objects.filter(language="en").values_list("word", flat=True)) >= {"weaving", "looms"}
    assert IndexedWord.objects.get(language="fr", folded="quebecoises").word == "québécoises"
    assert not IndexedWord.objects.filter(folded="tisserand").exists()


def test_queries_do_not_grow(texts, django_assert_num_queries):
    backend = get_search_backend("default")
    for count in (1, 30):
        home = Page.objects.get(slug="filatures-reunies", locale__language_code="fr")
        for _number in range(count):
            make_article(home, title="Laine")
        fill("default")
        # The rank of each, those of the queryset, the objects.
        with django_assert_num_queries(3):
            assert len(list(backend.search("laine", ArticlePage.objects.all()))) >= count


def test_slices_scores_and_facets(texts):
    backend = get_search_backend("default")
    home = Page.objects.get(slug="filatures-reunies", locale__language_code="fr")
    for number in range(5):
        make_article(home, title=f"Laine {number}", article_kind="analyse" if number else "entrevue")
    fill("default")
    results = backend.search("laine", ArticlePage.objects.all())
    assert (results.count(), len(results[1:3]), results[1:3].count()) == (5, 2, 2)
    assert [page.pk for page in results[1:3]] == [page.pk for page in list(results)[1:3]]
    assert all(page.score < 0 for page in results.annotate_score("score"))
    assert results.facet("kind") == {"analyse": 4, "entrevue": 1}
    titles = [
        page.title for page in backend.search("laine", ArticlePage.objects.order_by("title"), order_by_relevance=False)
    ]
    assert titles == [f"Laine {number}" for number in range(5)]


HOSTILE = ("'" * 10_000, "a\\", "(" * 300, "a:*b & | !", "é" * 5000, "l' d'", "<-> <2>", "%s {} \ue000", "a\u0301" * 50)


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words(texts, typed):
    for query in (typed, Phrase(typed), Not(PlainText(typed)), PlainText(typed, operator="or")):
        assert found(query) is not None
    assert completed(typed) is not None
