import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from partners.models import PublicationPage
from tests.factories.pages import make_article
from tests.factories.partners import make_partner, make_partner_page
from tests.standing import stands


@stands
def pages(tree):
    french = make_partner_page(tree.fr, make_partner("Un organisme"))
    english = make_partner_page(tree.en, french.partner, translation_key=french.translation_key)
    return {"fr": french, "en": english}


@pytest.fixture
def translated(pages):
    """Return a function that adds an article in French and, when it has fields, its English version."""

    def add(title, english=None, **fields):
        article = make_article(pages["fr"], title=title, **fields)
        if english is not None:
            return make_article(pages["en"], translation_key=article.translation_key, **english)
        return article

    return add


def titles(language):
    return set(PublicationPage.objects.readable_in(language).values_list("title", flat=True))


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_english_readers_get_french_where_there_is_no_english(translated):
    translated("Les deux", {"title": "Both"})
    translated("Seul")

    assert titles("en") == {"Both", "Seul"}
    assert titles("fr") == {"Les deux", "Seul"}


def test_english_version_that_cannot_be_opened_does_not_count(translated):
    translated("À traduire", {"title": "A draft", "live": False})
    restrict(translated("À garder", {"title": "Private"}))

    assert titles("en") == {"À traduire", "À garder"}


def test_english_page_below_a_private_one_does_not_count(pages, translated):
    translated("Les deux", {"title": "Both"})
    restrict(pages["en"])

    assert titles("en") == {"Les deux"}


def test_hidden_french_is_shown_to_nobody(pages, translated):
    translated("Un brouillon", live=False)
    restrict(translated("Secret"))

    assert titles("en") == titles("fr") == set()


def test_hidden_french_leaves_its_english_version(translated):
    translated("Un brouillon", {"title": "Both"}, live=False)

    assert (titles("en"), titles("fr")) == ({"Both"}, set())


def test_french_readers_are_not_sent_to_english(pages):
    make_article(pages["en"], title="English only")

    assert (titles("fr"), titles("en")) == (set(), {"English only"})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_one_query(translated, language):
    translated("Les deux", {"title": "Both"})
    with CaptureQueriesContext(connection) as queries:
        assert len(PublicationPage.objects.readable_in(language)) == 1
    assert len(queries) == 1
