import pytest

from articles.models import ArticlePage
from articles.reading import reading_minutes
from core.blocks import BodyBlock
from tests.factories.pages import make_article
from tests.factories.partners import make_partner_page
from tests.reading import page, words


def text(count):
    return BodyBlock().normalize([("text", f"<p>{'mot ' * count}</p>")])


@pytest.mark.parametrize(("count", "minutes"), [(0, 1), (1, 1), (230, 1), (231, 2), (460, 2), (461, 3), (2300, 10)])
def test_minutes_are_rounded_up_and_never_zero(count, minutes):
    assert reading_minutes(text(count)) == minutes


def test_an_empty_body_takes_a_minute():
    assert reading_minutes(BodyBlock().normalize([])) == 1


def test_every_block_of_words_counts():
    body = BodyBlock().normalize(
        [
            ("text", f"<h2>{'mot ' * 100}</h2>"),
            ("quote", {"text": "mot " * 100, "name": "Ève", "role": ""}),
            ("callout", {"kind": "info", "title": "À savoir", "text": f"<p>{'mot ' * 100}</p>"}),
        ]
    )
    assert reading_minutes(body) == 2


def test_markup_is_not_read():
    body = BodyBlock().normalize([("text", '<p><a href="https://exemple.example/un/deux/trois">un</a></p>' * 230)])
    assert reading_minutes(body) == 1


def test_a_saved_article_knows_how_long_it_takes(client, tree):
    article = make_article(make_partner_page(tree.fr), body=[("text", f"<p>{'mot ' * 300}</p>")])
    assert ArticlePage.objects.get(pk=article.pk).reading_minutes == 2
    assert "2 minutes de lecture" in words(page(client.get(article.get_url())).main)
