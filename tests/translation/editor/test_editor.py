"""The editor of a translated page: what is typed is kept, the draft follows, nobody works on another's."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail_localize.models import SegmentOverride, StringTranslation

from partners import moderation
from partners.guards import Refused, digest_of_page
from partners.workflow.changes import authors_of
from tests.factories.accounts import make_administrator
from tests.factories.core import make_image
from tests.factories.moderation import approve, as_stored, edit, make_draft, page_of, step_of
from tests.factories.pages import make_event, make_session
from tests.factories.partners import make_communications, make_member, make_translator, make_working_partner
from tests.factories.translation import english, publish, say, start, translation_of
from tests.standing import stands
from translation.editor.passages import unfinished, words_of
from translation.editor.progress import Situation
from translation.enums import PassageState, State
from translation.matrix.states import state_of

FORM = "multipart/form-data; boundary=xyz"


@stands
def crim(tree):
    make_communications()
    return make_working_partner("CRIM")


@stands
def editor(crim):
    return make_member(crim)


@stands
def french(crim, editor):
    return publish(make_draft(crim, editor, title="Le fil", slug="le-fil", summary="Un résumé."))


@stands
def translation(french, editor):
    return start(french, editor)


@pytest.fixture
def translator(client, crim):
    """A translator, logged in."""
    assert crim.is_active
    user = make_translator()
    client.force_login(user)
    return user


def sister(french):
    return as_stored(french.get_translation(english()))


def draft(french):
    return sister(french).get_latest_revision_as_object()


def segment(translation, path):
    return translation.source.stringsegment_set.get(context__path=path)


def put(client, translation, path, words):
    """Save a passage as the package's editor does."""
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment(translation, path).pk])
    body = f'--xyz\r\nContent-Disposition: form-data; name="value"\r\n\r\n{words}\r\n--xyz--\r\n'
    return client.put(address, body.encode(), content_type=FORM)


def state(translation, path):
    return next(words.state for words in words_of(translation) if words.path == path)


def english_of(translation, path):
    return next(words.english for words in words_of(translation) if words.path == path)


@pytest.mark.usefixtures("translator")
class TestPassages:
    def test_a_passage_is_kept_and_the_draft_follows(self, client, french, translation, translator):
        response = put(client, translation, "title", "The thread")
        assert (response.status_code, response.json()["data"], response.json()["error"]) == (200, "The thread", None)
        assert draft(french).title == "The thread"
        assert sister(french).draft_title == "The thread"
        assert authors_of([sister(french)]) == {translator.pk}

    def test_the_live_page_is_left_alone(self, client, french, translation, editor):
        say(translation, editor)
        live = publish(sister(french))
        put(client, translation, "title", "The thread")
        now = sister(french)
        assert (now.title, now.live_revision_id, now.has_unpublished_changes) == (
            live.title,
            live.live_revision_id,
            True,
        )

    def test_a_passage_is_taken_back(self, client, french, translation):
        put(client, translation, "title", "The thread")
        address = reverse(
            "wagtail_localize:edit_string_translation", args=[translation.pk, segment(translation, "title").pk]
        )
        assert client.delete(address).status_code == 200
        assert client.delete(address).status_code == 404
        assert (draft(french).title, state(translation, "title")) == ("Le fil", PassageState.MISSING)

    def test_what_the_page_refuses_stays_with_the_passage(self, client, french, translation):
        response = put(client, translation, "title", "X" * 300)
        assert (response.status_code, response.json()["data"]) == (200, "X" * 300)
        assert "255" in response.json()["error"]
        assert (state(translation, "title"), draft(french).title) == (PassageState.ERROR, "Le fil")
        # What else is translated is kept meanwhile; mended, it counts.
        put(client, translation, "summary", "A summary.")
        assert draft(french).summary == "A summary."
        assert put(client, translation, "title", "The thread").json()["error"] is None
        assert (draft(french).title, state(translation, "title")) == ("The thread", PassageState.DONE)

    @pytest.mark.parametrize("words", ["<script>alert(1)</script>", "<b>Broken", '<a id="a9">elsewhere</a>'])
    def test_markup_that_the_french_has_not_is_kept_out(self, client, french, translation, words):
        response = put(client, translation, "summary", words)
        assert (response.status_code, bool(response.json()["error"])) == (200, True)
        assert (draft(french).summary, state(translation, "summary")) == ("Un résumé.", PassageState.ERROR)

    def test_nothing_at_all_is_refused(self, client, translation):
        for words in ("", "   "):
            assert put(client, translation, "title", words).status_code == 404

    def test_a_character_that_no_database_takes_is_refused(self, client, translation):
        for path in ("title", "summary"):
            assert put(client, translation, path, "The\x00thread").status_code == 404
        assert not StringTranslation.objects.filter(context__object=translation.source.object_id).exists()

    def test_a_reviewed_passage_is_no_longer_to_be_reviewed(self, client, french, translation, editor):
        say(translation, editor)
        publish(sister(french))
        publish(edit(french, editor, summary="Un autre résumé."))
        page = client.get(reverse("wagtailadmin_pages:edit", args=[sister(french).pk])).content.decode()
        assert "Un résumé." in page
        assert (state(translation, "summary"), unfinished(translation)[0].previous) == (
            PassageState.CARRIED,
            "Un résumé.",
        )
        put(client, translation, "summary", "Another summary.")
        assert unfinished(translation) == []

    def test_the_editor_says_what_the_french_was(self, french, translation, editor):
        say(translation, editor)
        publish(sister(french))
        publish(edit(french, editor, summary="Un autre résumé."))
        made = StringTranslation.objects.get(carried__isnull=False)
        assert "Un résumé." in made.get_error()


@pytest.mark.usefixtures("translator")
class TestAddress:
    """The English address follows the English title until somebody writes another, or readers know it."""

    def test_it_is_suggested(self, client, french, translation):
        put(client, translation, "title", "The Golden Thread")
        assert (draft(french).slug, state(translation, "slug")) == ("the-golden-thread", PassageState.DONE)
        put(client, translation, "title", "The Thread")
        assert draft(french).slug == "the-thread"

    def test_a_person_s_own_is_kept(self, client, french, translation):
        put(client, translation, "slug", "my-own")
        put(client, translation, "title", "The Thread")
        assert draft(french).slug == "my-own"

    def test_that_of_a_live_page_is_kept(self, client, french, translation, editor):
        say(translation, editor)
        publish(sister(french))
        put(client, translation, "title", "The Thread")
        assert draft(french).slug == "en-le-fil"


class TestWhoMay:
    @pytest.fixture
    def other(self):
        return make_member(make_working_partner("Autre"), "lead")

    def test_another_partner_changes_nothing(self, client, translation, other):
        client.force_login(other)
        assert put(client, translation, "title", "Stolen").status_code == 403
        assert not StringTranslation.objects.filter(data="Stolen").exists()

    def test_nor_members_of_an_inactive_one(self, client, crim, editor, translation):
        crim.is_active = False
        crim.save()
        client.force_login(editor)
        assert put(client, translation, "title", "Too late").status_code in {302, 403}
        assert not StringTranslation.objects.filter(data="Too late").exists()

    def test_a_passage_of_another_page_is_not_reached_through_one_s_own(self, client, translation, other):
        client.force_login(other)
        partner = other.memberships.get().partner
        own = start(publish(make_draft(partner, other, title="À moi", slug="a-moi")), other)
        address = reverse("wagtail_localize:edit_string_translation", args=[own.pk, segment(translation, "title").pk])
        assert client.put(address, "value=Stolen", content_type="application/x-www-form-urlencoded").status_code == 404
        assert not StringTranslation.objects.filter(data="Stolen").exists()

    @pytest.mark.usefixtures("translator")
    def test_a_locked_page_is_left(self, client, french, translation):
        page = sister(french)
        page.locked, page.locked_by, page.locked_at = True, make_administrator(), timezone.now()
        page.save()
        response = put(client, translation, "title", "The thread")
        assert (response.status_code, bool(response.json()["error"])) == (200, True)
        assert not StringTranslation.objects.filter(data="The thread").exists()

    def test_the_draft_is_previewed_by_its_readers_only(self, client, translation, editor, other):
        address = reverse("wagtail_localize:preview_translation", args=[translation.pk])
        answers = {}
        for name, user in (("own", editor), ("translator", make_translator()), ("other", other)):
            client.force_login(user)
            response = client.get(address)
            answers[name] = (response.status_code, "Le fil" in response.content.decode())
        assert answers == {"own": (200, True), "translator": (200, True), "other": (302, False)}

    @pytest.mark.parametrize("view", ["submit", "panel", "accept", "accept_all"])
    def test_the_portal_s_own_addresses_ask_too(self, client, french, translation, other, view):
        args = {
            "submit": [sister(french).pk],
            "panel": [translation.pk],
            "accept": [translation.pk, segment(translation, "title").pk],
            "accept_all": [translation.pk],
        }[view]
        client.force_login(other)
        address = reverse(f"portal_translation:{view}", args=args)
        response = client.get(address) if view == "panel" else client.post(address, {"reread": "1"})
        assert (response.status_code, "Le fil" in response.content.decode()) == (302, False)
        assert sister(french).current_workflow_state is None


class TestImages:
    @pytest.fixture
    def french(self, crim, editor):
        image = make_image("La trame", collection=crim.collection)
        return publish(
            make_draft(crim, editor, title="Le fil", slug="le-fil", lead_image=image, lead_image_alt="Une trame")
        )

    def choose(self, client, translation, value):
        overridable = translation.source.overridablesegment_set.get(context__path="lead_image")
        address = reverse("wagtail_localize:edit_override", args=[translation.pk, overridable.pk])
        return client.put(address, f"value={value}", content_type="application/x-www-form-urlencoded")

    def test_another_image_of_one_s_own(self, client, crim, french, translation, editor):
        client.force_login(editor)
        own = make_image("The weft", collection=crim.collection)
        assert self.choose(client, translation, own.pk).status_code == 200
        assert draft(french).lead_image_id == own.pk
        overridable = translation.source.overridablesegment_set.get(context__path="lead_image")
        address = reverse("wagtail_localize:edit_override", args=[translation.pk, overridable.pk])
        assert client.delete(address).status_code == 200
        assert draft(french).lead_image_id == french.lead_image_id

    def test_another_partner_s_by_hand(self, client, french, translation, editor):
        theirs = make_image("Secret", collection=make_working_partner("Autre").collection)
        client.force_login(editor)
        for value in (theirs.pk, 999_999, "x", "-1", "1.5"):
            assert self.choose(client, translation, value).status_code in {403, 404}
        assert (SegmentOverride.objects.count(), draft(french).lead_image_id) == (0, french.lead_image_id)

    def test_one_that_is_deleted_since(self, client, crim, french, translation, editor):
        client.force_login(editor)
        own = make_image("The weft", collection=crim.collection)
        self.choose(client, translation, own.pk)
        own.delete()
        assert client.get(reverse("wagtailadmin_pages:edit", args=[sister(french).pk])).status_code == 200
        put(client, translation, "title", "The thread")
        assert (draft(french).lead_image_id, draft(french).title) == (None, "The thread")

    def test_facts_are_the_same_in_both_languages(self, crim, translation):
        partner = start(page_of(crim), make_administrator()) or translation
        paths = {row.context.path for row in partner.source.overridablesegment_set.all()}
        assert "partner" not in paths
        assert {row.context.path for row in translation.source.overridablesegment_set.all()} == {"lead_image"}

    def test_the_editor_shows_the_files_that_one_may_choose(self, client, french, editor):
        theirs = make_image("Secret", collection=make_working_partner("Autre").collection)
        client.force_login(editor)
        answers = [
            client.get(reverse("wagtailadmin_api:images:detail", args=[image.pk])).status_code
            for image in (french.lead_image, theirs)
        ]
        assert answers == [200, 302]


class TestLinks:
    def test_a_link_leads_to_no_script(self, client, crim, editor):
        event = make_event(page_of(crim), title="Rencontre", registration_url="https://exemple.example/")
        event.save_revision(user=editor)
        translation = start(publish(event), editor)
        overridable = translation.source.overridablesegment_set.get(context__path="registration_url")
        address = reverse("wagtail_localize:edit_override", args=[translation.pk, overridable.pk])
        client.force_login(editor)
        for value, problem in (("javascript:alert(1)", True), ("https://exemple.example/en", False)):
            response = client.put(address, f"value={value}", content_type="application/x-www-form-urlencoded")
            assert (response.status_code, bool(response.json()["error"])) == (200, problem)
        # No database takes this one.
        form = {"content_type": "application/x-www-form-urlencoded"}
        assert client.put(address, "value=https://exemple.example/%00", **form).status_code == 404
        assert [row.data for row in SegmentOverride.objects.all()] == ["https://exemple.example/en"]


@pytest.mark.usefixtures("translator")
class TestPanel:
    def open_editor(self, client, page):
        response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert response.status_code == 200
        return response.content.decode()

    def test_it_says_what_is_left(self, client, french, translation):
        total = len(words_of(translation))
        put(client, translation, "title", "The thread")
        # The address came with the title.
        bar = f'value="2" max="{total}"'
        assert bar in self.open_editor(client, sister(french))
        fragment = client.get(reverse("portal_translation:panel", args=[translation.pk])).content.decode()
        assert (bar in fragment, "Un résumé." in fragment) == (True, True)

    def test_carried_passages_are_accepted_one_by_one(self, client, french, translation, editor):
        say(translation, editor)
        publish(sister(french))
        publish(edit(french, editor, summary="Un autre résumé."))
        (left,) = unfinished(translation)
        address = reverse("portal_translation:accept", args=[translation.pk, segment(translation, left.path).pk])
        assert address in self.open_editor(client, sister(french))
        client.post(address)
        assert (unfinished(translation), sister(french).summary) == ([], "EN Un résumé.")

    def test_the_sessions_of_an_event_have_their_own_progress(self, client, crim, editor):
        event = make_event(page_of(crim), title="La rencontre", live=False)
        event.save_revision(user=editor)
        session = make_session(event, title="La séance", live=False)
        session.save_revision(user=editor)
        start(event, editor)
        client.force_login(editor)
        assert reverse("wagtailadmin_pages:edit", args=[sister(session).pk]) in self.open_editor(client, sister(event))
        say(translation_of(session), editor)
        total = len(words_of(translation_of(session)))
        (part,) = Situation(sister(event), editor).parts
        assert (part.page.pk, part.done, part.total) == (sister(session).pk, total, total)
        part = self.open_editor(client, sister(session))
        assert reverse("wagtailadmin_pages:edit", args=[sister(event).pk]) in part
        assert reverse("portal_translation:submit", args=[sister(session).pk]) not in part


class TestSubmitting:
    @pytest.fixture
    def ready(self, french, translation, editor):
        say(translation, editor)
        return sister(french)

    def submit(self, client, page):
        return client.post(reverse("portal_translation:submit", args=[page.pk]), follow=True)

    def test_what_is_left_is_named(self, client, french, translation, editor):
        client.force_login(editor)
        left = len(unfinished(translation))
        response = self.submit(client, sister(french))
        (message,) = response.context["messages"]
        assert str(message).count("<li>") == left
        assert "Un résumé." in str(message)
        assert sister(french).current_workflow_state is None

    def test_submitted_approved_live_and_the_french_untouched(self, client, french, ready, editor):
        before = (french.title, french.live_revision_id, french.latest_revision_id)
        client.force_login(editor)
        response = self.submit(client, ready)
        assert step_of(ready).task.specific.label in response.content.decode()
        reviewer = make_communications()
        client.force_login(reviewer)
        review = reverse("portal_review:review", args=[ready.pk])
        assert review in client.get(reverse("wagtailadmin_pages:edit", args=[ready.pk])).content.decode()
        client.post(review, {"approve": "", "digest": digest_of_page(ready)})
        now = sister(french)
        assert (now.live, now.title, state_of(now)) == (True, "EN Le fil", State.CURRENT)
        kept = as_stored(french)
        assert (kept.title, kept.live_revision_id, kept.latest_revision_id) == before

    def test_whoever_translated_a_passage_does_not_approve(self, client, french, ready, editor):
        """Four eyes, with communications among the translators."""
        person = make_communications()
        client.force_login(person)
        put(client, translation_of(french), "summary", "My own words.")
        client.force_login(editor)
        self.submit(client, ready)
        with pytest.raises(Refused):
            approve(ready, person)
        client.force_login(person)
        client.post(reverse("portal_review:review", args=[ready.pk]), {"approve": "", "digest": digest_of_page(ready)})
        assert not sister(french).live
        approve(ready, make_communications())
        assert sister(french).live

    def test_a_change_after_submission_asks_everyone_anew(self, client, crim, french, translation, editor):
        lead = make_member(crim, "lead")
        say(translation, editor)
        page = sister(french)
        client.force_login(editor)
        self.submit(client, page)
        first = step_of(page).task
        approve(page, lead)
        assert step_of(page).task != first
        put(client, translation, "summary", "Other words.")
        assert step_of(page).task == first
        assert PageLogEntry.objects.filter(page=page, action="portal.restart").count() == 1

    def test_facts_alone_are_brought_up_to_date(self, client, french, ready, editor):
        publish(ready)
        publish(edit(french, editor, article_kind="entrevue"))
        assert state_of(sister(french)) == State.BEHIND
        client.force_login(editor)
        self.submit(client, sister(french))
        approve(sister(french), make_communications())
        assert (sister(french).article_kind, state_of(sister(french))) == ("entrevue", State.CURRENT)

    def test_another_cannot(self, ready):
        other = make_member(make_working_partner("Autre"), "lead")
        with pytest.raises(PermissionDenied):
            moderation.submit(ready, user=other, now=timezone.now())

    def test_a_session_is_submitted_with_its_event(self, client, crim, editor):
        event = make_event(page_of(crim), title="La rencontre", summary="Un résumé.", live=False)
        event.save_revision(user=editor)
        session = make_session(event, title="La séance", summary="Un résumé.", live=False)
        session.save_revision(user=editor)
        start(event, editor)
        say(translation_of(event), editor)
        client.force_login(editor)
        response = self.submit(client, sister(event))
        (message,) = response.context["messages"]
        # The passages of the session are named with its title.
        assert "La séance" in str(message)
        self.submit(client, sister(session))
        assert sister(session).current_workflow_state is None


@pytest.mark.usefixtures("translator")
def test_it_costs_the_same_however_long_the_text(client, french, editor):
    counts = {}
    for length in (2, 30):
        texts = "".join(f"<p>Paragraphe {number}.</p>" for number in range(length))
        publish(edit(as_stored(french), editor, body=[{"type": "text", "id": "b1", "value": texts}]))
        translation = start(as_stored(french), editor)
        for left in ("much", "nothing"):
            say(translation, editor, {"Le fil": "The thread"} if left == "much" else None)
            for name, address in (
                ("editor", reverse("wagtailadmin_pages:edit", args=[sister(french).pk])),
                ("panel", reverse("portal_translation:panel", args=[translation.pk])),
            ):
                client.get(address)
                with CaptureQueriesContext(connection) as asked:
                    client.get(address)
                counts.setdefault((name, left), set()).add(len(asked))
    assert [len(found) for found in counts.values()] == [1, 1, 1, 1], counts
