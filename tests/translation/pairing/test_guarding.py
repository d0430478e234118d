"""Nothing is published that no person has translated, and nothing English that has no French."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from core.refusals import Refused
from partners import forcing, moderation
from partners.guards import digest_of_page
from tests.factories.accounts import make_administrator
from tests.factories.moderation import approve, as_stored, edit, make_draft, page_of, submit
from tests.factories.pages import make_event, make_session
from tests.factories.partners import make_communications, make_member, make_working_partner
from tests.factories.translation import english, publish, say, start, translation_of
from tests.standing import stands
from translation.pairing.guarding import guard_submission


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


def sister(page):
    return as_stored(page.get_translation(english()))


def refused(page, user):
    with pytest.raises(Refused) as refusal:
        submit(page, user)
    return refusal.value.reasons


class TestUnfinished:
    def test_is_not_submitted(self, french, editor):
        say(start(french, editor), editor, {"Le fil": "The thread"})
        reasons = refused(sister(french), editor)
        assert any("Un résumé." in reason for reason in reasons)
        assert not any("Le fil" in reason for reason in reasons)

    def test_is_not_published_by_force(self, french, editor):
        say(start(french, editor), editor, {"Le fil": "The thread"})
        page = sister(french)
        with pytest.raises(Refused, match=r"Un résumé\."):
            forcing.force_publish(
                page,
                user=make_communications(),
                digest=digest_of_page(page),
                reason="Cela ne peut pas attendre.",
                now=timezone.now(),
            )
        assert not sister(french).live

    def test_a_machine_s_words_are_not_published(self, french, editor):
        say(start(french, editor), editor)
        StringTranslation.objects.filter(context__path="summary", data__startswith="EN").update(
            translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE
        )
        assert [("Un résumé." in reason) for reason in refused(sister(french), editor)] == [True]

    def test_is_stopped_at_the_approval_too(self, french, editor):
        say(start(french, editor), editor)
        page = submit(sister(french), editor)
        StringTranslation.objects.filter(context__path="summary", data__startswith="EN").update(
            translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE
        )
        with pytest.raises(Refused, match=r"Un résumé\."):
            approve(page, make_communications())
        assert not sister(french).live

    def test_what_was_submitted_does_not_suffer_from_french_of_later(self, french, editor):
        say(start(french, editor), editor)
        page = submit(sister(french), editor)
        publish(edit(french, editor, summary="Un autre résumé."))
        approve(page, make_communications())
        assert (sister(french).live, sister(french).summary) == (True, "EN Un résumé.")

    def test_of_a_session_is_named_with_its_title(self, crim, editor):
        event = make_event(page_of(crim), title="La rencontre", summary="Un résumé.", live=False)
        event.save_revision(user=editor)
        session = make_session(event, title="La séance", summary="Un résumé.", live=False)
        session.save_revision(user=editor)
        start(event, editor)
        say(translation_of(event), editor)
        with pytest.raises(Refused) as refusal:
            guard_submission([sister(event), sister(session)])
        assert all("La séance" in reason for reason in refusal.value.reasons)


class TestWithoutFrench:
    def test_is_not_submitted(self, crim, editor):
        page = make_draft(crim, editor, language="en", title="In English first", slug="in-english-first")
        assert len(refused(page, editor)) == 1

    def test_nor_is_a_version_that_was_not_made_by_translating(self, french, editor):
        say(start(french, editor), editor)
        page = edit(sister(french), editor, title="Typed elsewhere")
        assert len(refused(page, editor)) == 1

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_is_not_created(self, client, crim, method):
        client.force_login(make_administrator())
        parent = page_of(crim, "en")
        address = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", parent.pk])
        response = getattr(client, method)(address, {"title": "In English", "slug": "in-english"}, follow=True)
        assert ["error" in message.tags for message in response.context["messages"]] == [True]
        assert response.redirect_chain[0][0] == reverse("wagtailadmin_explore", args=[page_of(crim).pk])
        assert not Page.objects.filter(slug="in-english").exists()

    def test_nothing_is_copied_into_english_or_out_of_it(self, client, crim, french, editor):
        say(start(french, editor), editor)
        client.force_login(editor)
        before = Page.objects.count()
        for source, parent in (
            (french, page_of(crim, "en")),
            (sister(french), page_of(crim, "en")),
            (sister(french), page_of(crim)),
        ):
            address = reverse("wagtailadmin_pages:copy", args=[source.pk])
            data = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": parent.pk, "alias": ""}
            response = client.post(address, data, follow=True)
            assert ["error" in message.tags for message in response.context["messages"]] == [True]
        assert Page.objects.count() == before
        data = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": page_of(crim).pk}
        client.post(reverse("wagtailadmin_pages:copy", args=[french.pk]), data)
        assert Page.objects.count() == before + 1

    def test_nothing_moves_into_the_other_language(self, client, crim, editor):
        client.force_login(make_administrator())
        draft = make_draft(crim, editor, title="Brouillon", slug="brouillon")
        there = page_of(crim, "en")
        client.post(reverse("wagtailadmin_pages:move_confirm", args=[draft.pk, there.pk]))
        assert as_stored(draft).get_parent().pk == page_of(crim).pk


def test_french_is_not_concerned(crim, editor):
    page = make_draft(crim, editor, title="Un brouillon", slug="un-brouillon")
    state = moderation.submit(page, user=editor, now=timezone.now())
    assert state.status == "in_progress"
