"""States and distances for whole lists of pages: also of sessions, of waivers, and in Wagtail's own lists of pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from tests.factories.moderation import as_stored, edit, make_draft, page_of, submit
from tests.factories.pages import make_event, make_session
from tests.factories.partners import make_communications, make_member
from tests.factories.translation import english, publish, say, start, translation_of
from tests.reading import page as soup_of
from tests.reading import words
from tests.standing import stands
from tests.translation.matrix.test_matrix_views import sister, translated
from tests.translation.test_sources import body
from translation.enums import State
from translation.matrix import parity
from translation.matrix.badges import badges_of
from translation.matrix.states import standing_of
from translation.waiving import waivers


@stands
def editor(crim):
    return make_member(crim, preferred_language="en")


@stands
def staff(crim):
    return make_communications(preferred_language="en")


def line(page):
    """The line of one page."""
    rows = parity.versions(english(), today=timezone.localdate()).filter(pk=page.pk)
    (found,) = parity.lines(rows)
    return found


def version(page):
    found = line(page)
    return found.state, found.behind


@stands
def event(crim, editor):
    """An event and its session, live in French and translated."""
    french = make_event(page_of(crim), title="L’événement", live=False, starts_on=timezone.localdate())
    session = make_session(french, title="La séance", live=False, starts_on=timezone.localdate())
    for page in (french, session):
        page.save_revision(user=editor, clean=False)
        publish(page)
    start(french, editor)
    for page in (french, session):
        say(translation_of(page), editor)
    return french, session


class TestSessions:
    def test_are_in_review_with_their_event(self, event, editor, staff):
        whole, part = event
        sister(whole).get_workflow().start(sister(whole), editor)
        assert [version(page) for page in event] == [(State.REVIEW, 0), (State.REVIEW, 0)]
        assert line(part).waits_on == line(whole).waits_on
        assert staff.name in line(part).waits_on

    @pytest.mark.usefixtures("staff")
    def test_that_have_no_news_stay_as_they_are(self, event, editor):
        whole, part = event
        for page in (whole, part):
            publish(sister(page))
        publish(edit(as_stored(whole), editor, summary="Un autre résumé."))
        say(translation_of(whole), editor)
        sister(whole).get_workflow().start(sister(whole), editor)
        assert [version(page) for page in event] == [(State.REVIEW, 1), (State.CURRENT, 0)]

    def test_are_waived_with_their_event(self, crim, editor, staff):
        whole = publish(make_draft(crim, editor))
        french = make_event(page_of(crim), live=False, starts_on=timezone.localdate())
        session = make_session(french, live=False, starts_on=timezone.localdate())
        for page in (french, session):
            page.save_revision(user=editor, clean=False)
            publish(page)
        now = timezone.now()
        until = timezone.localdate() + timedelta(days=30)
        waivers.sign(french, user=staff, reason="Plus tard.", until=until, now=now)
        assert [version(page) for page in (french, session, whole)] == [
            (State.WAIVED, 0),
            (State.WAIVED, 0),
            (State.MISSING, 0),
        ]
        assert (line(session).waived_by, line(session).waived_until) == (staff.name, until)


class TestDistance:
    @pytest.mark.parametrize(
        ("after", "behind"),
        [
            (body("Deux.", "Un.", "Trois."), 1),
            (body(ids={"b2": ["Un.", "Deux.", "Trois."]}), 1),
            (body(ids={"b1": ["Un."], "b2": ["Deux.", "Trois."]}), 1),
            (body("Un.", "Trois."), 1),
            (body("Un.", "Deux, autrement.", "Trois.", "Quatre."), 2),
            (body("Trois.", "Un.", "Deux, autrement."), 1),
        ],
    )
    def test_is_never_nothing_for_a_change(self, crim, editor, after, behind):
        french = make_draft(crim, editor)
        translated(publish(edit(french, editor, body=body("Un.", "Deux.", "Trois."))), editor)
        publish(edit(as_stored(french), editor, body=after))
        assert version(french) == (State.BEHIND, behind)
        assert standing_of(sister(french)).behind == behind


class TestBadges:
    def test_same_as_in_the_matrix(self, client, crim, editor):
        missing = publish(make_draft(crim, editor, title="Sans anglais"))
        draft = make_draft(crim, editor, title="Brouillon")
        behind = translated(publish(make_draft(crim, editor, title="En retard")), editor)
        publish(edit(behind, editor, summary="Un autre résumé."))
        client.force_login(editor)
        expected = {"Sans anglais": "Missing", "En retard": "Behind by 1 passage", "Brouillon": ""}
        for address in (reverse("wagtailadmin_explore", args=[page_of(crim).pk]), reverse("articlepage_list:index")):
            found = {}
            for row in soup_of(client.get(address)).select("tbody tr"):
                badge = row.select_one(".version-badge")
                found[words(row.select_one("[id$=_title]"))] = words(badge).split("· ")[1] if badge else ""
            assert {title: found[title] for title in expected} == expected
        assert set(badges_of([missing.pk, draft.pk, behind.pk], today=timezone.localdate())) == {missing.pk, behind.pk}

    def test_none_for_an_english_page(self, crim, editor):
        french = translated(publish(make_draft(crim, editor)), editor)
        assert badges_of([sister(french).pk], today=timezone.localdate()) == {}


def test_submission_that_waits_says_on_whom(crim, editor, staff):
    french = publish(make_draft(crim, editor))
    say(start(french, editor), editor)
    submit(sister(french), editor)
    assert staff.name in line(french).waits_on


def test_the_root_has_no_row(tree):
    rows = parity.versions(english(), today=timezone.localdate())
    assert not rows.filter(depth=1).exists()
    assert not rows.filter(pk__in=Page.objects.filter(locale=english())).exists()
