"""What a machine wrote, or the portal kept, is finished once a person accepts it."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from core.refusals import Refused
from partners.workflow.changes import authors_of
from tests.factories.moderation import approve, as_stored, edit, make_draft, step_of, submit
from tests.factories.partners import make_communications, make_member, make_translator, make_working_partner
from tests.factories.translation import english, publish, say, start, translation_of
from tests.standing import stands
from translation.editor import drafts, saving
from translation.editor.accepting import accept, accept_all, by_machine, fingerprint
from translation.editor.passages import unfinished, words_of
from translation.enums import PassageState
from translation.models import CarriedPassage, TranslatedRevision


@stands
def editor(crim):
    return make_member(crim)


@stands
def people(tree):
    """Two who may approve."""
    return make_communications(), make_communications()


@stands
def page(editor):
    partner = editor.memberships.get().partner
    return publish(make_draft(partner, editor, title="Le fil", slug="le-fil", summary="Un résumé."))


def sister(page):
    return Page.objects.get(translation_key=page.translation_key, locale=english()).specific


def by_a_machine(translation):
    """Let everything be a machine's."""
    StringTranslation.objects.filter(context__object=translation.source.object_id).update(
        translation_type="machine", tool_name="DeepL"
    )


def rows():
    columns = ("context__path", "data", "translation_type", "tool_name", "last_translated_by", "carried")
    return list(StringTranslation.objects.order_by("pk").values_list(*columns))


@stands
def machine(page, editor):
    translation = start(page, editor)
    say(translation, editor)
    by_a_machine(translation)
    return translation


class TestOne:
    def test_a_machine_passage_becomes_a_person_s(self, machine, editor):
        left = len(unfinished(machine))
        accept(machine, context_path="title", french="Le fil", user=editor)
        made = StringTranslation.objects.get(context__path="title", translation_of__data="Le fil")
        assert (made.data, made.translation_type, made.tool_name, made.last_translated_by) == (
            "EN Le fil",
            "manual",
            "",
            editor,
        )
        assert len(unfinished(machine)) == left - 1

    def test_a_carried_passage_is_reviewed(self, page, editor):
        say(start(page, editor), editor)
        publish(sister(page))
        publish(edit(page, editor, summary="Un autre résumé."))
        translation = translation_of(page)
        accept(translation, context_path="summary", french="Un autre résumé.", user=editor)
        version = translation.source.versions.get(is_current=True)
        assert unfinished(translation) == []
        assert CarriedPassage.objects.count() == 0
        # The words have changed: readers' English is made of earlier ones.
        assert TranslatedRevision.objects.get(revision=sister(page).latest_revision).version == version

    def test_again_changes_nothing(self, machine, editor):
        accept(machine, context_path="title", french="Le fil", user=editor)
        before = rows()
        accept(machine, context_path="title", french="Le fil", user=make_translator())
        assert rows() == before

    def test_french_that_has_changed_is_refused(self, machine, editor):
        before = rows()
        with pytest.raises(Refused, match=r"français a changé|French has changed"):
            accept(machine, context_path="title", french="Le filet", user=editor)
        assert rows() == before

    def test_what_is_missing_is_refused(self, page, editor):
        translation = start(page, editor)
        with pytest.raises(Refused, match="Le fil"):
            accept(translation, context_path="title", french="Le fil", user=editor)

    def test_a_link_that_the_french_has_gained_is_asked_for(self, page, editor):
        say(start(page, editor), editor)
        linked = '<p>Un premier <a href="https://exemple.example">paragraphe</a>.</p>'
        publish(edit(page, editor, body=[("text", linked)]))
        translation = translation_of(page)
        (left,) = [words for words in unfinished(translation) if words.path.startswith("body")]
        before = rows()
        with pytest.raises(Refused, match='<a id="a1">'):
            accept(translation, context_path=left.path, french=left.french, user=editor)
        assert (left.state, rows()) == (PassageState.CARRIED, before)

    def test_by_another_partner_is_refused(self, machine):
        stranger = make_member(make_working_partner("Autre"))
        before = rows()
        with pytest.raises(PermissionDenied):
            accept(machine, context_path="title", french="Le fil", user=stranger)
        assert rows() == before

    def test_a_locked_page_is_left(self, page, machine, editor):
        Page.objects.filter(pk=sister(page).pk).update(locked=True)
        before = rows()
        with pytest.raises(Refused):
            accept(machine, context_path="title", french="Le fil", user=editor)
        assert rows() == before


class TestAll:
    def test_finishes_what_was_shown(self, machine, editor):
        found = by_machine(machine)
        assert accept_all(machine, user=editor, shown=fingerprint(found)) == len(found)
        assert unfinished(machine) == []
        assert {words.state for words in words_of(machine)} == {PassageState.DONE}

    def test_not_what_came_later(self, machine, editor):
        shown = fingerprint(by_machine(machine)[:-1])
        before = rows()
        with pytest.raises(Refused):
            accept_all(machine, user=editor, shown=shown)
        assert rows() == before

    def test_leaves_what_is_carried(self, page, editor):
        say(start(page, editor), editor)
        publish(edit(page, editor, summary="Un autre résumé."))
        translation = translation_of(page)
        StringTranslation.objects.filter(context__path="title").update(translation_type="machine")
        assert accept_all(translation, user=editor, shown=fingerprint(by_machine(translation))) == 1
        assert [words.state for words in unfinished(translation)] == [PassageState.CARRIED]

    def test_of_nothing_writes_nothing(self, page, editor):
        translation = start(page, editor)
        latest = as_stored(sister(page)).latest_revision_id
        assert accept_all(translation, user=editor, shown=fingerprint([])) == 0
        assert as_stored(sister(page)).latest_revision_id == latest


class TestFourEyes:
    """Whoever accepts words answers for them, as if they had written them: another person approves."""

    def finish(self, translation, user):
        accept_all(translation, user=user, shown=fingerprint(by_machine(translation)))

    def guard(self, page, one, other):
        """The one does not approve, the other does."""
        with pytest.raises(Refused):
            approve(page, one)
        assert approve(page, other).live

    def test_whoever_accepted_all_does_not_approve(self, page, machine, editor, people):
        one, other = people
        version = machine.source.versions.get(is_current=True)
        self.finish(machine, one)
        made = sister(page)
        assert authors_of([made]) == {editor.pk, one.pk}
        assert TranslatedRevision.objects.get(revision=made.latest_revision).version == version
        self.guard(submit(made, one), one, other)

    def test_nor_after_a_change_that_was_taken_back(self, page, machine, people):
        one, other = people
        self.finish(machine, one)
        segment = machine.source.stringsegment_set.get(context__path="summary")
        for words in ("Other words.", "EN Un résumé."):
            saving.say(machine, segment, words, user=one)
        self.guard(submit(sister(page), one), one, other)

    def test_each_who_accepts_counts_once(self, page, machine, editor, people):
        one, other = people
        first, second, third, *_ = by_machine(machine)
        for words, user in ((first, one), (second, other), (third, one)):
            accept(machine, context_path=words.path, french=words.french, user=user)
        made = sister(page)
        assert authors_of([made]) == {editor.pk, one.pk, other.pk}
        assert made.revisions.filter(user__in=people).count() == 2

    def test_nor_whoever_types_the_same_words(self, page, machine, editor, people):
        one, _ = people
        segment = machine.source.stringsegment_set.get(context__path="summary")
        for _ in range(2):
            saving.say(machine, segment, "EN Un résumé.", user=one)
        assert authors_of([sister(page)]) == {editor.pk, one.pk}
        saving.say(machine, segment, "EN Un résumé.", user=make_translator())
        assert authors_of([sister(page)]) == {editor.pk, one.pk}

    def test_only_one_s_own_approval_is_taken_back(self, page, editor, people):
        """The French may move on while the English waits: what was kept is then accepted as it is."""
        lead = make_member(editor.memberships.get().partner, "lead")
        translation = start(page, editor)
        say(translation, editor)
        made = approve(submit(sister(page), editor), lead)
        (approval,) = made.current_workflow_state.task_states.filter(status="approved")
        drafts.answer_for(translation, user=people[0])
        made = sister(page)
        approval.refresh_from_db()
        assert (approval.status, step_of(made).revision) == ("approved", made.latest_revision)
        drafts.answer_for(translation, user=lead)
        approval.refresh_from_db()
        assert approval.status == "cancelled"

    def test_what_readers_have_already_waits_for_nobody(self, page, editor, people):
        one, _ = people
        say(start(page, editor), editor)
        live = publish(sister(page)).live_revision
        publish(edit(page, editor, summary="Un autre résumé."))
        translation = translation_of(page)
        accept(translation, context_path="summary", french="Un autre résumé.", user=one)
        assert (sister(page).latest_revision, authors_of([sister(page)])) == (live, set())
