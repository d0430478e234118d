"""The parity matrix as it is read: who sees which rows, filters, totals, exports, labels, and for how many queries."""

import csv
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Page

from core.models import MenuItem, SiteSettings, Subject
from partners.models import Person
from tests.factories.accounts import make_administrator
from tests.factories.moderation import edit, make_draft, submit
from tests.factories.partners import (
    make_communications,
    make_member,
    make_person,
    make_translator,
    make_working_partner,
)
from tests.factories.translation import publish, say, start
from tests.reading import page as soup_of
from tests.reading import words
from tests.standing import stands

MATRIX = "/admin/reports/parity/"
LABELS = "/admin/reports/parity/labels/"


@stands
def editor(crim):
    return make_member(crim, "editor", preferred_language="en")


@stands
def staff(tree, crim):
    return make_communications(preferred_language="en")


def sister(french):
    return Page.objects.get(translation_key=french.translation_key, locale__language_code="en").specific


def translated(french, user):
    """Translate a live French page, publish its English, and return the French page."""
    say(start(french, user), user)
    publish(sister(french))
    return french


def rows(response):
    """The rows of the matrix but for the portal's own pages, in words."""
    found = soup_of(response).select("table.parity tbody tr")
    return [[words(cell) for cell in row.select("td")] for row in found]


def titles(response):
    return [words(link) for link in soup_of(response).select("table.parity td.title a")]


def totals(response):
    return [words(link) for link in soup_of(response).select(".parity-totals a")]


@stands
def four(crim, editor, staff):
    """A page in each of four states."""
    missing = publish(make_draft(crim, editor, title="Sans anglais"))
    started = publish(make_draft(crim, editor, title="Commencé"))
    start(started, editor)
    behind = translated(publish(make_draft(crim, editor, title="En retard")), editor)
    publish(edit(behind, editor, title="En retard, encore", summary="Un autre résumé."))
    current = translated(publish(make_draft(crim, editor, title="À jour")), editor)
    return {"missing": missing, "started": started, "behind": behind, "current": current}


class TestRows:
    @pytest.mark.usefixtures("four")
    def test_of_a_partner(self, client, editor):
        client.force_login(editor)
        found = {row[0].split(" French page:")[0]: row[1:4] for row in rows(client.get(MATRIX)) if row[2] == "Article"}
        assert found == {
            "Sans anglais": ["CRIM", "Article", "Missing Translate – Sans anglais"],
            "Commencé": ["CRIM", "Article", "Being translated Commencé"],
            "En retard, encore": ["CRIM", "Article", "Behind by 2 passages EN En retard"],
            "À jour": ["CRIM", "Article", "Current EN À jour"],
        }

    @pytest.mark.usefixtures("staff")
    def test_in_review_says_on_whom_it_waits(self, client, crim, editor):
        lead = make_member(crim, "lead", first_name="Léa", last_name="Morin")
        french = publish(make_draft(crim, editor, title="Soumis"))
        say(start(french, editor), editor)
        submit(sister(french), editor)
        client.force_login(editor)
        (row,) = rows(client.get(f"{MATRIX}?state=review"))
        assert row[3] == f"In review EN Soumis Waits for {lead.name}"

    @pytest.mark.usefixtures("four")
    def test_the_portal_s_own_pages_for_staff_only(self, client, editor, staff):
        client.force_login(editor)
        assert "Articles" not in titles(client.get(MATRIX))
        client.force_login(staff)
        assert "Articles" in titles(client.get(MATRIX))

    @pytest.mark.usefixtures("four")
    def test_nothing_of_another_partner(self, client, editor):
        other = make_working_partner("SAT")
        writer = make_member(other)
        secret = make_draft(other, writer, title="Secret de la SAT")
        start(secret, writer)
        client.force_login(editor)
        for address in (MATRIX, f"{MATRIX}?partner={other.pk}", f"{MATRIX}?q=Secret", f"{MATRIX}results/"):
            assert "SAT" not in client.get(address).content.decode()
        assert b"SAT" not in b"".join(client.get(f"{MATRIX}?export=csv").streaming_content)
        client.force_login(make_translator())
        assert titles(client.get(f"{MATRIX}?q=Secret")) == ["Secret de la SAT"]

    def test_a_french_draft_without_english_has_no_row(self, client, crim, editor, staff):
        make_draft(crim, editor, title="Brouillon")
        client.force_login(staff)
        assert titles(client.get(f"{MATRIX}?q=Brouillon")) == []


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("state=behind&type=article", ["En retard, encore"]),
            ("state=missing&type=article", ["Sans anglais"]),
            ("type=event", []),
            ("age=7&type=article", []),
            ("q=retard", ["En retard, encore"]),
            ("q=EN+À", ["À jour"]),
            ("ordering=since&type=article", ["Sans anglais", "Commencé", "En retard, encore", "À jour"]),
            ("ordering=-draft_title&type=article", ["À jour", "Sans anglais", "En retard, encore", "Commencé"]),
            ("type=article", ["Sans anglais", "Commencé", "En retard, encore", "À jour"]),
        ],
    )
    @pytest.mark.usefixtures("four")
    def test_rows(self, client, staff, query, expected):
        client.force_login(staff)
        found = titles(client.get(f"{MATRIX}?{query}"))
        assert sorted(found) == sorted(expected) if "draft_title" in query else found == expected

    @pytest.mark.usefixtures("four")
    def test_totals_follow_the_other_filters(self, client, staff):
        client.force_login(staff)
        response = client.get(f"{MATRIX}?type=article&state=behind")
        assert totals(response) == ["All 4", "Missing 1", "Being translated 1", "Behind 1", "Current 1"]
        links = [link["href"] for link in soup_of(response).select(".parity-totals a")]
        assert links[:2] == [f"{MATRIX}?type=article", f"{MATRIX}?type=article&state=missing"]

    @pytest.mark.usefixtures("four")
    def test_says_that_nothing_matches(self, client, staff):
        client.force_login(staff)
        assert "No page matches" in client.get(f"{MATRIX}?q=xyz").content.decode()


class TestExport:
    @pytest.mark.usefixtures("four")
    def test_same_rows_as_on_screen(self, client, staff):
        client.force_login(staff)
        query = f"{MATRIX}?type=article&state=behind&export="
        text = b"".join(client.get(f"{query}csv").streaming_content).decode()
        today = timezone.localdate()
        expected = ["En retard, encore", "EN En retard", "CRIM", "Article", "Live", "Behind"]
        assert list(csv.reader(StringIO(text)))[1:] == [
            [*expected, "2", today.isoformat(), "", "", "", ""],
        ]
        sheet = load_workbook(BytesIO(b"".join(client.get(f"{query}xlsx").streaming_content))).active
        (_headings, row) = sheet.iter_rows(values_only=True)
        assert [*row[:7], row[7]] == [*expected, 2, today]

    def test_executes_nothing(self, client, crim, editor, staff):
        publish(make_draft(crim, editor, title='=HYPERLINK("http://exemple.test")'))
        client.force_login(staff)
        text = b"".join(client.get(f"{MATRIX}?type=article&export=csv").streaming_content).decode()
        assert list(csv.reader(StringIO(text)))[1][0] == '\'=HYPERLINK("http://exemple.test")'


def asked(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured), response


# What the matrix may ask, beside what every page of the administration does.
MOST_QUERIES = 15


def test_as_many_queries_for_any_number(client, crim, editor, staff):
    def grow(number):
        for index in range(number):
            behind = translated(publish(make_draft(crim, editor, title=f"En retard {index}")), editor)
            publish(edit(behind, editor, summary="Un autre résumé."))
            waiting = publish(make_draft(crim, editor, title=f"Soumis {index}"))
            say(start(waiting, editor), editor)
            submit(sister(waiting), editor)

    def ask():
        for user in (staff, editor):
            client.force_login(user)
            queries, response = asked(client, MATRIX)
            assert "Behind by 1 passage" in response.content.decode()
            frame, _guide = asked(client, reverse("portal_guide"))
            assert queries - frame <= MOST_QUERIES
            yield queries

    grow(1)
    assert list(ask()) == [23, 23]
    grow(5)
    assert list(ask()) == [23, 23]


class TestLabels:
    @pytest.fixture
    def _labels(self, tree):  # noqa: ARG002 -- the settings stand in it
        Subject.objects.create(code="gestion", label_fr="Gestion", label_en="Management")
        Subject.objects.create(code="donnees", label_fr="Données")
        portal = SiteSettings.load()
        portal.tagline_fr = "La ligne"
        portal.save()
        MenuItem.objects.create(settings=portal, url="https://exemple.test", label_fr="Lien", label_en="")
        make_person("Ève", role_fr="Tisserande")

    @pytest.mark.usefixtures("_labels")
    def test_those_without_english(self, client, staff):
        client.force_login(staff)
        response = client.get(LABELS)
        found = [[words(cell) for cell in row.select("td")] for row in soup_of(response).select("tbody tr")]
        assert [row for row in found if row[0] in {"Données", "Lien", "Ève"} or row[3] == "La ligne"] == [
            ["Lien", "Menu item", "Label in English", "Lien"],
            ["Ève", "Person", "Role in English", "Tisserande"],
            ["portal", "Portal", "Line in English", "La ligne"],
            ["Données", "Subject", "Label in English", "Données"],
        ]
        links = [link["href"] for link in soup_of(response).select("tbody tr a")]
        assert all(client.get(link).status_code == 200 for link in links)
        assert f"/admin/snippets/partners/person/edit/{Person.objects.get(name='Ève').pk}/" in links

    def test_for_staff_only(self, client, editor):
        client.force_login(editor)
        assert client.get(LABELS).status_code == 302
        assert "Labels without English" not in client.get(MATRIX).content.decode()

    @pytest.mark.usefixtures("_labels")
    def test_as_many_queries_for_any_number(self, client, staff):
        client.force_login(staff)
        few, _response = asked(client, LABELS)
        for number in range(20):
            Subject.objects.create(code=f"sujet-{number}", label_fr=f"Sujet {number}")
            make_person(f"Personne {number}", role_fr="Tisserand")
        many, _response = asked(client, LABELS)
        assert few == many


def test_menu_entry(client, editor):
    client.force_login(editor)
    assert MATRIX in client.get("/admin/").content.decode()


def test_administrator_without_pages(client, db):
    client.force_login(make_administrator())
    assert client.get(MATRIX).status_code == 200
