from datetime import UTC, datetime

import pytest
from wagtail.models import PageViewRestriction

from articles.models import RelatedArticle
from articles.related import related_to
from core.models import CrossTopic
from partners.models import PublicationCrossTopic, PublicationSubject, PublicationTheme
from tests.factories.core import make_subject, make_term, make_theme
from tests.factories.pages import make_article, make_event
from tests.factories.partners import make_partner_page


@pytest.fixture
def shelf(tree):
    """Return a function that adds an article of another partner with some terms, published on a day of September."""

    def shelf(title, *, subjects="", themes="", topics="", day=1, parent=None, **fields):
        rows = {
            "subjects": [PublicationSubject(subject=make_subject(code)) for code in subjects],
            "themes": [PublicationTheme(theme=make_theme(code)) for code in themes],
            "topics": [PublicationCrossTopic(topic=make_term(CrossTopic, code)) for code in topics],
            **fields.pop("rows", {}),
        }
        published = datetime(2023, 9, day, 15, tzinfo=UTC)
        fields = {"first_published_at": published, **fields}
        return make_article(parent or make_partner_page(tree.fr), title=title, rows=rows, **fields)

    return shelf


def titles(article, **options):
    return [found.title for found in related_to(article, **options)]


def test_what_shares_most_comes_first_then_the_latest(shelf):
    article = shelf("Un", subjects="ab", themes="t", topics="x")
    shelf("Une chose, ancien", subjects="a", day=2)
    shelf("Une chose, récent", topics="x", day=9)
    shelf("Quatre choses", subjects="ab", themes="t", topics="x")
    shelf("Deux choses", subjects="a", themes="t")
    assert titles(article, wanted=9) == ["Quatre choses", "Deux choses", "Une chose, récent", "Une chose, ancien"]
    assert titles(article) == ["Quatre choses", "Deux choses", "Une chose, récent"]


def test_the_lead_partner_counts_for_one(shelf):
    article = shelf("Un", subjects="ab")
    shelf("Même partenaire", parent=article.get_parent().specific, day=2)
    shelf("Deux sujets", subjects="ab")
    shelf("Un sujet", subjects="a", day=1)
    assert titles(article) == ["Deux sujets", "Même partenaire", "Un sujet"]


def test_what_shares_nothing_is_not_related(shelf):
    article = shelf("Un", subjects="a")
    shelf("Étranger", subjects="z")
    shelf("Sans sujet")
    assert titles(article) == []


def test_those_chosen_by_hand_come_first_in_their_order(shelf):
    chosen = [shelf("Choisi B", day=1), shelf("Choisi A", day=9)]
    shelf("Proche", subjects="a")
    rows = {"chosen_related": [RelatedArticle(related=found, sort_order=rank) for rank, found in enumerate(chosen)]}
    article = shelf("Un", subjects="a", rows=rows)
    assert titles(article) == ["Choisi B", "Choisi A", "Proche"]
    assert titles(article, wanted=1) == ["Choisi B"]


def test_one_chosen_that_is_also_close_is_named_once(shelf):
    close = shelf("Proche", subjects="a")
    rows = {"chosen_related": [RelatedArticle(related=close), RelatedArticle(related=close)]}
    assert titles(shelf("Un", subjects="a", rows=rows)) == ["Proche"]


def test_what_readers_cannot_see_is_not_related(tree, shelf):
    draft = shelf("Brouillon", subjects="a", live=False)
    private = shelf("Privé", subjects="a")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    rows = {"chosen_related": [RelatedArticle(related=draft), RelatedArticle(related=private)]}
    article = shelf("Un", subjects="a", rows=rows)
    rows = {"subjects": [PublicationSubject(subject=make_subject("a"))]}
    make_event(article.get_parent().specific, title="Un événement", rows=rows)
    assert titles(article) == []


def test_related_articles_are_in_the_language_of_the_article(tree, shelf):
    french = shelf("Français", subjects="a")
    english = shelf("English", subjects="a", parent=make_partner_page(tree.en), translation_key=french.translation_key)
    other = shelf("Other", subjects="a", parent=make_partner_page(tree.en))
    # Chosen in one language, shown in the other.
    article = shelf(
        "An article", parent=make_partner_page(tree.en), rows={"chosen_related": [RelatedArticle(related=french)]}
    )
    assert titles(article) == ["English"]
    assert titles(english) == ["Other"]
    assert titles(other) == ["English"]
    assert titles(french) == []


def test_related_articles_cost_two_queries(shelf, django_assert_num_queries):
    article = shelf("Un", subjects="a", rows={"chosen_related": [RelatedArticle(related=shelf("Choisi"))]})
    for number in range(10):
        shelf(f"Proche {number}", subjects="a")
    with django_assert_num_queries(2):
        assert len([(found.lead_partner.name, found.locale.language_code) for found in related_to(article)]) == 3
