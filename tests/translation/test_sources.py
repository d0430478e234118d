"""What translators work from, what becomes of their words when the French changes, and how far behind readers are."""

import pytest
from wagtail.models import Page

from core.refusals import Refused
from tests.factories.accounts import make_administrator
from tests.factories.moderation import as_stored, edit, make_draft, submit
from tests.factories.pages import make_event, make_session
from tests.factories.partners import make_communications, make_member
from tests.factories.translation import english, publish, say, start, translation_of
from tests.standing import stands
from translation.editor.passages import unfinished, words_of
from translation.enums import PassageState, State
from translation.matrix.states import standing_of, state_of


@stands
def editor(crim):
    return make_member(crim)


@stands
def page(editor):
    partner = editor.memberships.get().partner
    return publish(make_draft(partner, editor, title="Le fil", slug="le-fil", summary="Un résumé."))


def sister(page):
    return Page.objects.get(translation_key=page.translation_key, locale=english()).specific


def body(*paragraphs, ids=None):
    """A body of one text block, or of one for each identifier."""
    if ids is None:
        ids = {"b1": paragraphs}
    return [
        {"type": "text", "id": block, "value": "".join(f"<p>{words}</p>" for words in content)}
        for block, content in ids.items()
    ]


class TestStart:
    def test_makes_a_draft_that_readers_do_not_see(self, page, editor):
        translation = start(page, editor)
        made = sister(page)
        assert (made.live, made.title, state_of(made)) == (False, "Le fil", State.TRANSLATING)
        assert {words.path for words in unfinished(translation)} >= {"title", "slug", "summary"}

    def test_nobody_is_its_author_yet(self, page, editor):
        from partners.workflow.changes import authors_of

        start(page, editor)
        assert authors_of([sister(page)]) == set()

    def test_again_changes_nothing(self, page, editor):
        start(page, editor)
        say(translation_of(page), editor, {"Le fil": "The thread"})
        start(page, editor)
        assert sister(page).get_latest_revision_as_object().title == "The thread"

    def test_starts_a_session_with_its_event(self, tree):
        event = make_event(tree.fr.home, title="L’événement", live=False)
        event.save_revision()
        session = make_session(event, live=False, title="La séance")
        session.save_revision()
        made = start(session, make_administrator())
        assert made.source.object_repr == "La séance"
        assert not sister(event).live

    def test_below_a_page_without_english_is_refused_by_name(self, tree):
        from tests.factories.pages import make_project

        hub = make_project(tree.fr.projects, title="Le chantier")
        child = make_project(hub, title="La suite")
        child.save_revision()
        with pytest.raises(Refused, match="Le chantier"):
            start(child, make_administrator())


class TestBeforeTheFirstPublication:
    @pytest.fixture
    def draft(self, editor):
        return make_draft(editor.memberships.get().partner, editor, title="Le fil", summary="Un résumé.")

    def test_translators_work_from_the_draft(self, draft, editor):
        page = edit(draft, editor, title="Le fil d’Ariane")
        translation = start(page, editor)
        assert [words.french for words in words_of(translation) if words.path == "title"] == ["Le fil d’Ariane"]

    def test_then_from_what_is_submitted(self, draft, editor):
        translation = start(draft, editor)
        say(translation, editor)
        page = edit(draft, editor, summary="Un autre résumé.")
        assert unfinished(translation) == []
        make_communications()
        submit(page, editor)
        (left,) = unfinished(translation_of(page))
        assert (left.french, left.english) == ("Un autre résumé.", "EN Un résumé.")

    def test_asking_again_carries_the_words(self, draft, editor):
        say(start(draft, editor), editor)
        page = edit(draft, editor, summary="Un autre résumé.")
        (left,) = unfinished(start(page, editor))
        assert (left.french, left.english) == ("Un autre résumé.", "EN Un résumé.")


class TestDraft:
    def test_a_live_page_is_left_alone(self, page, editor):
        say(start(page, editor), editor)
        made = publish(sister(page))
        assert (made.title, made.slug) == ("EN Le fil", "en-le-fil")
        say(translation_of(page), editor, {"Le fil": "The thread"})
        live = as_stored(made)
        assert (live.title, live.has_unpublished_changes) == ("EN Le fil", True)
        assert live.get_latest_revision_as_object().title == "The thread"


@stands
def both(page, editor):
    say(start(page, editor), editor)
    publish(sister(page))
    return page


class TestBehind:
    def test_current_once_published(self, both):
        assert (state_of(sister(both)), standing_of(sister(both)).behind) == (State.CURRENT, 0)

    def test_behind_by_what_changed(self, both, editor):
        publish(edit(both, editor, summary="Un autre résumé."))
        made = sister(both)
        assert (state_of(made), standing_of(made).behind, made.summary) == (State.BEHIND, 1, "EN Un résumé.")

    def test_the_english_is_kept_to_be_reviewed(self, both, editor):
        publish(edit(both, editor, summary="Un autre résumé."))
        (left,) = unfinished(translation_of(both))
        assert (left.state, left.english, left.previous) == (PassageState.CARRIED, "EN Un résumé.", "Un résumé.")

    def test_current_again(self, both, editor):
        publish(edit(both, editor, summary="Un autre résumé."))
        say(translation_of(both), editor)
        publish(sister(both))
        made = sister(both)
        assert (made.summary, state_of(made)) == ("EN Un autre résumé.", State.CURRENT)

    def test_french_that_comes_back_is_current(self, both, editor):
        publish(edit(both, editor, summary="Un autre résumé."))
        publish(edit(both, editor, summary="Un résumé."))
        assert state_of(sister(both)) == State.CURRENT

    def test_facts_count_as_one(self, both, editor):
        publish(edit(both, editor, article_kind="entrevue"))
        assert standing_of(sister(both)).behind == 1

    def test_a_removed_passage_counts(self, both, editor):
        publish(edit(both, editor, body=body("Un.", "Deux.")))
        say(translation_of(both), editor)
        publish(sister(both))
        publish(edit(both, editor, body=body("Un.")))
        assert standing_of(sister(both)).behind == 1

    def test_a_passage_that_moves_counts_once_at_most(self, both, editor):
        publish(edit(both, editor, body=body(ids={"b1": ["Un."], "b2": ["Deux."]})))
        say(translation_of(both), editor)
        publish(sister(both))
        publish(edit(both, editor, body=body(ids={"b2": ["Deux."], "b1": ["Un."]})))
        assert (standing_of(sister(both)).behind, unfinished(translation_of(both))) == (1, [])


EDITS = [
    ("changed", {"b1": ["Un, corrigé.", "Deux."], "b2": ["Trois.", "Quatre.", "Cinq."]}),
    ("added", {"b1": ["Un, corrigé.", "Deux.", "Deux et demi."], "b2": ["Trois.", "Quatre.", "Cinq."]}),
    ("split", {"b1": ["Un, corrigé.", "Deux.", "Deux et demi."], "b2": ["Trois."], "b3": ["Quatre.", "Cinq."]}),
    ("reordered", {"b3": ["Quatre.", "Cinq."], "b2": ["Trois."], "b1": ["Un, corrigé.", "Deux.", "Deux et demi."]}),
    ("removed", {"b3": ["Quatre.", "Cinq."], "b1": ["Un, corrigé.", "Deux.", "Deux et demi."]}),
    ("restored", {"b3": ["Quatre.", "Cinq."], "b2": ["Trois."], "b1": ["Un, corrigé.", "Deux.", "Deux et demi."]}),
    ("merged", {"b3": ["Trois.", "Quatre.", "Cinq."], "b1": ["Un, corrigé.", "Deux.", "Deux et demi."]}),
    ("reordered inside", {"b3": ["Cinq.", "Trois.", "Quatre."], "b1": ["Deux.", "Un, corrigé.", "Deux et demi."]}),
    ("renamed block", {"b9": ["Cinq.", "Trois.", "Quatre."], "b1": ["Deux.", "Un, corrigé.", "Deux et demi."]}),
    (
        "changed twice",
        {"b9": ["Cinq, enfin.", "Trois.", "Quatre."], "b1": ["Deux.", "Un, recorrigé.", "Deux et demi."]},
    ),
]


def test_english_wording_survives_ten_edits(page, editor):
    """What a person wrote is still there after each edit: as it is where the French is the same, else marked."""
    said = {"Un.": "Number one, by hand.", "Deux.": "Number two, by hand.", "Trois.": "Number three, by hand."}
    said |= {"Quatre.": "Number four, by hand.", "Cinq.": "Number five, by hand."}
    publish(edit(page, editor, body=body(ids={"b1": ["Un.", "Deux."], "b2": ["Trois.", "Quatre.", "Cinq."]})))
    translation = start(page, editor)
    say(translation, editor)
    say(translation, editor, said)
    publish(sister(page))
    expected = {
        **said,
        "Un, corrigé.": said["Un."],
        "Un, recorrigé.": said["Un."],
        "Cinq, enfin.": said["Cinq."],
    }
    for name, content in EDITS:
        publish(edit(as_stored(page), editor, body=body(ids=content)))
        texts = {w.french: w for w in words_of(translation_of(page)) if w.path.startswith("body.")}
        wanted = [words for block in content.values() for words in block]
        assert sorted(texts) == sorted(wanted), name
        for french in wanted:
            if french == "Deux et demi.":
                continue
            assert texts[french].english == expected[french], (name, french)
            changed = french not in said
            assert texts[french].state == (PassageState.CARRIED if changed else PassageState.DONE), (name, french)
    assert sister(page).body[0].value.source.count("by hand") == 2
