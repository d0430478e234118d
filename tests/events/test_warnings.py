from datetime import date

from django.urls import reverse

from events.models import SessionPage
from tests.factories.pages import make_event, make_session
from tests.forms import filled
from tests.reading import page, words
from tests.standing import stands

FIRST, LAST, STRAY = date(2023, 10, 11), date(2023, 10, 13), date(2023, 10, 20)
MESSAGE = "Le jour de « Atelier » est hors des dates de son événement. Il est conservé; vérifiez-le."


@stands
def event(partner_page):
    return make_event(partner_page, title="Forum", starts_on=FIRST, ends_on=LAST)


def edit(admin, publication, **changes):
    """Save the edit form of a page with some fields changed; return the warnings that its editor then sees."""
    address = reverse("wagtailadmin_pages:edit", args=[publication.pk])
    data = {**filled(admin.get(address), "#page-edit-form"), **changes}
    answer = admin.post(address, data, follow=True)
    assert answer.redirect_chain == [(address, 302)]
    return warnings(answer)


def warnings(answer):
    return [words(item) for item in page(answer).select(".messages .warning")]


def latest(session):
    return SessionPage.objects.get(pk=session.pk).get_latest_revision_as_object()


def test_a_session_outside_its_event_is_saved_with_a_warning(admin, event):
    session = make_session(event, title="Atelier", starts_on=FIRST)
    shown = edit(admin, session, starts_on="2023-10-20")
    assert [MESSAGE in warning for warning in shown] == [True]
    assert latest(session).starts_on == STRAY


def test_a_session_within_its_event_is_saved_without_a_word(admin, event):
    session = make_session(event, title="Atelier", starts_on=FIRST)
    assert edit(admin, session, starts_on="2023-10-13") == []
    assert latest(session).starts_on == LAST


def test_an_event_that_moves_away_from_its_sessions_is_saved_with_a_warning(admin, event):
    make_session(event, title="Atelier", starts_on=FIRST)
    make_session(event, title="Clôture", starts_on=LAST)
    make_session(event, title="À placer")
    shown = edit(admin, event, starts_on="2023-10-12", ends_on="2023-10-13")
    assert [MESSAGE in warning for warning in shown] == [True]


def test_a_new_session_outside_its_event_is_saved_with_a_warning(admin, event):
    address = reverse("wagtailadmin_pages:add", args=["events", "sessionpage", event.pk])
    data = filled(admin.get(address), "#page-edit-form")
    new = {"title": "Atelier", "slug": "atelier", "summary": "Un résumé.", "starts_on": "2023-10-20"}
    answer = admin.post(address, {**data, **new}, follow=True)
    assert [MESSAGE in warning for warning in warnings(answer)] == [True]
    session = SessionPage.objects.child_of(event).get()
    assert (session.starts_on, session.live) == (STRAY, False)
