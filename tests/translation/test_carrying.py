"""Which English stays with which French, however much of the French changes at once."""

import pytest
from wagtail_localize.models import StringTranslation

from tests.factories.moderation import edit, make_draft
from tests.factories.partners import make_member
from tests.factories.translation import publish, say, start, translation_of
from tests.standing import stands
from translation import carrying
from translation.carrying import Placed
from translation.editor.passages import words_of
from translation.enums import PassageState


def block(texts, *, context=1, first=0):
    return [
        Placed(context=context, field="body", string=first + index, words=words) for index, words in enumerate(texts)
    ]


def texts(number, word):
    return [f"{word} sur le sujet numéro {index}, qui compte." for index in range(number)]


@stands
def editor(crim):
    return make_member(crim)


@pytest.fixture
def compared(monkeypatch):
    """What is compared, pair by pair."""
    pairs = []
    likeness = carrying._likeness

    def counted(one, other, **options):
        pairs.append((one, other))
        return likeness(one, other, **options)

    monkeypatch.setattr(carrying, "_likeness", counted)
    return pairs


class TestManyAtOnce:
    def test_a_long_block_is_paired_in_order(self, compared):
        old, new = block(texts(200, "Phrase")), block(texts(201, "Réflexion"), first=1000)
        assert dict(carrying._counterparts(old, new)) == {index: index for index in range(200)}
        assert len(compared) <= 400

    def test_so_are_those_of_a_block_that_is_new(self, compared):
        old = block(texts(200, "Phrase"))
        new = block(texts(200, "Réflexion"), context=2, first=1000)
        assert dict(carrying._counterparts(old, new)) == {index: index for index in range(200)}
        assert len(compared) <= 400

    def test_but_not_with_what_says_something_else(self):
        old = block(texts(200, "Phrase"))
        new = block([f"Tout autre chose : {index * 7919}" for index in range(200)], context=2, first=1000)
        assert dict(carrying._counterparts(old, new)) == {}

    def test_a_few_are_paired_with_those_that_are_most_alike(self):
        old = block(["Le pont est rouge.", "La tour penche beaucoup."])
        new = block(["Une idée toute neuve.", "Le pont est vert.", "La tour penche un peu."], first=1000)
        assert dict(carrying._counterparts(old, new)) == {1: 0, 2: 1}


class TestErrors:
    def body(self, **blocks):
        return [{"type": "text", "id": name, "value": f"<p>{words}</p>"} for name, words in blocks.items()]

    def states(self, page):
        return {(w.french, w.state, w.english) for w in words_of(translation_of(page)) if w.path.startswith("body.")}

    @pytest.fixture
    def page(self, editor):
        partner = editor.memberships.get().partner
        draft = make_draft(partner, editor, title="Le fil", slug="le-fil", body=self.body(b1="Un.", b2="Deux."))
        page = publish(draft)
        say(start(page, editor), editor)
        return page

    def test_what_was_in_error_still_is_once_it_has_moved(self, page, editor):
        made = StringTranslation.objects.filter(translation_of__data="Un.")
        made.update(has_error=True, field_error="Trop long.")
        publish(edit(page, editor, body=self.body(b3="Un.", b2="Deux, corrigé.")))
        assert self.states(page) == {
            ("Un.", PassageState.ERROR, "EN Un."),
            ("Deux, corrigé.", PassageState.CARRIED, "EN Deux."),
        }
        assert set(made.values_list("has_error", "field_error")) == {(True, "Trop long.")}

    def test_what_can_be_taken_goes_before_it(self, page, editor):
        publish(edit(page, editor, body=self.body(b1="Un.", b2="Un.")))
        wrong = StringTranslation.objects.get(translation_of__data="Un.", context__path="body.b2")
        wrong.data, wrong.has_error = "Wrong", True
        wrong.save()
        publish(edit(page, editor, body=self.body(b3="Un.")))
        assert self.states(page) == {("Un.", PassageState.DONE, "EN Un.")}
