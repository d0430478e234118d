"""What a slot must say before it is kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from home.models import FeaturedSlot
from tests.factories.core import make_image
from tests.factories.pages import make_article, make_event
from tests.factories.partners import make_partner_page
from tests.standing import stands

DAY = timedelta(days=1)


@stands
def article(tree):
    return make_article(make_partner_page(tree.fr))


def refused(**fields):
    now = timezone.now()
    slot = FeaturedSlot(**{"position": "hero", "starts_at": now, "ends_at": now + DAY, **fields})
    try:
        slot.full_clean()
    except ValidationError as error:
        return set(error.message_dict) - {"__all__"}
    return set()


def test_a_publication_or_an_address(article):
    elsewhere = {"url_fr": "https://exemple.example/", "title_fr": "Ailleurs", "title_en": "Elsewhere"}
    assert refused(publication=article) == set()
    assert refused(**elsewhere) == set()
    assert refused() == {"publication"}
    assert refused(publication=article, **elsewhere) == {"url_fr"}
    assert refused(publication=article, url_en="https://exemple.example/en/") == {"url_en"}


def test_an_address_has_a_title_in_both_languages(db):
    assert refused(url_fr="https://exemple.example/") == {"title_fr", "title_en"}


def test_the_french_page_and_not_its_english(tree):
    assert refused(publication=make_article(make_partner_page(tree.en))) == {"publication"}


def test_an_event_in_the_place_of_events(tree, article):
    event = make_event(article.get_parent())
    assert refused(publication=article, position="event") == {"publication"}
    assert refused(publication=event, position="event") == set()


@pytest.mark.parametrize("days", [0, -1])
def test_it_ends_after_it_begins(article, days):
    now = timezone.now()
    assert refused(publication=article, starts_at=now, ends_at=now + days * DAY) == {"ends_at"}


@pytest.mark.parametrize("name", ["title", "summary", "image_alt"])
def test_own_words_in_both_languages(article, name):
    assert refused(publication=article, **{f"{name}_fr": "Mots"}) == {f"{name}_en"}
    assert refused(publication=article, **{f"{name}_en": "Words"}) == {f"{name}_fr"}
    assert refused(publication=article, **{f"{name}_fr": "Mots", f"{name}_en": "Words"}) == set()


def test_an_image_is_described(article):
    assert refused(publication=article, image=make_image("Une image")) == {"image_alt_fr", "image_alt_en"}
