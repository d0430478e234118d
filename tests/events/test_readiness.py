from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from events.models import EventVenue
from partners.enums import EventStatus, FindingLevel, Mode
from partners.models import PublicationSubject
from partners.readiness import findings
from tests.factories.core import make_image, make_subject
from tests.factories.pages import make_event, make_session, make_venue

NOW = datetime(2024, 3, 1, 17, 0, tzinfo=UTC)
SUMMARY = "Une phrase qui dit en peu de mots ce que l’on trouvera dans le texte."
TOMORROW, LATER = date(2024, 3, 2), date(2024, 3, 4)


def ready(partner_page, **fields):
    """An event without a fault, but for what is given, as its editor has it in memory."""
    event = make_event(
        partner_page,
        summary=SUMMARY,
        starts_on=TOMORROW,
        mode=Mode.ONLINE,
        lead_image=make_image(),
        lead_image_is_decorative=True,
        rows={"subjects": [PublicationSubject(subject=make_subject())]},
    )
    return drafted(event, **fields)


def drafted(page, **fields):
    """The page from a draft in which these fields are changed, faults and all."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(clean=False)
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def found(page, *, now=NOW):
    return [(one.code, one.level, one.field) for one in findings(page, now=now)]


def warned(code, field=""):
    return [(code, FindingLevel.WARNING, field)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"starts_on": date(2024, 2, 29)}, warned("event-past", "starts_on")),
        ({"starts_on": date(2024, 2, 29), "event_status": EventStatus.CANCELLED}, []),
        # Today, without an hour, then before and after noon in Toronto.
        ({"starts_on": date(2024, 3, 1)}, []),
        ({"starts_on": date(2024, 3, 1), "start_time": time(11, 59)}, warned("event-past", "starts_on")),
        ({"starts_on": date(2024, 3, 1), "start_time": time(12, 1)}, []),
        ({"ends_on": date(2024, 3, 1)}, [("event-ends-first", FindingLevel.BLOCKING, "ends_on")]),
        ({"ends_on": LATER}, []),
        ({"start_time": time(14), "end_time": time(13)}, warned("event-overnight", "end_time")),
        ({"start_time": time(20), "end_time": time(2)}, []),
        ({"start_time": time(14), "end_time": time(13), "ends_on": LATER}, []),
        ({"starts_on": None}, warned("event-dateless", "starts_on")),
        ({"mode": Mode.IN_PERSON}, warned("event-placeless", "venues")),
        ({"mode": Mode.HYBRID}, warned("event-placeless", "venues")),
        ({"registration_deadline": date(2024, 2, 29)}, warned("event-registration-past", "registration_deadline")),
        ({"registration_deadline": date(2024, 3, 1)}, []),
        ({"registration_url": "http://exemple.example/"}, warned("link-insecure", "registration_url")),
        ({"registration_url": "exemple"}, [("link-malformed", FindingLevel.BLOCKING, "registration_url")]),
        ({"registration_url": "https://exemple.example/"}, []),
    ],
)
def test_events(partner_page, fields, expected):
    assert found(ready(partner_page, **fields)) == expected


def test_an_event_has_a_subject(partner_page):
    event = ready(partner_page)
    event.subjects.set([])
    assert found(event) == [("subject-missing", FindingLevel.BLOCKING, "subjects")]


def test_a_venue_not_saved_yet_counts_with_its_time_zone(partner_page):
    moncton = make_venue(time_zone="America/Moncton")
    event = ready(partner_page, mode=Mode.IN_PERSON, starts_on=date(2024, 3, 1), start_time=time(12, 30))
    event.venues.set([EventVenue(venue=moncton)])
    # Half past twelve in Moncton is half an hour before noon in Toronto.
    assert found(event) == warned("event-past", "starts_on")


def test_sessions_outside_the_event_are_named_by_their_drafts(partner_page):
    event = ready(partner_page, ends_on=LATER)
    make_session(event, title="Ouverture", starts_on=TOMORROW)
    make_session(event, title="À placer")
    make_session(event, title="Égarée", starts_on=date(2024, 3, 9))
    drafted(make_session(event, title="Déplacée", starts_on=TOMORROW), starts_on=date(2024, 3, 8))
    drafted(make_session(event, title="Revenue", starts_on=date(2024, 3, 8)), starts_on=LATER)
    event = type(event).objects.get(pk=event.pk).get_latest_revision_as_object()
    with translation.override("en"):
        listed = findings(event, now=NOW)
    assert [(one.code, one.message) for one in listed] == [
        ("event-stray-session", f"The session “{title}” is on {day}, outside the dates of the event: check both.")
        for title, day in (("Égarée", "March\u00a09, 2024"), ("Déplacée", "March\u00a08, 2024"))
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"starts_on": None}, []),
        ({"starts_on": LATER}, warned("event-stray-session", "starts_on")),
        ({"replay_url": "https://exemple.example/", "replay_until": date(2024, 3, 1)}, []),
        (
            {"replay_url": "https://exemple.example/", "replay_until": date(2024, 2, 29)},
            warned("session-replay-past", "replay_until"),
        ),
        ({"replay_url": "http://exemple.example/"}, warned("link-insecure", "replay_url")),
    ],
)
def test_sessions(partner_page, fields, expected):
    event = make_event(partner_page, starts_on=TOMORROW)
    session = make_session(event, summary=SUMMARY, starts_on=TOMORROW)
    assert found(drafted(session, **fields)) == expected


def test_the_number_of_queries_does_not_grow_with_sessions(partner_page):
    event = ready(partner_page, mode=Mode.IN_PERSON)
    event.venues.set([EventVenue(venue=make_venue()) for _ in range(3)])
    counts = []
    for number in (1, 29):
        for _ in range(number):
            drafted(make_session(event, starts_on=date(2024, 3, 9)), starts_on=LATER)
        findings(event, now=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert len(findings(event, now=NOW)) >= number
        counts.append(len(queries))
    assert counts[0] == counts[1]
