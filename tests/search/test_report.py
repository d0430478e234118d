"""The report of what readers look for: who reads it, rows, order, filters, exports, and what one does from there."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from partners.models import Partner
from search.models import SearchTally, SynonymGroup
from tests.factories.accounts import make_administrator
from tests.factories.partners import make_communications, make_member, make_translator, make_working_partner
from tests.reading import page as soup_of
from tests.reading import words

ALL = "/admin/reports/searches/"
IN_VAIN = "/admin/reports/searches/without-result/"


@pytest.fixture
def company(tree):
    return make_working_partner("CRIM")


@pytest.fixture
def staff(company):
    return make_communications(preferred_language="en")


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


def tally(asked, *, days=0, language="fr", times=1, results=0):
    return SearchTally.objects.create(
        on=timezone.localdate() - timedelta(days=days), language=language, words=asked, times=times, results=results
    )


@pytest.fixture
def some(tree):
    tally("mel", days=0, times=2)
    tally("mel", days=40, times=3, results=7)
    tally("ville", days=2, times=4, results=1200)
    tally("ville", days=60, times=4)
    tally("city", language="en", days=1, times=1)
    tally("balado", days=100, times=9)


def rows(response):
    """The first four cells of each row, in words."""
    found = soup_of(response).select("table.searches tbody tr")
    return [[words(cell).split(" – ")[0] for cell in row.select("td")[:4]] for row in found]


def searches(response):
    return [row[0] for row in rows(response)]


@pytest.mark.usefixtures("some")
class TestRows:
    def test_all_with_the_results_of_the_last_time(self, desk):
        assert rows(desk.get(ALL)) == [
            ["balado", "French", "9", "0"],
            ["ville", "French", "8", "1,200"],
            ["mel", "French", "5", "0"],
            ["city", "English", "1", "0"],
        ]

    def test_those_without_result(self, desk):
        assert searches(desk.get(IN_VAIN)) == ["balado", "mel", "city"]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("language=en", ["city"]),
            ("period=7", ["ville", "mel", "city"]),
            ("period=90", ["ville", "mel", "city"]),
            ("period=30&language=fr", ["ville", "mel"]),
            ("q=MÉL", ["mel"]),
            ("q=xyz", []),
            ("ordering=words", ["balado", "city", "mel", "ville"]),
            ("ordering=-last_on", ["mel", "city", "ville", "balado"]),
            ("ordering=-found", ["ville", "balado", "city", "mel"]),
            ("ordering=asked", ["city", "mel", "ville", "balado"]),
            ("ordering=password", ["balado", "ville", "mel", "city"]),
            ("period=0&language=xx&p=99", ["balado", "ville", "mel", "city"]),
        ],
    )
    def test_filters_and_order(self, desk, query, expected):
        assert searches(desk.get(f"{ALL}?{query}")) == expected
        assert searches(desk.get(f"{ALL}results/?{query}")) == expected

    def test_filters_in_force_are_said(self, desk):
        pills = soup_of(desk.get(f"{ALL}?period=30&language=fr")).select(".w-active-filters .w-pill__content")
        assert [words(pill) for pill in pills] == ["Language: French", "Period: The last 30 days"]

    def test_a_period_counts_its_own_times(self, desk):
        assert rows(desk.get(f"{ALL}?period=30&language=fr")) == [
            ["ville", "French", "4", "1,200"],
            ["mel", "French", "2", "0"],
        ]

    def test_leads_to_what_readers_find(self, desk):
        links = [link["href"] for link in soup_of(desk.get(ALL)).select("table.searches td.title a")]
        assert links == [
            "/fr/recherche/?q=balado&page=1",
            "/fr/recherche/?q=ville&page=1",
            "/fr/recherche/?q=mel&page=1",
            "/en/search/?q=city&page=1",
        ]

    @pytest.mark.usefixtures("company")
    def test_in_french(self, client):
        client.force_login(make_communications(preferred_language="fr"))
        assert rows(client.get(ALL))[1][2:] == ["8", "1 200"]


class TestEmpty:
    @pytest.mark.parametrize(
        ("address", "expected"),
        [
            (ALL, "No reader has searched yet."),
            (IN_VAIN, "Nobody has searched in vain"),
            (f"{ALL}?language=fr", "No search matches: remove a filter to see more."),
        ],
    )
    def test_says_so(self, desk, address, expected):
        assert expected in words(soup_of(desk.get(address)))


@pytest.mark.usefixtures("some")
class TestSynonyms:
    def test_are_added_from_a_row_and_one_comes_back(self, desk):
        group = SynonymGroup.objects.create(terms="courriel\ne-mail")
        here = f"{IN_VAIN}?language=fr&ordering=words"
        link = next(
            link
            for link in soup_of(desk.get(here)).select("table.searches td a.button")
            if words(link) == "Add a synonym – mel"
        )
        form = soup_of(desk.get(link["href"]))
        assert form.select_one("input[name=words]")["value"] == "mel"
        back = form.select_one("input[name=next]")["value"]
        response = desk.post(link["href"], {"words": "mél", "group": group.pk, "next": back}, follow=True)
        assert response.redirect_chain == [(here, 302)]
        cells = {row.select("td")[0].a.span.text: row.select("td")[5] for row in soup_of(response).select("tbody tr")}
        assert words(cells["mel"]) == "courriel · e-mail · mél"
        assert cells["mel"].a["href"] == f"/admin/snippets/search/synonymgroup/edit/{group.pk}/"
        assert words(cells["balado"]) == "Add a synonym – balado"

    def test_words_of_a_reader_are_words_and_nothing_else(self, desk):
        SearchTally.objects.all().delete()
        tally('<script>alert("x")</script>&next=/ailleurs/#é')
        response = desk.get(IN_VAIN)
        assert b"<script>alert" not in response.content
        link = soup_of(response).select_one("table.searches td a.button")["href"]
        form = soup_of(desk.get(link))
        assert form.select_one("input[name=words]")["value"] == '<script>alert("x")</script>&next=/ailleurs/#é'
        assert form.select_one("input[name=next]")["value"] == IN_VAIN


class TestExport:
    @pytest.mark.usefixtures("some")
    def test_has_the_rows_of_the_screen(self, desk):
        SynonymGroup.objects.create(terms="courriel\nmél")
        query = f"{IN_VAIN}?language=fr&export="
        today = timezone.localdate()
        expected = [
            ["balado", "French", 9, 0, today - timedelta(days=100), ""],
            ["mel", "French", 5, 0, today, "courriel · mél"],
        ]
        text = b"".join(desk.get(f"{query}csv").streaming_content).decode()
        assert list(csv.reader(StringIO(text))) == [
            ["Words typed", "Language", "Times", "Results", "Last time", "Synonyms"],
            *([str(value) for value in row] for row in expected),
        ]
        sheet = load_workbook(BytesIO(b"".join(desk.get(f"{query}xlsx").streaming_content))).active
        assert [[value or "" if value != 0 else 0 for value in row] for row in sheet.iter_rows(values_only=True)][
            1:
        ] == expected

    def test_executes_nothing(self, desk):
        tally("-1+cmd|' /c calc'!a0")
        text = b"".join(desk.get(f"{ALL}?export=csv").streaming_content).decode()
        assert list(csv.reader(StringIO(text)))[1][0] == "'-1+cmd|' /c calc'!a0"


@pytest.mark.parametrize("address", [ALL, IN_VAIN])
def test_as_many_queries_for_any_number(desk, address):
    def asked():
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    def grow(number):
        for index in range(number):
            tally(f"mot {number} {index}")
            SynonymGroup.objects.create(terms=f"mot {number} {index}\nterme {number} {index}")

    grow(1)
    few = asked()
    grow(30)
    frame = reverse("portal_guide")
    desk.get(frame)
    with CaptureQueriesContext(connection) as captured:
        desk.get(frame)
    # The count, the rows, the groups.
    assert (few, asked()) == (len(captured) + 3, len(captured) + 3)


PEOPLE = {
    "communications": (make_communications, True),
    "administrator": (make_administrator, True),
    "translator": (make_translator, False),
    "lead": (lambda: make_member(Partner.objects.get(name="CRIM"), "lead"), False),
    "editor": (lambda: make_member(Partner.objects.get(name="CRIM"), "editor"), False),
}


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize("role", PEOPLE)
def test_for_staff_only(client, company, role):
    make, expected = PEOPLE[role]
    client.force_login(make())
    addresses = [ALL, IN_VAIN, f"{ALL}results/", f"{IN_VAIN}results/", f"{ALL}?export=csv"]
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200 if expected else 302}
    assert (f'"{ALL}"' in client.get("/admin/").content.decode().replace("&quot;", '"')) is expected
