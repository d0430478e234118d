from datetime import UTC, date, datetime, time

from wagtail.models import PageViewRestriction

from events.programme import programme_of
from partners.models import Contribution
from tests.factories.bulk import in_bulk
from tests.factories.pages import make_event, make_session, make_venue
from tests.factories.partners import make_person
from tests.reading import headlines, page, words
from tests.standing import stands

NOW = datetime(2023, 10, 10, tzinfo=UTC)
FIRST, SECOND, THIRD = (date(2023, 10, day) for day in (11, 12, 13))


@stands
def event(partner_page):
    return make_event(partner_page, title="Forum", starts_on=FIRST, ends_on=THIRD)


def told(event):
    """The programme as plain values: day, then hour and titles of each slot."""
    return [
        (day.on, [(slot.start, [session.title for session in slot.sessions]) for slot in day.slots])
        for day in programme_of(event, now=NOW)
    ]


def test_an_event_without_sessions_has_no_programme(client, event):
    assert told(event) == []
    assert "Programme" not in words(page(client.get(event.get_url())).main)


def test_programme_by_day_then_hour_then_place_in_the_tree(event):
    for title, day, hour in (
        ("Dîner", FIRST, time(12)),
        ("Accueil", FIRST, time(8, 30)),
        ("Atelier A", FIRST, time(9)),
        ("Atelier B", FIRST, time(9)),
        ("Clôture", THIRD, None),
        ("Bilan", THIRD, time(16)),
        ("À placer", None, None),
    ):
        make_session(event, title=title, starts_on=day, start_time=hour)
    assert told(event) == [
        (FIRST, [(time(8, 30), ["Accueil"]), (time(9), ["Atelier A", "Atelier B"]), (time(12), ["Dîner"])]),
        (SECOND, []),
        (THIRD, [(time(16), ["Bilan"]), (None, ["Clôture"])]),
        (None, [(None, ["À placer"])]),
    ]


def test_a_day_outside_the_event_is_shown_in_its_place(event):
    make_session(event, title="Veille", starts_on=date(2023, 10, 10))
    make_session(event, title="Lendemain", starts_on=date(2023, 10, 14))
    assert told(event) == [
        (date(2023, 10, 10), [(None, ["Veille"])]),
        (FIRST, []),
        (SECOND, []),
        (THIRD, []),
        (date(2023, 10, 14), [(None, ["Lendemain"])]),
    ]


def test_an_event_without_dates_has_the_days_of_its_sessions(partner_page):
    event = make_event(partner_page)
    make_session(event, title="Atelier", starts_on=SECOND)
    assert told(event) == [(SECOND, [(None, ["Atelier"])])]


def test_drafts_private_sessions_and_those_of_other_events_are_not_in_it(partner_page, event):
    make_session(event, title="Visible", starts_on=FIRST)
    make_session(event, title="Brouillon", starts_on=FIRST, live=False)
    private = make_session(event, title="Privée", starts_on=FIRST)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    make_session(make_event(partner_page, starts_on=FIRST), title="Ailleurs", starts_on=FIRST)
    assert told(event) == [(FIRST, [(None, ["Visible"])]), (SECOND, []), (THIRD, [])]


def test_page_of_an_event_with_a_programme(client, event):
    rows = {"contributions": [Contribution(person=make_person("Ève Tremblay"))]}
    make_session(event, title="Atelier", starts_on=FIRST, start_time=time(9), venue=make_venue("Salle A"), rows=rows)
    make_session(event, title="Annulée", starts_on=FIRST, start_time=time(9), event_status="cancelled")
    make_session(event, title="Sans heure", starts_on=FIRST)
    make_session(event, title="Sans jour")

    main = page(client.get(event.get_url())).main

    assert headlines(main.parent) == ["Atelier", "Annulée", "Sans heure", "Sans jour"]
    told_in_words = words(main)
    for sentence in ("Salle A", "Ève Tremblay", "Annulé ", "9 h", "Jour à confirmer"):
        assert sentence in told_in_words
    assert told_in_words.count("Heure à confirmer") == 2
    assert told_in_words.count("Le programme de cette journée est à venir.") == 2


def test_an_event_with_three_hundred_sessions(client, event):
    with in_bulk():
        for number in range(300):
            make_session(event, title=f"Session {number}", starts_on=FIRST, start_time=time(8 + number // 30))
    assert headlines(page(client.get(event.get_url()))) == [f"Session {number}" for number in range(300)]
