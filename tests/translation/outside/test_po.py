"""Translation outside the portal: what leaves comes back the same, and nothing that is wrong changes anything."""

import polib
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from core.refusals import Refused
from partners.workflow.changes import authors_of
from tests.factories.accounts import make_administrator
from tests.factories.moderation import as_stored, edit, make_draft
from tests.factories.partners import make_member, make_working_partner
from tests.factories.translation import english, publish, say, start, translation_of
from tests.standing import stands
from translation.editor.passages import unfinished, words_of
from translation.enums import PassageState
from translation.models import CarriedPassage
from translation.outside import po

BODY = [
    (
        "text",
        (
            '<p>Voir <a href="https://exemple.example/?a=1&amp;b=2">le site</a> et <b>lire</b>.</p>'
            '<p>R&amp;D, « guillemets », \\ et "droits".</p><p>Deux fois.</p><p>Deux fois.</p>'
        ),
    )
]
LINKED = 'Voir <a id="a1">le site</a> et <b>lire</b>.'
PLAIN = 'R&amp;D, « guillemets », \\ et "droits".'


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@stands
def editor(crim):
    return make_member(crim)


@stands
def page(editor):
    partner = editor.memberships.get().partner
    return publish(make_draft(partner, editor, title="Le fil", slug="le-fil", summary="Un résumé.", body=BODY))


def sister(page):
    return Page.objects.get(translation_key=page.translation_key, locale=english()).specific


def file_of(translation):
    """The file as a translator's tool reads it."""
    return polib.pofile(po.file_of(translation, now=timezone.now()))


def entry(file, french):
    (found,) = [item for item in file if item.msgid == french]
    return found


def translated(file, **words):
    """The file with every entry translated as “EN <French>”, but for those whose French is given."""
    for item in file:
        item.msgstr = words.get(item.msgid) or ("en-le-fil" if item.msgctxt == "slug" else f"EN {item.msgid}")
        item.flags = []
    return file


def bytes_of(file):
    return str(file).encode()


def everything():
    """All that an upload could change."""
    columns = ("pk", "translation_of", "context", "data", "translation_type", "tool_name", "last_translated_by")
    return (
        list(StringTranslation.objects.order_by("pk").values_list(*columns, "has_error", "field_error", "updated_at")),
        list(CarriedPassage.objects.order_by("pk").values_list("pk", "previous")),
        list(Page.objects.order_by("pk").values_list("pk", "title", "draft_title", "latest_revision")),
    )


class TestRoundTrip:
    def test_comes_back_as_it_was_translated(self, page, editor):
        started = start(page, editor)
        file = translated(file_of(started))
        taken = po.take(started, bytes_of(file), user=editor)
        assert taken == po.Taken(len(file))
        assert {(w.path, w.french): w.english for w in words_of(started)} == {
            (item.msgctxt, item.msgid): item.msgstr for item in file
        }
        assert unfinished(started) == []
        made = StringTranslation.objects.filter(context__object=page.translation_key)
        assert set(made.values_list("translation_type", "last_translated_by")) == {("manual", editor.pk)}

    def test_whoever_takes_a_mark_away_answers_for_the_words(self, page, editor):
        started = start(page, editor)
        po.take(started, bytes_of(translated(file_of(started))), user=editor)
        StringTranslation.objects.filter(context__object=page.translation_key).update(translation_type="machine")
        other = make_administrator()
        file = file_of(started)
        for item in file:
            item.flags = []
        assert po.take(started, bytes_of(file), user=other) == po.Taken(len(file))
        assert authors_of([sister(page)]) == {editor.pk, other.pk}

    def test_the_published_page_has_it_with_its_markup(self, page, editor):
        started = start(page, editor)
        file = translated(file_of(started), **{LINKED: '<b>Read</b> and <a id="a1">see the site</a>.'})
        po.take(started, bytes_of(file), user=editor)
        made = publish(sister(page))
        assert (made.title, made.slug, made.summary) == ("EN Le fil", "en-le-fil", "EN Un résumé.")
        assert made.body[0].value.source == (
            '<p><b>Read</b> and <a href="https://exemple.example/?a=1&amp;b=2">see the site</a>.</p>'
            '<p>EN R&amp;D, « guillemets », \\ et "droits".</p><p>EN Deux fois.</p><p>EN Deux fois.</p>'
        )

    def test_the_file_that_leaves_again_says_the_same(self, page, editor):
        started = start(page, editor)
        file = translated(file_of(started))
        po.take(started, bytes_of(file), user=editor)
        again = file_of(started)
        assert [(i.msgctxt, i.msgid, i.msgstr, i.flags) for i in again] == [
            (i.msgctxt, i.msgid, i.msgstr, []) for i in file
        ]
        before = everything()
        assert po.take(started, bytes_of(again), user=make_administrator()) == po.Taken(0)
        assert everything() == before

    def test_every_character_survives(self, page, editor):
        words = 'Line\u2028two, NEL-free\ttab \\n \\t “quotes” "straight" \u00a0\u202f 🎉 percent % {brace} #~ msgid'
        started = start(page, editor)
        po.take(started, bytes_of(translated(file_of(started), **{"Un résumé.": words})), user=editor)
        assert {w.french: w.english for w in words_of(started)}["Un résumé."] == words
        assert entry(file_of_tool(started), "Un résumé.").msgstr == words

    def test_windows_line_ends_and_mark_are_taken(self, page, editor):
        started = start(page, editor)
        content = b"\xef\xbb\xbf" + bytes_of(translated(file_of(started))).replace(b"\n", b"\r\n")
        po.take(started, content, user=editor)
        assert unfinished(started) == []

    def test_is_one_revision(self, page, editor):
        started = start(page, editor)
        before = sister(page).revisions.count()
        po.take(started, bytes_of(translated(file_of(started))), user=editor)
        assert sister(page).revisions.count() == before + 1
        assert sister(page).latest_revision.user == editor


def file_of_tool(translation):
    """The file read from a disk, where only line feeds end a line."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.po"
        path.write_text(po.file_of(translation, now=timezone.now()), encoding="utf-8")
        return polib.pofile(str(path))


@stands
def both(page, editor):
    say(start(page, editor), editor)
    publish(sister(page))
    return page


class TestMarks:
    def test_what_is_missing_is_empty(self, page, editor):
        started = start(page, editor)
        assert {(item.msgstr, tuple(item.flags)) for item in file_of(started)} == {("", ())}

    def test_what_is_carried_is_fuzzy_with_its_earlier_french(self, both, editor):
        publish(edit(both, editor, summary="Un autre résumé."))
        found = entry(file_of(translation_of(both)), "Un autre résumé.")
        assert (found.msgstr, found.flags, found.previous_msgid) == ("EN Un résumé.", ["fuzzy"], "Un résumé.")
        assert str(PassageState.CARRIED.label) in found.comment

    def test_what_a_machine_wrote_is_fuzzy(self, both):
        StringTranslation.objects.filter(context__path="title").update(translation_type="machine")
        found = entry(file_of(translation_of(both)), "Le fil")
        assert (found.flags, found.previous_msgid) == (["fuzzy"], None)
        assert "#|" not in po.file_of(translation_of(both), now=timezone.now())
        assert str(PassageState.MACHINE.label) in found.comment

    def test_what_comes_back_fuzzy_or_empty_is_left(self, both, editor):
        publish(edit(both, editor, summary="Un autre résumé."))
        started = translation_of(both)
        file = file_of(started)
        entry(file, "Un autre résumé.").msgstr = "Another summary."
        entry(file, "Le fil").msgstr = ""
        before = everything()
        assert po.take(started, bytes_of(file), user=editor) == po.Taken(0)
        assert everything() == before

    def test_without_its_mark_it_is_finished_as_it_is(self, both, editor):
        publish(edit(both, editor, summary="Un autre résumé."))
        started = translation_of(both)
        file = file_of(started)
        entry(file, "Un autre résumé.").flags = []
        assert po.take(started, bytes_of(file), user=editor) == po.Taken(1)
        assert (unfinished(started), CarriedPassage.objects.count()) == ([], 0)

    def test_an_error_is_mended(self, both, editor):
        StringTranslation.objects.filter(context__path="title").update(has_error=True, field_error="Trop long.")
        started = translation_of(both)
        file = file_of(started)
        assert entry(file, "Le fil").flags == ["fuzzy"]
        entry(file, "Le fil").msgstr, entry(file, "Le fil").flags = "The thread", []
        po.take(started, bytes_of(file), user=editor)
        assert unfinished(started) == []

    def test_what_the_translator_did_not_touch_undoes_nothing(self, both, editor):
        started = translation_of(both)
        file = file_of(started)
        say(started, editor, {"Le fil": "The thread, mended here"})
        entry(file, "Un résumé.").msgstr = "A summary, mended there"
        assert po.take(started, bytes_of(file), user=editor) == po.Taken(1)
        said = {w.french: w.english for w in words_of(started)}
        assert (said["Le fil"], said["Un résumé."]) == ("The thread, mended here", "A summary, mended there")

    def test_what_both_changed_stays_as_the_portal_has_it(self, both, editor):
        started = translation_of(both)
        file = file_of(started)
        say(started, editor, {"Le fil": "The thread, mended here"})
        entry(file, "Le fil").msgstr = "The thread, mended there"
        taken = po.take(started, bytes_of(file), user=editor)
        assert (taken.count, [w.english for w in taken.kept]) == (0, ["The thread, mended here"])
        assert sister(both).get_latest_revision_as_object().title == "The thread, mended here"

    def test_a_tool_that_drops_comments_still_serves(self, both, editor):
        started = translation_of(both)
        file = file_of(started)
        for item in file:
            item.comment = ""
        entry(file, "Le fil").msgstr = "The thread"
        assert po.take(started, bytes_of(file), user=editor) == po.Taken(1)


HOSTILE = [
    ("Le fil", "<script>alert(1)</script>"),
    ("Le fil", "<b>The thread</b>"),
    ("Un résumé.", "A <img src=x onerror=alert(1)> summary"),
    ("Un résumé.", "A \x07 summary"),
    (LINKED, 'See <a id="a1" onclick="alert(1)">the site</a>'),
    (LINKED, 'See <a id="a1" style="color:red">the site</a>'),
    (LINKED, 'See <a href="javascript:alert(1)">the site</a>'),
    (LINKED, 'See <a id="a2">the site</a>'),
    (LINKED, "See the site, and read."),
    (LINKED, 'See <a id="a1">the site and <b>read</b>.'),
    (PLAIN, "R&D <iframe src=//evil.example></iframe>"),
]


@stands
def half(page, editor):
    """A page of which one half is translated, and a file with everything."""
    started = start(page, editor)
    say(started, editor, {"Le fil": "The thread"})
    return started


class TestRefused:
    def refuse(self, started, content, editor, *names):
        before = everything()
        with pytest.raises(Refused) as refused:
            po.take(started, content, user=editor)
        assert everything() == before
        for name in names:
            assert name in str(refused.value)
        return refused.value.reasons

    @pytest.mark.parametrize(("french", "words"), HOSTILE)
    def test_markup_that_the_french_does_not_bear_out(self, half, editor, french, words):
        file = translated(file_of(half))
        entry(file, french).msgstr = words
        (reason,) = self.refuse(half, bytes_of(file), editor)
        assert reason.startswith("“" + french.split("<")[0].replace("&amp;", "&")[:5])

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"Bonjour",
            b"/etc/passwd",
            b'msgid "Le fil"\nmsgstr "The thread\n',
            b"msgid Le fil\nmsgstr The thread\n",
            b'msgstr[a] "x"\n',
            b'"X-WagtailLocalize-TranslationID: 1\\n"\n',
            b"<html><body>Portal</body></html>",
            b'{"a": 1}',
            b"\x00\x01\x02",
            b"#~ msgid\n#| x\nmsgctxt\n",
            b'msgid ""\nmsgstr ""\n',
        ],
    )
    def test_what_is_no_po_file(self, half, editor, content):
        self.refuse(half, content, editor, "This is not a PO file")

    @pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", 'msgid "é"'.encode("latin-1"), "é".encode("utf-16")])
    def test_what_is_not_in_utf_8(self, half, editor, content):
        self.refuse(half, content, editor, "UTF-8")

    def test_what_is_too_large(self, half, editor):
        content = bytes_of(translated(file_of(half)))
        padding = b"# " + b"x" * (po.LARGEST - len(content) - 3) + b"\n"
        self.refuse(half, padding + content + b"\n", editor, "too large")
        po.take(half, padding + content, user=editor)

    def test_another_page_s(self, half, editor):
        partner = editor.memberships.get().partner
        other = start(publish(make_draft(partner, editor, title="Le fil", slug="autre")), editor)
        self.refuse(half, bytes_of(translated(file_of(other))), editor, "another page")

    def test_one_without_a_page(self, half, editor):
        file = translated(file_of(half))
        del file.metadata[po.MARK]
        self.refuse(half, bytes_of(file), editor, "another page")

    def test_french_that_has_changed_since(self, page, half, editor):
        file = translated(file_of(half))
        publish(edit(page, editor, summary="Un autre résumé."))
        (reason,) = self.refuse(translation_of(page), bytes_of(file), editor, "Un résumé.")
        assert "Download the file again" in reason

    def test_a_passage_at_another_place(self, half, editor):
        file = translated(file_of(half))
        entry(file, "Un résumé.").msgctxt = "title"
        self.refuse(half, bytes_of(file), editor, "Un résumé.")

    def test_a_passage_twice(self, half, editor):
        file = translated(file_of(half))
        file.append(polib.POEntry(msgctxt="title", msgid="Le fil", msgstr="Other words"))
        self.refuse(half, bytes_of(file), editor, "Le fil", "twice")

    def test_a_character_that_no_database_takes(self, half, editor):
        file = translated(file_of(half), **{"Le fil": "The\x00thread"})
        (reason,) = self.refuse(half, bytes_of(file), editor, "Le fil")
        assert "U+0000" in reason

    def test_what_the_page_does_not_take(self, half, editor):
        file = translated(file_of(half), **{"Le fil": "long " * 100})
        self.refuse(half, bytes_of(file), editor, "Le fil")

    def test_every_problem_is_named(self, half, editor):
        file = translated(file_of(half), **{"Le fil": "<b>x</b>", "Un résumé.": "<i>x</i>"})
        reasons = self.refuse(half, bytes_of(file), editor)
        assert [reason.split(":")[0] for reason in reasons] == ["“Le fil”", "“Un résumé.”"]

    def test_but_not_a_hundred(self, half, editor):
        file = translated(file_of(half))
        file.extend(polib.POEntry(msgctxt="title", msgid=f"Inconnu {n}", msgstr="x") for n in range(30))
        reasons = self.refuse(half, bytes_of(file), editor)
        assert (len(reasons), reasons[-1]) == (po.SHOWN + 1, "And 20 more passages.")

    def test_from_another_partner(self, half):
        stranger = make_member(make_working_partner("Autre"))
        before = everything()
        with pytest.raises(PermissionDenied):
            po.take(half, bytes_of(translated(file_of(half))), user=stranger)
        assert everything() == before

    def test_while_the_page_is_locked(self, page, half, editor):
        Page.objects.filter(pk=sister(page).pk).update(locked=True)
        self.refuse(half, bytes_of(translated(file_of(half))), editor)


class TestViews:
    def address(self, name, translation):
        return reverse(f"wagtail_localize:{name}_pofile", args=[translation.pk])

    def send(self, client, started, content):
        upload = SimpleUploadedFile("file.po", content, "text/x-gettext-translation")
        return client.post(self.address("upload", started), {"file": upload}, follow=True)

    def said(self, response):
        return [str(message).strip() for message in response.context["messages"]]

    def test_there_and_back(self, client, page, editor):
        started = start(page, editor)
        client.force_login(editor)
        response = client.get(self.address("download", started))
        assert response["Content-Type"] == "text/x-gettext-translation; charset=utf-8"
        assert response["Content-Disposition"] == 'attachment; filename="le-fil-en.po"'
        file = translated(polib.pofile(response.content.decode()))
        response = self.send(client, started, bytes_of(file))
        assert response.redirect_chain[0][0] == reverse("wagtailadmin_pages:edit", args=[sister(page).pk])
        # In either language.
        assert [message.split()[0] for message in self.said(response)] == [str(len(file))]
        assert unfinished(started) == []

    def test_what_is_refused_is_said_and_escaped(self, client, page, editor):
        started = start(page, editor)
        client.force_login(editor)
        file = translated(file_of(started))
        file.append(polib.POEntry(msgctxt="title", msgid="<script>alert(1)</script>x", msgstr="x"))
        before = everything()
        response = self.send(client, started, bytes_of(file))
        assert everything() == before
        assert len(self.said(response)) == 2
        assert b"<script>alert(1)" not in response.content

    def test_without_a_file(self, client, page, editor):
        started = start(page, editor)
        client.force_login(editor)
        response = client.post(self.address("upload", started), follow=True)
        assert len(self.said(response)) == 1

    def test_another_partner_reads_and_writes_nothing(self, client, page, editor):
        started = start(page, editor)
        content = bytes_of(translated(file_of(started)))
        client.force_login(make_member(make_working_partner("Autre"), "lead"))
        before = everything()
        response = client.get(self.address("download", started))
        assert response.status_code in {302, 403, 404}
        self.send(client, started, content)
        assert everything() == before

    def test_methods(self, client, page, editor):
        started = start(page, editor)
        client.force_login(editor)
        assert client.post(self.address("download", started)).status_code == 405
        assert client.get(self.address("upload", started)).status_code == 405

    def test_a_page_that_is_gone(self, client, page, editor):
        started = start(page, editor)
        client.force_login(make_administrator())
        as_stored(sister(page)).delete()
        assert client.get(self.address("download", started)).status_code in {302, 403, 404}
