from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from events.models import EventPage
from partners.enums import EventStatus, Mode
from partners.models import PublicationSubject, PublicationTheme
from tests.factories.core import make_format, make_subject, make_theme
from tests.factories.pages import make_event, make_session, make_venue
from tests.factories.partners import make_partner, make_partner_page
from tests.reading import page
from tests.standing import stands

DAY = date(2023, 10, 10)
PUBLISHED = datetime(2023, 9, 1, 13, 0, tzinfo=UTC)


def address(key=None, language="fr"):
    with translation.override(language):
        return reverse("event_ics", args=[key]) if key else reverse("calendar_ics")


@stands
def organisations(tree):
    french = make_partner_page(tree.fr, make_partner("Un organisme"))
    english = make_partner_page(tree.en, french.partner, translation_key=french.translation_key)
    return {"fr": french, "en": english}


@pytest.fixture
def read(client, tree):
    """Return the calendar at an address as a program reads it, checked for what RFC 5545 requires."""

    def read(path):
        response = client.get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
        calendar = Calendar.from_ical(response.content)
        assert calendar["VERSION"] == "2.0"
        assert calendar["PRODID"].startswith("-//La Trame//")
        assert calendar.get_missing_tzids() == set()
        for event in calendar.events:
            assert event.errors == []
            assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= event.keys()
        return calendar

    return read


@pytest.fixture
def entry(read, organisations):
    """Return the only entry of the file of a new event with these values."""

    def entry(language="fr", **fields):
        event = make_event(organisations[language], **fields)
        (found,) = read(address(event.translation_key, language)).events
        return found

    return entry


def names(calendar):
    return [str(event["SUMMARY"]) for event in calendar.events]


def test_addresses(tree):
    key = uuid4()
    assert [address(key, "fr"), address(key, "en")] == [f"/fr/calendrier/{key}.ics", f"/en/calendar/{key}.ics"]
    assert [address(language="fr"), address(language="en")] == ["/fr/calendrier.ics", "/en/calendar.ics"]


def test_event_with_everything(read, organisations):
    venue = make_venue("École NAD-UQAC", address="1501, rue De Bleury, Montréal (Québec) H3A 0H3")
    event = make_event(
        organisations["fr"],
        slug="forum",
        title="Forum : l’ouverture; la suite, etc.",
        summary="Un résumé dont la ligne doit être pliée, avec des é, des « guillemets » et une , virgule.",
        starts_on=DAY,
        start_time=time(9),
        end_time=time(17, 30),
        mode=Mode.HYBRID,
        format=make_format(label_fr="Atelier"),
        venues=[venue],
        first_published_at=PUBLISHED,
        last_published_at=PUBLISHED + timedelta(hours=1),
        rows={
            "subjects": [PublicationSubject(subject=make_subject(label_fr="Gestion, finance"))],
            "themes": [PublicationTheme(theme=make_theme(label_fr="IA"))],
        },
    )

    calendar = read(address(event.translation_key))
    (found,) = calendar.events

    url = "http://localhost:8000/fr/partenaires/un-organisme/forum/"
    assert found["UID"] == f"{event.translation_key}@localhost"
    assert found["SUMMARY"] == "Forum\u00a0: l’ouverture; la suite, etc."
    assert found["SUMMARY"].params == {"LANGUAGE": "fr-CA"}
    assert found["DESCRIPTION"] == (
        f"Un résumé dont la ligne doit être pliée, avec des é, des «\u00a0guillemets\u00a0» et une , virgule.\n\n{url}"
    )
    assert found["URL"] == url
    assert found["LOCATION"] == "École NAD-UQAC, 1501, rue De Bleury, Montréal (Québec) H3A 0H3; En ligne"
    assert found["CATEGORIES"].cats == ["Atelier", "Gestion, finance", "IA"]
    assert found["STATUS"] == "CONFIRMED"
    assert found["SEQUENCE"] == 3600
    assert found["DTSTAMP"].dt == found["LAST-MODIFIED"].dt == PUBLISHED + timedelta(hours=1)
    assert found["DTSTART"].params["TZID"] == "America/Toronto"
    assert found["DTSTART"].dt.isoformat() == "2023-10-10T09:00:00-04:00"
    assert found["DTEND"].dt.isoformat() == "2023-10-10T17:30:00-04:00"
    assert [zone["TZID"] for zone in calendar.timezones] == ["America/Toronto"]


def test_file_is_saved_under_the_name_of_the_event(client, organisations):
    event = make_event(organisations["fr"], slug="forum-été", starts_on=DAY)

    response = client.get(address(event.translation_key))

    assert response["Content-Disposition"] == "attachment; filename*=utf-8''forum-%C3%A9t%C3%A9.ics"


def span(entry):
    return entry["DTSTART"].dt, entry["DTEND"].dt if "DTEND" in entry else None


def test_days_without_hours_end_on_the_day_after(entry):
    found = entry(starts_on=DAY, ends_on=date(2023, 10, 13))

    assert span(found) == (DAY, date(2023, 10, 14))
    assert found["DTSTART"].params == {"VALUE": "DATE"}
    assert found["TRANSP"] == "TRANSPARENT"


def test_one_day_without_hours(entry):
    assert span(entry(starts_on=date(2023, 12, 31))) == (date(2023, 12, 31), date(2024, 1, 1))


def test_hours_are_those_of_the_venue(entry):
    found = entry(starts_on=DAY, start_time=time(9), venues=[make_venue(time_zone="America/Blanc-Sablon")])

    assert found["DTSTART"].params["TZID"] == "America/Blanc-Sablon"
    assert found["DTSTART"].dt.astimezone(UTC).hour == 13
    assert "DTEND" not in found


def test_night_ends_the_day_after(entry):
    found = entry(starts_on=DAY, start_time=time(21), end_time=time(2))
    assert [moment.isoformat() for moment in span(found)] == ["2023-10-10T21:00:00-04:00", "2023-10-11T02:00:00-04:00"]


def test_unknown_last_hour_ends_with_the_last_day(entry):
    found = entry(starts_on=DAY, ends_on=date(2023, 10, 12), start_time=time(9))
    assert found["DTEND"].dt.isoformat() == "2023-10-13T00:00:00-04:00"


@pytest.mark.parametrize(
    ("status", "expected", "told"),
    [
        (EventStatus.SCHEDULED, "CONFIRMED", None),
        (EventStatus.FULL, "CONFIRMED", "Complet"),
        (EventStatus.POSTPONED, "TENTATIVE", "Reporté"),
        (EventStatus.CANCELLED, "CANCELLED", "Annulé"),
    ],
)
def test_status(entry, status, expected, told):
    found = entry(starts_on=DAY, event_status=status)

    assert found["STATUS"] == expected
    lines = str(found["DESCRIPTION"]).split("\n\n")
    assert lines[0] == (told or "Un résumé.")


def test_event_moved_online_takes_place_nowhere_else(entry):
    found = entry(starts_on=DAY, mode=Mode.IN_PERSON, event_status=EventStatus.MOVED_ONLINE, venues=[make_venue("Ici")])
    assert found["LOCATION"] == "En ligne"


def test_new_revision_has_a_higher_sequence(read, organisations):
    event = make_event(organisations["fr"], starts_on=DAY)
    before = read(address(event.translation_key)).events[0]

    EventPage.objects.get(pk=event.pk).save_revision().publish()
    after = read(address(event.translation_key)).events[0]

    assert before["SEQUENCE"] == 0
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert after["UID"] == before["UID"]


def test_english_event_says_so(entry):
    found = entry("en", title="Forum", starts_on=DAY, mode=Mode.ONLINE)
    assert (found["SUMMARY"].params["LANGUAGE"], found["LOCATION"]) == ("en-CA", "Online")


def test_event_without_english_version_is_given_in_french(read, organisations):
    event = make_event(organisations["fr"], title="Un forum", starts_on=DAY)

    (found,) = read(address(event.translation_key, "en")).events

    assert (str(found["SUMMARY"]), found["SUMMARY"].params["LANGUAGE"]) == ("Un forum", "fr-CA")


def test_what_readers_may_not_add(client, organisations):
    french = organisations["fr"]
    undated = make_event(french)
    draft = make_event(french, starts_on=DAY, live=False)
    private = make_event(french, starts_on=DAY)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    session = make_session(make_event(french, starts_on=DAY), starts_on=DAY)
    english_only = make_event(organisations["en"], starts_on=DAY)

    for key in (undated, draft, private, session, english_only):
        soup = page(client.get(address(key.translation_key)), status=404)
        assert soup.h1.text == "Page introuvable"
    assert client.get(address(uuid4())).status_code == 404


def test_link_of_the_page(organisations):
    event = make_event(organisations["fr"], starts_on=DAY)
    undated = make_event(organisations["fr"])

    with CaptureQueriesContext(connection) as queries:
        assert event.ics_url == f"/fr/calendrier/{event.translation_key}.ics"
        assert undated.ics_url == ""
    assert len(queries) == 0


def test_calendar_to_subscribe_to(read, organisations):
    french = organisations["fr"]
    today = timezone.localdate()
    for title, days in (("Passé", -20), ("À venir", 30), ("Dans longtemps", 900), ("Oublié", -92), ("Aujourd’hui", 0)):
        make_event(french, title=title, starts_on=today + timedelta(days=days))
    make_event(french, title="Un jour")
    make_event(french, title="Un brouillon", starts_on=today, live=False)
    private = make_event(french, title="Secret", starts_on=today)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    calendar = read(address())

    assert names(calendar) == ["Passé", "Aujourd’hui", "À venir", "Dans longtemps"]
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "La Trame"
    assert calendar["SOURCE"] == "http://localhost:8000/fr/calendrier.ics"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert calendar["X-PUBLISHED-TTL"] == "PT6H"


def test_calendar_of_each_language(read, organisations):
    ahead = timezone.localdate() + timedelta(days=3)
    both = make_event(organisations["fr"], title="Les deux", starts_on=ahead)
    make_event(organisations["en"], title="Both", starts_on=ahead, translation_key=both.translation_key)
    make_event(organisations["fr"], title="En français", starts_on=ahead + timedelta(days=1))

    assert names(read(address(language="en"))) == ["Both", "En français"]
    assert names(read(address(language="fr"))) == ["Les deux", "En français"]


def test_calendar_lives_by_the_readers_clock(read, organisations, settings):
    make_event(organisations["fr"], title="En 2023", starts_on=DAY)
    assert names(read(address())) == []

    settings.READER_CLOCK_OFFSET = (datetime(2023, 10, 11, tzinfo=UTC) - timezone.now()).total_seconds()

    assert names(read(address())) == ["En 2023"]


def test_calendar_is_capped(read, organisations, monkeypatch):
    monkeypatch.setattr("events.ical.MOST", 2)
    for days in (3, 1, 2):
        make_event(organisations["fr"], title=f"Dans {days} j", starts_on=timezone.localdate() + timedelta(days=days))

    assert names(read(address())) == ["Dans 1 j", "Dans 2 j"]


def test_empty_calendar_is_valid(read):
    assert names(read(address())) == []


def test_calendar_costs_the_same_however_long(client, organisations):
    ahead = timezone.localdate() + timedelta(days=3)
    found = []
    for many in (1, 29):
        for _ in range(many):
            rows = {
                "subjects": [PublicationSubject(subject=make_subject())],
                "themes": [PublicationTheme(theme=make_theme())],
            }
            venues = [make_venue(), make_venue()]
            make_event(
                organisations["fr"], starts_on=ahead, start_time=time(9), venues=venues, format=make_format(), rows=rows
            )
        client.get("/fr/")
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address(language="en"))
        found.append((len(Calendar.from_ical(response.content).events), len(queries)))

    assert found == [(1, 6), (30, 6)]


def test_unchanged_calendar_is_not_sent_again(client, organisations):
    event = make_event(organisations["fr"], starts_on=timezone.localdate())
    for path in (address(), address(event.translation_key)):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert first["Last-Modified"] == "Fri, 01 Sep 2023 13:00:00 GMT"


def test_time_zones_come_in_the_same_order_in_every_process(read, organisations):
    zones = ["America/Blanc-Sablon", "America/Halifax", "America/Toronto", "Europe/Paris"]
    for name in reversed(zones):
        venues = [make_venue(time_zone=name)]
        make_event(organisations["fr"], starts_on=timezone.localdate(), start_time=time(9), venues=venues)

    assert [zone["TZID"] for zone in read(address()).timezones] == zones


def test_calendars_are_only_read(client, tree):
    assert client.post(address()).status_code == 405
    assert client.head(address()).status_code == 200
