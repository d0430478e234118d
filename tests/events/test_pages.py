from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.clock import reader_now
from events.models import EventPage, EventVenue, SessionPage
from partners.enums import EventStatus
from partners.models import PublicationPage, PublicationTheme
from tests.factories.core import make_format, make_theme
from tests.factories.pages import make_event, make_session, make_venue
from tests.reading import headlines, page, words

DAY = date(2023, 10, 11)
SECOND = timedelta(seconds=1)


def utc(*numbers):
    return datetime(*numbers, tzinfo=UTC)


def instants(publication):
    found = PublicationPage.objects.get(pk=publication.pk)
    return found.starts_at, found.ends_at


def columns(publication):
    found = PublicationPage.objects.get(pk=publication.pk)
    return {
        name: getattr(found, name) for name in ("type", "kind", "event_status", "sort_date", "starts_on", "ends_on")
    }


@pytest.fixture
def set_clock(settings):
    """Return a function that lets readers live at an instant; the second that a test takes is left out."""

    def set_clock(instant):
        settings.READER_CLOCK_OFFSET = (instant - timezone.now()).total_seconds()

    return set_clock


def test_the_readers_clock_is_the_real_one_plus_an_offset(settings):
    settings.READER_CLOCK_OFFSET = -86400
    assert reader_now(utc(2023, 10, 12)) == utc(2023, 10, 11)


def test_columns_of_an_event(partner_page):
    event = make_event(partner_page, starts_on=DAY, ends_on=date(2023, 10, 13), format=make_format("forum"))
    assert columns(event) == {
        "type": "event",
        "kind": "forum",
        "event_status": "scheduled",
        "sort_date": DAY,
        "starts_on": DAY,
        "ends_on": date(2023, 10, 13),
    }
    assert instants(event) == (utc(2023, 10, 11, 4), utc(2023, 10, 14, 4))


def test_columns_of_an_event_without_anything(partner_page):
    event = make_event(partner_page)
    assert columns(event) == {
        "type": "event",
        "kind": "",
        "event_status": "scheduled",
        "sort_date": None,
        "starts_on": None,
        "ends_on": None,
    }
    assert instants(event) == (None, None)


def test_columns_of_a_session(partner_page):
    event = make_event(partner_page, starts_on=DAY)
    session = make_session(event, starts_on=DAY, start_time=time(9), end_time=time(10), format=make_format("atelier"))
    assert columns(session) == {
        "type": "session",
        "kind": "atelier",
        "event_status": "scheduled",
        "sort_date": DAY,
        "starts_on": DAY,
        "ends_on": DAY,
    }
    assert instants(session) == (utc(2023, 10, 11, 13), utc(2023, 10, 11, 14))


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/Toronto", (utc(2023, 10, 11, 13), utc(2023, 10, 11, 21))),
        ("America/Halifax", (utc(2023, 10, 11, 12), utc(2023, 10, 11, 20))),
        ("America/Blanc-Sablon", (utc(2023, 10, 11, 13), utc(2023, 10, 11, 21))),
    ],
)
def test_an_event_is_read_in_the_zone_of_its_venue(partner_page, zone, expected):
    hours = {"starts_on": DAY, "start_time": time(9), "end_time": time(17)}
    assert instants(make_event(partner_page, venues=[make_venue(time_zone=zone)], **hours)) == expected


def test_a_session_is_read_in_the_zone_of_its_venue_else_of_its_event(partner_page):
    event = make_event(partner_page, starts_on=DAY, venues=[make_venue(time_zone="America/Halifax")])
    at_the_event = make_session(event, starts_on=DAY, start_time=time(9))
    elsewhere = make_session(event, starts_on=DAY, start_time=time(9), venue=make_venue(time_zone="Europe/Paris"))
    assert [instants(session)[0] for session in (at_the_event, elsewhere)] == [
        utc(2023, 10, 11, 12),
        utc(2023, 10, 11, 7),
    ]


def test_the_instants_follow_when_an_event_is_saved_with_another_venue(partner_page):
    event = make_event(partner_page, starts_on=DAY, start_time=time(9), venues=[make_venue()])
    event = EventPage.objects.get(pk=event.pk)
    event.venues = [EventVenue(venue=make_venue(time_zone="America/Halifax"))]
    event.save()
    assert instants(event)[0] == utc(2023, 10, 11, 12)


def test_upcoming_and_past_at_the_boundary(partner_page):
    event = make_event(partner_page, starts_on=DAY, start_time=time(9), end_time=time(17))
    end = utc(2023, 10, 11, 21)
    publications = PublicationPage.objects.filter(pk=event.pk)
    found = [
        (publications.upcoming(now).exists(), publications.past(now).exists(), event.is_past(now))
        for now in (end - SECOND, end, end + SECOND)
    ]
    assert found == [(True, False, False), (False, True, True), (False, True, True)]


def test_an_event_without_a_date_is_neither_upcoming_nor_past(partner_page):
    event = make_event(partner_page)
    publications = PublicationPage.objects.filter(pk=event.pk)
    now = utc(2023, 10, 11)
    assert (list(publications.upcoming(now)), list(publications.past(now)), event.is_past(now)) == ([], [], False)


def test_calendar(client, tree, partner_page, set_clock):
    for title, day in (
        ("Passé", date(2023, 10, 10)),
        ("Plus ancien", date(2023, 5, 1)),
        ("Ce jour", DAY),
        ("Demain", date(2023, 10, 12)),
        ("Sans date", None),
    ):
        make_event(partner_page, title=title, starts_on=day)
    make_event(partner_page, title="En cours", starts_on=date(2023, 10, 9), ends_on=DAY)
    make_event(partner_page, title="Brouillon", starts_on=DAY, live=False)
    make_event(partner_page, title="Brouillon sans date", live=False)
    make_session(make_event(tree.en.partners, title="In English", starts_on=DAY), title="Session", starts_on=DAY)
    set_clock(utc(2023, 10, 11, 16))

    assert headlines(page(client.get("/fr/calendrier/"))) == ["En cours", "Ce jour", "Demain", "Sans date"]
    assert headlines(page(client.get("/fr/calendrier/?when=past"))) == ["Passé", "Plus ancien"]


def test_calendar_follows_the_readers_clock(client, partner_page, set_clock):
    make_event(partner_page, title="Un atelier", starts_on=DAY, start_time=time(9), end_time=time(17))
    end = utc(2023, 10, 11, 21)
    found = []
    for now in (end - timedelta(minutes=1), end + SECOND):
        set_clock(now)
        found.append([headlines(page(client.get(f"/fr/calendrier/{query}"))) for query in ("", "?when=past")])
    assert found == [[["Un atelier"], []], [[], ["Un atelier"]]]


def test_calendar_says_when_nothing_is_announced(client, tree):
    assert "Aucun événement annoncé." in words(page(client.get("/fr/calendrier/")).main)
    assert "No event is announced." in words(page(client.get("/en/calendar/")).main)


@pytest.mark.parametrize("status", EventStatus)
def test_what_will_not_happen_leaves_the_next_events_and_stays_in_the_calendar(client, partner_page, set_clock, status):
    make_event(partner_page, title="Un atelier", starts_on=DAY, event_status=status)
    set_clock(utc(2023, 10, 10))

    next_events = headlines(page(client.get("/fr/")))
    calendar = page(client.get("/fr/calendrier/"))

    happens = status not in {EventStatus.CANCELLED, EventStatus.POSTPONED}
    assert next_events == ["Un atelier"] * happens
    assert headlines(calendar) == ["Un atelier"]
    assert (str(status.label) in words(calendar.main)) is (status != EventStatus.SCHEDULED)


def facts(client, publication):
    """Each term of the page's facts with its definitions."""
    found = {}
    for term in page(client.get(publication.get_url())).main.select("dt"):
        found.setdefault(words(term), []).extend(words(value) for value in term.find_next_siblings("dd"))
    return found


def test_attendance_that_is_not_known_is_a_dash_and_never_zero(client, partner_page):
    event = make_event(partner_page, starts_on=DAY, attendance_online=8007, attendance_note="Bilan de 2023.")
    assert facts(client, event)["Participation"] == ["— en présentiel", "8 007 en ligne", "Bilan de 2023."]


def test_attendance_of_nobody_is_zero(client, partner_page):
    event = make_event(partner_page, starts_on=DAY, attendance_in_person=0, attendance_online=0)
    assert facts(client, event)["Participation"] == ["0 en présentiel", "0 en ligne"]


def test_attendance_that_is_not_known_at_all_is_not_shown(client, partner_page):
    event = make_event(partner_page, starts_on=DAY, attendance_note="Bilan à venir.")
    assert "Participation" not in facts(client, event)


def test_attendance_is_not_shown_before_the_event_is_over(client, partner_page, set_clock):
    event = make_event(partner_page, starts_on=DAY, attendance_online=1)
    set_clock(utc(2023, 10, 11, 12))
    assert "Participation" not in facts(client, event)


def test_facts_of_an_event(client, partner_page):
    event = make_event(
        partner_page,
        title="Forum",
        starts_on=DAY,
        ends_on=date(2023, 10, 13),
        start_time=time(9),
        end_time=time(17, 30),
        mode="hybrid",
        event_status="full",
        venues=[make_venue("Centre des congrès", city="Québec"), make_venue("En ligne")],
        registration_url="https://exemple.example/inscription",
        registration_deadline=date(2023, 10, 12),
    )
    assert {name: value for name, value in facts(client, event).items() if name != "Sujets"} == {
        "État": ["Complet"],
        "Quand": ["du 11 au 13 octobre 2023", "de 9 h à 17 h 30"],
        "Comment": ["Hybride"],
        "Où": ["Centre des congrès, Québec", "En ligne"],
        "Inscription": ["jusqu’au 12 octobre 2023"],
        "Organisation": ["Un organisme"],
    }


def test_an_event_elsewhere_names_its_zone(client, partner_page):
    venue = make_venue(time_zone="America/Halifax")
    event = make_event(partner_page, starts_on=DAY, start_time=time(9), venues=[venue])
    assert facts(client, event)["Quand"] == ["11 octobre 2023", "9 h (America/Halifax)"]


def test_an_event_without_a_date_says_so(client, partner_page):
    assert facts(client, make_event(partner_page))["Quand"] == ["Date à confirmer"]


def test_a_session_without_a_day_or_an_hour_says_so(client, partner_page):
    event = make_event(partner_page, title="Forum", starts_on=DAY)
    found = [facts(client, make_session(event, **fields))["Quand"] for fields in ({}, {"starts_on": DAY})]
    assert found == [["Jour à confirmer"], ["11 octobre 2023", "Heure à confirmer"]]


# Midnight after the last day, in the zone of the venue.
@pytest.mark.parametrize(
    ("zone", "end"), [("America/Toronto", utc(2023, 11, 1, 4)), ("America/Halifax", utc(2023, 11, 1, 3))]
)
def test_a_replay_can_be_watched_until_its_last_day_included(partner_page, zone, end):
    event = make_event(partner_page, starts_on=DAY)
    session = make_session(
        event,
        venue=make_venue(time_zone=zone),
        replay_url="https://exemple.example/reprise",
        replay_until=date(2023, 10, 31),
    )
    assert [session.has_replay(now) for now in (end - SECOND, end, end + SECOND)] == [True, False, False]


def test_a_replay_without_a_last_day_stays(partner_page):
    event = make_event(partner_page)
    assert make_session(event, replay_url="https://exemple.example/").has_replay(utc(2090, 1, 1)) is True
    assert make_session(event).has_replay(utc(2023, 1, 1)) is False


def test_page_of_a_session_with_a_replay(client, partner_page, set_clock):
    event = make_event(partner_page, starts_on=DAY)
    session = make_session(
        event, starts_on=DAY, replay_url="https://exemple.example/reprise", replay_until=date(2023, 10, 31)
    )
    found = []
    for now in (utc(2023, 10, 31, 23), utc(2023, 11, 1, 5)):
        set_clock(now)
        main = page(client.get(session.get_url())).main
        found.append((main.find("a", href=session.replay_url) is not None, "rediffusion n’est plus" in words(main)))
    assert found == [(True, False), (False, True)]


def errors_of(publication):
    with pytest.raises(ValidationError) as refused:
        publication.full_clean()
    return refused.value.message_dict


def test_an_hour_needs_a_day(partner_page):
    event = make_event(partner_page)
    event.start_time, event.end_time = time(9), time(10)
    assert errors_of(event) == {"start_time": ["Choisissez d’abord le jour; sans jour, laissez l’heure vide."]}


def test_an_end_needs_a_start(partner_page):
    event = make_event(partner_page, starts_on=DAY)
    event.end_time = time(10)
    assert errors_of(event) == {"end_time": ["Tapez aussi l’heure de début."]}
    event.starts_on, event.end_time, event.ends_on = None, None, DAY
    assert errors_of(event) == {"ends_on": ["Choisissez aussi le premier jour."]}


def test_an_event_cannot_end_before_it_starts(partner_page):
    event = make_event(partner_page)
    event.starts_on, event.ends_on = DAY, date(2023, 10, 10)
    assert errors_of(event) == {"ends_on": ["Le dernier jour précède le premier."]}


def test_hours_of_several_days_may_seem_turned_round(partner_page):
    event = make_event(partner_page, starts_on=DAY, ends_on=date(2023, 10, 12))
    event.start_time, event.end_time = time(18), time(9)
    event.full_clean()


def test_registration_cannot_close_after_the_event(partner_page):
    event = make_event(partner_page, starts_on=DAY)
    event.registration_deadline = date(2023, 10, 12)
    assert errors_of(event) == {
        "registration_deadline": ["Les inscriptions ne peuvent pas se terminer après l’événement."]
    }
    event.registration_deadline = DAY
    event.full_clean()
    event.ends_on, event.registration_deadline = date(2023, 10, 12), date(2023, 10, 12)
    event.full_clean()
    event.starts_on = event.ends_on = None
    event.full_clean()


def test_a_session_has_two_themes_at_most(partner_page):
    session = make_session(make_event(partner_page))
    session.themes = [PublicationTheme(theme=make_theme(code)) for code in ("ia", "territoire")]
    session.full_clean()
    session.themes = [PublicationTheme(theme=make_theme(code)) for code in ("ia", "territoire", "donnees")]
    assert errors_of(session) == {"__all__": ["Une session a deux thèmes au plus."]}


def test_a_replay_date_needs_an_address(partner_page):
    session = make_session(make_event(partner_page))
    session.replay_until = DAY
    assert errors_of(session) == {"replay_url": ["Tapez aussi l’adresse de la rediffusion."]}


def test_a_day_outside_the_event_is_no_error(partner_page):
    event = make_event(partner_page, starts_on=DAY, ends_on=date(2023, 10, 13))
    session = make_session(event)
    found = []
    for day in (date(2023, 10, 10), DAY, date(2023, 10, 13), date(2023, 10, 14), None):
        session.starts_on = day
        session.full_clean()
        found.append(session.is_outside_event())
    assert found == [True, False, False, True, False]


def test_no_day_is_outside_an_event_without_a_date(partner_page):
    session = make_session(make_event(partner_page), starts_on=DAY)
    assert session.is_outside_event() is False


def test_zone_of_a_venue_is_checked(db):
    venue = make_venue()
    venue.time_zone = "Amérique/Québec"
    with pytest.raises(ValidationError) as refused:
        venue.full_clean()
    assert refused.value.message_dict == {
        "time_zone": ["«\xa0Amérique/Québec\xa0» n’est pas un fuseau horaire. Exemple\xa0: America/Toronto."]
    }


def test_a_session_of_an_event_that_becomes_known(partner_page):
    """The date of an event may come after its sessions."""
    event = make_event(partner_page)
    session = make_session(event, starts_on=DAY, start_time=time(9))
    event = EventPage.objects.get(pk=event.pk)
    event.starts_on = DAY
    event.save()
    assert SessionPage.objects.get(pk=session.pk).starts_at == utc(2023, 10, 11, 13)
