"""The exposure report: its lines, its page and its exports."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.utils import timezone, translation
from openpyxl import load_workbook
from wagtail.models import PageViewRestriction

from home.exposure_report import by_partner, by_project
from partners.models import Belonging, PublicationPage
from partners.provisioning import provision_all
from tests.factories.home import make_slot
from tests.factories.pages import make_article, make_event, make_project, make_session
from tests.factories.partners import make_communications, make_member, make_partner, make_partner_page
from tests.reading import page as parsed
from tests.reading import words
from tests.standing import stands

ADDRESS = "/admin/reports/exposure/"
NOW = datetime(2031, 5, 6, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = 24 * HOUR
AHEAD = (NOW, NOW + 90 * DAY)


def section(tree, name, **fields):
    return make_partner_page(tree.fr, make_partner(name, **fields))


def said(exposure):
    return [
        (line.name, round(line.hours, 4), line.hours_percent, line.publications, line.publications_percent)
        for line in exposure.lines
    ]


@stands
def company(tree):
    """Three partners and their articles: one, one and two."""
    crim, sat, insecm = (section(tree, name) for name in ("CRIM", "SAT", "In-Sec-M"))
    return {
        "crim": make_article(crim),
        "sat": make_article(sat),
        "insecm": make_article(insecm),
        "other": make_article(insecm),
    }


def feature(company, start):
    """The worked example: a day from `start`."""
    noon, end = start + 12 * HOUR, start + DAY
    make_slot(company["crim"], position="hero", starts_at=start, ends_at=end)
    make_slot(company["sat"], position="highlight-1", starts_at=start, ends_at=noon)
    make_slot(company["insecm"], position="highlight-1", starts_at=noon, ends_at=end)
    make_slot(company["other"], position="highlight-2", starts_at=start, ends_at=end)


class TestByPartner:
    def test_the_worked_example(self, company):
        feature(company, NOW + DAY)
        found = by_partner(*AHEAD, now=NOW)
        assert said(found) == [
            ("CRIM", 24.0, 46.9, 1, 25.0),
            ("In-Sec-M", 19.5712, 38.3, 2, 50.0),
            ("SAT", 7.5712, 14.8, 1, 25.0),
            ("La Trame", 0.0, 0.0, 0, 0.0),
        ]
        assert [line.difference for line in found.lines] == [21.9, -11.7, -10.2, 0.0]
        # Half the mean absolute difference over the mean, by hand.
        values = [24.0, 19.5712, 7.5712, 0.0]
        by_hand = sum(abs(one - two) for one in values for two in values) / (2 * 4 * sum(values))
        assert found.gini_of_hours == pytest.approx(by_hand, abs=1e-5)
        assert found.gini_of_publications == pytest.approx(0.375)

    def test_the_past_and_the_future_are_apart(self, company):
        feature(company, NOW - 2 * DAY)
        assert by_partner(*AHEAD, now=NOW).is_empty
        assert said(by_partner(NOW - 90 * DAY, NOW, now=NOW))[0] == ("CRIM", 24.0, 46.9, 1, 25.0)

    def test_what_readers_cannot_open_is_no_publication(self, tree, company):
        place = company["sat"].get_parent()
        make_article(place, live=False)
        private = make_article(place)
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        make_session(make_event(place, starts_on=date(2031, 6, 1)), starts_on=date(2031, 6, 1))
        english = make_partner_page(tree.en, place.specific.partner, translation_key=place.translation_key)
        make_article(english, translation_key=company["sat"].translation_key)
        make_slot(private, starts_at=NOW + DAY, ends_at=NOW + 2 * DAY)
        counted = {line.name: line.publications for line in by_partner(*AHEAD, now=NOW).lines}
        assert counted == {"CRIM": 1, "SAT": 2, "In-Sec-M": 2, "La Trame": 0}

    @pytest.mark.usefixtures("company")
    def test_partners_that_left(self, tree):
        gone = section(tree, "Parti", is_active=False)
        section(tree, "Parti sans rien", is_active=False)
        make_slot(make_article(gone), starts_at=NOW + DAY, ends_at=NOW + 2 * DAY)
        found = by_partner(*AHEAD, now=NOW)
        assert [(line.name, line.is_active) for line in found.lines] == [
            *(("Parti", False), ("In-Sec-M", True), ("CRIM", True), ("SAT", True), ("La Trame", True)),
        ]
        assert found.gini_of_hours is None

    def test_drafts_and_addresses_elsewhere_count_for_nobody(self, company):
        make_slot(company["sat"], starts_at=NOW + DAY, ends_at=NOW + 2 * DAY, live=False)
        make_slot(starts_at=NOW + DAY, ends_at=NOW + 2 * DAY)
        assert by_partner(*AHEAD, now=NOW).is_empty

    @pytest.mark.usefixtures("tree")
    def test_an_empty_portal(self):
        found = by_partner(*AHEAD, now=NOW)
        assert (said(found), found.gini_of_hours, found.gini_of_publications) == (
            [("La Trame", 0.0, 0.0, 0, 0.0)],
            None,
            None,
        )

    def test_a_constant_number_of_queries(self, tree, company, django_assert_num_queries):
        feature(company, NOW + DAY)
        with django_assert_num_queries(9):
            by_partner(*AHEAD, now=NOW)
        for number in range(4):
            feature(company | {"sat": make_article(section(tree, f"Encore {number}"))}, NOW + (number + 3) * DAY)
        with django_assert_num_queries(9):
            by_partner(*AHEAD, now=NOW)


class TestByProject:
    @pytest.fixture
    def projects(self, tree):
        return [make_project(tree.fr.projects, title=title) for title in ("CLIC", "DÉFI", "Sans rien")]

    def part(self, place, *wholes, is_accepted=True):
        rows = [Belonging(whole=whole, is_accepted=is_accepted) for whole in wholes]
        return make_article(place, rows={"belongings": rows})

    def test_itself_and_what_belongs_to_it(self, tree, projects):
        clic, defi, _nothing = projects
        place = section(tree, "CRIM")
        both = self.part(place, clic, defi)
        refused = self.part(place, clic, is_accepted=False)
        alone = make_article(place)
        for number, page in enumerate((both, refused, alone, clic)):
            make_slot(page, starts_at=NOW + number * DAY, ends_at=NOW + (number + 1) * DAY)
        found = by_project(*AHEAD, now=NOW)
        # Six publications: three projects, three articles. Ninety-six hours.
        assert said(found) == [
            ("CLIC", 48.0, 50.0, 2, 33.3),
            ("DÉFI", 24.0, 25.0, 2, 33.3),
            ("Sans rien", 0.0, 0.0, 1, 16.7),
        ]

    def test_a_project_named_in_english(self, tree, projects):
        clic = projects[0]
        english = make_project(tree.en.projects, title="CLIC in English", translation_key=clic.translation_key)
        page = self.part(section(tree, "CRIM"), english, clic)
        make_slot(page, starts_at=NOW, ends_at=NOW + DAY)
        with translation.override("en"):
            assert said(by_project(*AHEAD, now=NOW))[0] == ("CLIC in English", 24.0, 100.0, 2, 50.0)

    def test_a_project_that_left(self, tree, projects):
        clic = projects[0]
        make_slot(self.part(section(tree, "CRIM"), clic), starts_at=NOW, ends_at=NOW + DAY)
        PublicationPage.objects.filter(pk=clic.pk).update(live=False)
        first = by_project(*AHEAD, now=NOW).lines[0]
        assert (first.name, first.hours, first.is_active) == ("CLIC", 24.0, False)

    def test_a_constant_number_of_queries(self, tree, projects, django_assert_num_queries):
        place = section(tree, "CRIM")
        make_slot(self.part(place, projects[0]), starts_at=NOW, ends_at=NOW + DAY)
        with django_assert_num_queries(12):
            by_project(*AHEAD, now=NOW)
        for number in range(4):
            page = self.part(place, *projects)
            make_slot(page, position="banner", starts_at=NOW + number * DAY, ends_at=NOW + (number + 2) * DAY)
        with django_assert_num_queries(12):
            by_project(*AHEAD, now=NOW)


class TestPage:
    @pytest.fixture
    def staff(self, client, tree):  # noqa: ARG002 -- the portal's own partner stands in the tree
        provision_all()
        client.force_login(make_communications())
        return client

    @pytest.fixture
    def featured(self, company):
        now = timezone.now()
        make_slot(company["crim"], starts_at=now - 3 * DAY, ends_at=now - 2 * DAY)
        make_slot(company["sat"], starts_at=now + 3 * DAY, ends_at=now + 4 * DAY)

    def rows(self, answer):
        return [
            [words(cell) for cell in row.select("th, td.exposure__number")]
            for row in parsed(answer).select("table.exposure tbody tr")
        ]

    @pytest.mark.usefixtures("featured")
    def test_the_last_days_by_partner(self, staff):
        answer = staff.get(ADDRESS)
        assert self.rows(answer) == [
            ["CRIM", "24,0", "100,0", "1", "25,0", "+75,0"],
            ["In-Sec-M", "0,0", "0,0", "2", "50,0", "−50,0"],
            ["SAT", "0,0", "0,0", "1", "25,0", "−25,0"],
            ["La Trame", "0,0", "0,0", "0", "0,0", "0,0"],
        ]
        bars = [bar["width"] for bar in parsed(answer).select("table.exposure rect")]
        assert bars == ["100.0", "25.0", "0.0", "50.0", "0.0", "25.0", "0.0", "0.0"]
        assert "0,75" in words(parsed(answer).select_one(".exposure-gini"))
        assert not parsed(answer).select("main [style]")

    @pytest.mark.usefixtures("featured")
    def test_the_next_days(self, staff):
        assert self.rows(staff.get(ADDRESS, {"period": "next"}))[0] == ["SAT", "24,0", "100,0", "1", "25,0", "+75,0"]

    def test_by_project(self, staff, tree):
        make_project(tree.fr.projects, title="CLIC")
        assert self.rows(staff.get(ADDRESS, {"by": "project"})) == [["CLIC", "0,0", "0,0", "1", "100,0", "−100,0"]]

    @pytest.mark.usefixtures("company")
    @pytest.mark.parametrize("period", ["last", "next"])
    def test_nothing_was_featured(self, staff, period):
        answer = staff.get(ADDRESS, {"period": period})
        assert (len(self.rows(answer)), bool(parsed(answer).select(".help-info"))) == (4, True)

    def test_no_project(self, staff):
        assert not parsed(staff.get(ADDRESS, {"by": "project"})).select("table")

    @pytest.mark.usefixtures("featured")
    def test_what_makes_no_sense_is_said_and_left_out(self, staff):
        answer = staff.get(ADDRESS, {"period": "toujours", "by": "personne"})
        assert (self.rows(answer)[0][0], bool(parsed(answer).select(".help-warning"))) == ("CRIM", True)

    @pytest.mark.usefixtures("featured")
    def test_csv(self, staff, tree):
        make_article(section(tree, "=Formule"))
        answer = staff.get(ADDRESS, {"period": "last", "export": "csv"})
        lines = b"".join(answer.streaming_content).decode().splitlines()
        assert lines[1:] == [
            "CRIM,24.0,100.0,1,20.0,80.0",
            "In-Sec-M,0.0,0.0,2,40.0,-40.0",
            "'=Formule,0.0,0.0,1,20.0,-20.0",
            "SAT,0.0,0.0,1,20.0,-20.0",
            "La Trame,0.0,0.0,0,0.0,0.0",
        ]
        assert f"exposure-partner-last-{timezone.localdate():%Y-%m-%d}.csv" in answer.headers["Content-Disposition"]

    @pytest.mark.usefixtures("featured")
    def test_xlsx(self, staff):
        answer = staff.get(ADDRESS, {"period": "next", "export": "xlsx"})
        sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
        rows = list(sheet.iter_rows(values_only=True))
        assert (len(rows), rows[1]) == (5, ("SAT", 24, 100, 1, 25, 75))

    @pytest.mark.usefixtures("featured")
    def test_exports_are_linked_with_what_was_asked(self, staff):
        links = [link["href"] for link in parsed(staff.get(ADDRESS, {"by": "partner"})).select(".exposure-ways a")]
        assert links == [f"{ADDRESS}?by=partner&export=csv", f"{ADDRESS}?by=partner&export=xlsx"]

    @pytest.mark.usefixtures("featured")
    def test_in_the_menu_of_staff(self, staff):
        assert ADDRESS in staff.get("/admin/").content.decode()

    @pytest.mark.parametrize("question", [{}, {"export": "csv"}, {"export": "xlsx"}])
    def test_for_staff_only(self, client, company, question):
        provision_all()
        client.force_login(make_member(company["crim"].lead_partner))
        assert client.get(ADDRESS, question).status_code == 302
