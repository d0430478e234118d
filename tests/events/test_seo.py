from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import TerritoryKind
from events.seo import postal_address
from partners.enums import ContributionRole, EventStatus, Mode
from partners.models import Contribution, CoPublication, PublicationTheme
from tests.factories.core import make_territory, make_theme
from tests.factories.pages import make_event, make_session, make_venue
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.machines import graph
from tests.standing import stands

SITE = "http://localhost:8000/fr/partenaires/un-organisme/"
FORUM = f"{SITE}forum/"
FIRST, LAST = date(2023, 10, 10), date(2023, 10, 13)


@stands
def organisation(tree):
    return make_partner_page(tree.fr, make_partner("Un organisme"))


@pytest.fixture
def described(client, organisation):
    """Return the event with these values, as a search engine finds it on its page."""

    def described(**fields):
        make_event(organisation, slug="forum", **fields)
        return graph(client.get("/fr/partenaires/un-organisme/forum/"))["Event"]

    return described


def test_event_of_several_days_without_hours(described):
    venue = make_venue(
        "École NAD-UQAC",
        address="1501, rue De Bleury, Montréal (Québec) H3A 0H3",
        city="Montréal",
        territory=make_territory(kind=TerritoryKind.REGION),
    )
    rows = {
        "contributions": [
            Contribution(person=make_person("Ève Tremblay"), role=ContributionRole.SPEAKER),
            Contribution(person=make_person("Noé Roy"), role=ContributionRole.AUTHOR),
        ],
        "co_publications": [CoPublication(partner=make_partner("Un allié"), is_accepted=True)],
        "themes": [PublicationTheme(theme=make_theme(label_fr="IA"))],
    }

    event = described(
        title="Forum",
        starts_on=FIRST,
        ends_on=LAST,
        mode=Mode.HYBRID,
        venues=[venue],
        registration_url="https://billets.example/forum",
        registration_deadline=FIRST,
        rows=rows,
    )

    assert event == {
        "@type": "Event",
        "name": "Forum",
        "url": FORUM,
        "mainEntityOfPage": FORUM,
        "description": "Un résumé.",
        "inLanguage": "fr-CA",
        "startDate": "2023-10-10",
        "endDate": "2023-10-13",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": "École NAD-UQAC",
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": "1501, rue De Bleury",
                    "addressLocality": "Montréal",
                    "addressRegion": "QC",
                    "postalCode": "H3A 0H3",
                    "addressCountry": "CA",
                },
            },
            {"@type": "VirtualLocation", "url": "https://billets.example/forum"},
        ],
        "organizer": [
            {"@type": "Organization", "name": "Un organisme", "url": SITE},
            {"@type": "Organization", "name": "Un allié"},
        ],
        "performer": [
            {"@type": "Person", "name": "Ève Tremblay", "url": "http://localhost:8000/fr/personnes/eve-tremblay/"}
        ],
        "about": [{"@type": "Thing", "name": "IA"}],
        "offers": {
            "@type": "Offer",
            "url": "https://billets.example/forum",
            "availability": "https://schema.org/InStock",
            "validThrough": "2023-10-10",
        },
    }


def times(event):
    return event.get("startDate"), event.get("endDate")


def test_hours_carry_the_offset_of_the_venue(described):
    halifax = make_venue(time_zone="America/Halifax")
    event = described(starts_on=FIRST, start_time=time(9), end_time=time(17, 30), venues=[halifax])
    assert times(event) == ("2023-10-10T09:00:00-03:00", "2023-10-10T17:30:00-03:00")


def test_night_ends_the_day_after(described):
    event = described(starts_on=date(2024, 1, 5), start_time=time(21), end_time=time(2))
    assert times(event) == ("2024-01-05T21:00:00-05:00", "2024-01-06T02:00:00-05:00")


def test_end_across_a_change_of_time(described):
    event = described(starts_on=date(2024, 3, 9), ends_on=date(2024, 3, 11), start_time=time(9), end_time=time(17))
    assert times(event) == ("2024-03-09T09:00:00-05:00", "2024-03-11T17:00:00-04:00")


def test_unknown_end_is_left_out(described):
    assert times(described(starts_on=FIRST, start_time=time(9))) == ("2023-10-10T09:00:00-04:00", None)


def test_unknown_last_hour_leaves_the_last_day(described):
    event = described(starts_on=FIRST, ends_on=LAST, start_time=time(9))
    assert times(event) == ("2023-10-10T09:00:00-04:00", "2023-10-13")


def test_event_whose_date_is_to_be_confirmed_has_a_name_and_a_status(described):
    event = described(title="Un jour", event_status=EventStatus.POSTPONED)

    assert times(event) == (None, None)
    assert (event["name"], event["eventStatus"]) == ("Un jour", "https://schema.org/EventPostponed")
    assert {"offers", "location", "eventAttendanceMode", "performer", "subEvent"} & event.keys() == set()


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (EventStatus.SCHEDULED, "EventScheduled"),
        (EventStatus.FULL, "EventScheduled"),
        (EventStatus.RESCHEDULED, "EventRescheduled"),
        (EventStatus.MOVED_ONLINE, "EventMovedOnline"),
        (EventStatus.POSTPONED, "EventPostponed"),
        (EventStatus.CANCELLED, "EventCancelled"),
    ],
)
def test_status(described, status, expected):
    assert described(starts_on=FIRST, event_status=status)["eventStatus"] == f"https://schema.org/{expected}"


def test_full_event_is_sold_out(described):
    event = described(starts_on=FIRST, event_status=EventStatus.FULL, registration_url="https://billets.example/")
    assert event["offers"]["availability"] == "https://schema.org/SoldOut"


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({"mode": Mode.IN_PERSON}, ["Place"]),
        ({"mode": Mode.ONLINE}, ["VirtualLocation"]),
        ({"mode": Mode.HYBRID}, ["Place", "VirtualLocation"]),
        ({"mode": Mode.IN_PERSON, "event_status": EventStatus.MOVED_ONLINE}, ["VirtualLocation"]),
        ({"mode": ""}, ["Place"]),
    ],
)
def test_location_follows_the_mode(described, fields, kinds):
    event = described(starts_on=FIRST, venues=[make_venue(city="Montréal")], **fields)

    locations = event["location"] if isinstance(event["location"], list) else [event["location"]]
    assert [location["@type"] for location in locations] == kinds
    assert [location["url"] for location in locations if "url" in location] == [FORUM] * kinds.count("VirtualLocation")
    is_online = kinds == ["VirtualLocation"]
    assert ("OnlineEventAttendanceMode" in event.get("eventAttendanceMode", "")) is is_online


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"city": "Lyon"}, {"addressLocality": "Lyon"}),
        ({"address": "12, rue des Lilas, Lyon"}, {"streetAddress": "12, rue des Lilas, Lyon"}),
        (
            {"address": "1201, boul. Saint-Laurent, Montréal (Québec)  H2X2S6"},
            {
                "streetAddress": "1201, boul. Saint-Laurent",
                "addressLocality": "Montréal",
                "postalCode": "H2X2S6",
                "addressCountry": "CA",
            },
        ),
    ],
)
def test_postal_address(db, fields, expected):
    address = postal_address(make_venue(**fields))
    assert address == (expected and {"@type": "PostalAddress", **expected})


def test_province_and_foreign_place(db):
    ontario = make_territory("on", kind=TerritoryKind.PROVINCE, label_fr="Ontario")
    belgium = make_territory("be", kind=TerritoryKind.FOREIGN, label_fr="Belgique")

    found = [postal_address(make_venue(city="X", territory=territory)) for territory in (ontario, belgium)]

    assert [(place.get("addressRegion"), place.get("addressCountry")) for place in found] == [
        ("Ontario", "CA"),
        (None, None),
    ]


def test_sessions_of_the_programme(client, organisation):
    event = make_event(organisation, slug="forum", starts_on=FIRST, ends_on=LAST, venues=[make_venue()])
    halifax = make_venue("Salle B", time_zone="America/Halifax")
    speaker = [Contribution(person=make_person("Ève Tremblay"), role=ContributionRole.SPEAKER)]
    make_session(event, slug="a", title="Ouverture", starts_on=FIRST, start_time=time(9), end_time=time(10))
    rows = {"contributions": speaker}
    make_session(event, slug="b", title="Atelier", starts_on=LAST, venue=halifax, start_time=time(9), rows=rows)
    make_session(event, slug="c", title="À venir", event_status=EventStatus.CANCELLED)
    make_session(event, slug="d", title="Un brouillon", live=False)

    found = graph(client.get("/fr/partenaires/un-organisme/forum/"))["Event"]["subEvent"]

    scheduled = "https://schema.org/EventScheduled"
    eve = {"@type": "Person", "name": "Ève Tremblay", "url": "http://localhost:8000/fr/personnes/eve-tremblay/"}
    assert found == [
        {
            "@type": "Event",
            "name": "Ouverture",
            "url": f"{FORUM}a/",
            "eventStatus": scheduled,
            "startDate": "2023-10-10T09:00:00-04:00",
            "endDate": "2023-10-10T10:00:00-04:00",
        },
        {
            "@type": "Event",
            "name": "Atelier",
            "url": f"{FORUM}b/",
            "eventStatus": scheduled,
            "location": {"@type": "Place", "name": "Salle B"},
            "startDate": "2023-10-13T09:00:00-03:00",
            "performer": [eve],
        },
        {
            "@type": "Event",
            "name": "À venir",
            "url": f"{FORUM}c/",
            "eventStatus": "https://schema.org/EventCancelled",
        },
    ]


def test_session_on_its_own_page(client, organisation):
    halifax = make_venue(time_zone="America/Halifax")
    event = make_event(organisation, slug="forum", title="Forum", starts_on=FIRST, ends_on=LAST, venues=[halifax])
    make_session(event, slug="a", title="Ouverture", starts_on=FIRST, start_time=time(9))

    found = graph(client.get("/fr/partenaires/un-organisme/forum/a/"))

    assert found["Event"]["name"] == "Ouverture"
    assert found["Event"]["startDate"] == "2023-10-10T09:00:00-03:00"
    assert found["Event"]["superEvent"] == {
        "@type": "Event",
        "name": "Forum",
        "url": FORUM,
        "startDate": "2023-10-10",
        "endDate": "2023-10-13",
    }
    assert found["Event"]["organizer"]["url"] == SITE
    assert [item["name"] for item in found["BreadcrumbList"]["itemListElement"]][-2:] == ["Forum", "Ouverture"]


def test_event_with_forty_sessions_costs_twenty_queries_at_most(client, organisation):
    event = make_event(organisation, slug="forum", starts_on=FIRST, ends_on=LAST, venues=[make_venue(), make_venue()])
    found = []
    for many in (1, 39):
        for _ in range(many):
            rows = {
                "contributions": [Contribution(person=make_person(), role=ContributionRole.SPEAKER)],
                "themes": [PublicationTheme(theme=make_theme())],
            }
            # Without a venue, a session reads its hours and the end of its replay in the zone of its event.
            replay = {"replay_url": "https://replay.example/", "replay_until": LAST}
            make_session(event, starts_on=FIRST, start_time=time(9), rows=rows, **replay)
        client.get("/fr/")
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/fr/partenaires/un-organisme/forum/")
        found.append((len(graph(response)["Event"]["subEvent"]), len(queries)))

    assert found == [(1, 17), (40, 17)]
