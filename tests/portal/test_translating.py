"""English versions from words known in advance."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from wagtail.models import Page
from wagtail_localize.models import MissingTranslationError, StringTranslation, Translation

from articles.models import ArticlePage
from portal.setup.bodies import NoReferences, body
from portal.setup.translating import translate
from tests.factories.pages import make_article
from tests.factories.partners import make_partner, make_partner_page
from tests.portal.kept import dump
from tests.standing import stands

KEY = uuid4()
NOW = datetime(2023, 10, 11, 13, tzinfo=UTC)

BODY = [
    {
        "type": "text",
        "fr": "<h2>Le titre</h2><p>Le fil.</p><p>La trame.</p>",
        "en": "<h2>The title</h2><p>The thread.</p><p>The weft.</p>",
    },
    {
        "type": "figure",
        "value": "34",
        "unit": "%",
        "label": {"fr": "des livres", "en": "of books"},
        "source": {"fr": "Une enquête", "en": "A survey"},
    },
    {
        "type": "table",
        "caption": {"fr": "Les voix", "en": "The voices"},
        "columns": [{"fr": "Rôle", "en": "Role"}, {"fr": "Personne", "en": "Person"}],
        "rows": [[{"fr": "Autrice", "en": "Author"}, "Ariane"], [{"fr": "Lecteur", "en": "Reader"}, "Thésée"]],
    },
]
ENGLISH = {"title": "The thread", "slug": "the-thread", "summary": "A summary.", "search_description": "A thread."}


@stands
def parents(tree):
    partner = make_partner("Un organisme")
    french = make_partner_page(tree.fr, partner, title="Un organisme")
    return french, make_partner_page(tree.en, partner, title="An organisation", translation_key=french.translation_key)


def stream(language, blocks=BODY):
    return body(blocks, language, key=KEY, references=NoReferences())


@stands
def french(parents):
    page = make_article(
        parents[0],
        title="Le fil",
        slug="le-fil",
        summary="Un résumé.",
        search_description="Un fil.",
        body=stream("fr"),
        translation_key=KEY,
    )
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


def english(french, **changes):
    words = {**ENGLISH, "body": stream("en"), **changes}
    return ArticlePage(locale=french.locale, translation_key=KEY, **words)


def plain(stream):
    """A body as it is stored."""
    return json.loads(json.dumps(stream.get_prep_value(), default=str))


def test_english_page_has_the_words_it_was_given(french):
    page = translate(french, english(french), published_at=NOW)

    assert {name: getattr(page, name) for name in ENGLISH} == ENGLISH
    assert plain(page.body) == plain(english(french).body)
    assert (page.url_path, page.locale.language_code, page.live, page.has_unpublished_changes, page.alias_of) == (
        "/home-en/partners/un-organisme/the-thread/",
        "en",
        True,
        False,
        None,
    )
    assert page == ArticlePage.objects.get(translation_key=KEY, locale__language_code="en")


def test_english_page_bears_the_date_of_its_content(french):
    page = translate(french, english(french), published_at=NOW)

    assert (page.first_published_at, page.last_published_at, page.latest_revision_created_at) == (NOW, NOW, NOW)
    assert set(page.revisions.values_list("created_at", flat=True)) == {NOW}


def test_editors_find_a_translation_that_is_complete(french):
    page = translate(french, english(french), published_at=NOW)

    translation = Translation.objects.get()
    total, done = translation.get_progress()
    assert (translation.enabled, translation.get_target_instance(), done) == (True, page, total)
    assert plain(page.latest_revision.as_object().body) == plain(page.body)
    assert dict(StringTranslation.objects.values_list("translation_of__data", "data")) == {
        "Le fil": "The thread",
        "le-fil": "the-thread",
        "Un résumé.": "A summary.",
        "Un fil.": "A thread.",
        "Le titre": "The title",
        "Le fil.": "The thread.",
        "La trame.": "The weft.",
        "%": "%",
        "des livres": "of books",
        "Une enquête": "A survey",
        "Les voix": "The voices",
        "Rôle": "Role",
        "Personne": "Person",
        "Autrice": "Author",
        "Ariane": "Ariane",
        "Lecteur": "Reader",
        "Thésée": "Thésée",
    }


def test_french_page_stays_as_it_is(french):
    before = Page.objects.filter(pk=french.pk).values().get()

    translate(french, english(french), published_at=NOW)

    assert Page.objects.filter(pk=french.pk).values().get() == before


WITHOUT_A_PARAGRAPH = [{**BODY[0], "en": "<h2>The title</h2><p>The thread.</p>"}, *BODY[1:]]
WITH_ONE_MORE = [{**BODY[0], "en": BODY[0]["en"] + "<p>The warp.</p>"}, *BODY[1:]]


@pytest.mark.parametrize("changes", [{"summary": ""}, {"body": stream("en", WITHOUT_A_PARAGRAPH)}])
def test_french_words_without_counterpart_are_refused(french, changes):
    before = dump()

    with pytest.raises(MissingTranslationError):
        translate(french, english(french, **changes), published_at=NOW)

    assert dump() == before


def test_english_words_without_counterpart_are_refused(french):
    """They would be lost."""
    before = dump()

    with pytest.raises(ValueError, match=r"“The warp\.” translates nothing"):
        translate(french, english(french, body=stream("en", WITH_ONE_MORE)), published_at=NOW)

    assert dump() == before
