"""What the translation memory tells of other pages: what readers can read there, no more."""

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import StringTranslation

from tests.factories.moderation import make_draft
from tests.factories.partners import make_member, make_working_partner
from tests.factories.translation import english, publish, say, start
from tests.standing import stands
from translation.editor.passages import words_of
from translation.enums import PassageState

SAID = "Une phrase de tous."


@stands
def other(tree):
    """A page of another partner, live in both languages."""
    editor = make_member(make_working_partner("Autre"))
    page = publish(
        make_draft(editor.memberships.get().partner, editor, title="Ailleurs", slug="ailleurs", summary=SAID)
    )
    translation = start(page, editor)
    say(translation, editor, {SAID: "Everybody’s sentence."})
    say(translation, editor)
    publish(sister(page))
    return translation


@stands
def editor(crim):
    return make_member(crim)


def sister(page):
    return Page.objects.get(translation_key=page.translation_key, locale=english()).specific


def offered(editor):
    """The English that the start of a translation gives a page that says the same."""
    partner = editor.memberships.get().partner
    page = publish(make_draft(partner, editor, title="Ici", slug="ici", summary=SAID))
    (words,) = [words for words in words_of(start(page, editor)) if words.french == SAID]
    return words.english, words.state


def test_what_readers_can_read_is_offered(other, editor):
    assert offered(editor) == ("Everybody’s sentence.", PassageState.REMEMBERED)


def test_what_was_written_since_is_not(other, editor):
    say(other, editor, {SAID: "Not yet said."})
    assert StringTranslation.objects.get(data="Not yet said.").updated_at <= timezone.now()
    assert offered(editor) == ("", PassageState.MISSING)


@pytest.mark.parametrize("above", [False, True])
def test_what_is_private_is_not(other, editor, above):
    page = other.get_target_instance()
    PageViewRestriction.objects.create(
        page=page.get_parent() if above else page, restriction_type=PageViewRestriction.LOGIN
    )
    assert offered(editor) == ("", PassageState.MISSING)
