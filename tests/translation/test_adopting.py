"""Pages that exist in both languages from the start count as translations."""

from portal.setup.translating import translate
from tests.factories.moderation import page_of
from tests.factories.pages import PUBLISHED, make_article
from tests.factories.partners import make_working_partner
from tests.factories.translation import english
from translation.enums import State
from translation.matrix.states import standing_of, state_of


def test_a_partner_has_its_page_in_both_languages(tree):
    page = page_of(make_working_partner("CRIM"), "en")
    assert (page.live, state_of(page), standing_of(page).behind) == (True, State.CURRENT, 0)


def test_a_french_page_that_was_written_is_left_to_translators(tree):
    from partners.provisioning import provision

    partner = make_working_partner("CRIM")
    page_of(partner, "en").delete()
    partner.pages.update(introduction="Un centre de recherche.")
    provision(partner)
    page = page_of(partner, "en")
    assert (page.live, state_of(page)) == (False, State.TRANSLATING)


def test_a_text_made_in_both_languages_is_current(tree):
    partner = make_working_partner("CRIM")
    page = make_article(page_of(partner), title="Le fil", live=False)
    page.save_revision().publish()
    page.refresh_from_db()
    key = page.translation_key
    words = type(page)(title="The thread", slug="the-thread", summary="A summary.", translation_key=key)
    made = translate(page, words, published_at=PUBLISHED)
    assert (state_of(made), standing_of(made).dated, made.locale) == (State.CURRENT, PUBLISHED, english())
