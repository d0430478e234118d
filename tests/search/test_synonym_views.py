"""Synonyms in the administration, and the form that adds one from the report."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from partners.models import Partner
from search.models import SynonymGroup
from tests.factories.accounts import make_administrator
from tests.factories.partners import make_communications, make_member, make_translator, make_working_partner
from tests.forms import filled
from tests.reading import page as soup_of
from tests.reading import words

LIST = "/admin/snippets/search/synonymgroup/"
ADD = "/admin/reports/searches/synonym/"
REPORT = "/admin/reports/searches/without-result/"


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


@pytest.fixture
def group(tree):
    return SynonymGroup.objects.create(terms="courriel\ne-mail")


def terms():
    return sorted(tuple(group.lines()) for group in SynonymGroup.objects.all())


def errors(response, selector=".error-message"):
    return [words(error) for error in soup_of(response).select(selector) if words(error)]


class TestList:
    def test_is_empty_at_first_and_says_what_to_do(self, desk):
        soup = soup_of(desk.get(LIST))
        assert "No synonyms yet." in words(soup)
        assert [link["href"] for link in soup.select("p a") if words(link) == "Add a group"] == [f"{LIST}add/"]

    @pytest.mark.parametrize(("asked", "expected"), [("", 2), ("QUEBEC", 1), ("mail", 1), ("xyz", 0)])
    @pytest.mark.usefixtures("group")
    def test_is_searched_without_accents(self, desk, asked, expected):
        SynonymGroup.objects.create(terms="Québec\nla vieille capitale")
        soup = soup_of(desk.get(LIST, {"q": asked}))
        assert len(soup.select("table tbody tr")) == expected
        assert ("No group holds these words." in words(soup)) == (expected == 0)

    def test_a_group_is_made_changed_and_deleted_with_its_history(self, desk):
        desk.post(f"{LIST}add/", {"terms": "Courriel\r\nE-mail\r\n\r\n"})
        assert terms() == [("Courriel", "E-mail")]
        group = SynonymGroup.objects.get()
        desk.post(f"{LIST}edit/{group.pk}/", {"terms": "Courriel\r\nE-mail\r\ncourrier électronique"})
        assert terms() == [("Courriel", "E-mail", "courrier électronique")]
        desk.post(f"{LIST}delete/{group.pk}/")
        assert terms() == []
        entries = ModelLogEntry.objects.filter(object_id=str(group.pk)).order_by("timestamp", "pk")
        assert [entry.action for entry in entries] == ["wagtail.create", "wagtail.edit", "wagtail.delete"]

    @pytest.mark.usefixtures("group")
    def test_an_error_stands_beside_the_field(self, desk):
        response = desk.post(f"{LIST}add/", {"terms": "messagerie\r\nEmails"})
        assert errors(response) == [
            "“Emails” already stands in the group “courriel · e-mail”: add the other terms there."
        ]
        assert terms() == [("courriel", "e-mail")]

    def test_is_in_the_menu_of_staff(self, desk):
        assert f'"{LIST}"' in desk.get("/admin/").content.decode().replace("&quot;", '"')


class TestAdding:
    @pytest.mark.usefixtures("group")
    def test_the_form_holds_the_words_and_every_group(self, desk):
        response = desk.get(ADD, {"words": "mél", "next": f"{REPORT}?language=fr"})
        assert filled(response, "form[method=post]:has(textarea)") | {"csrfmiddlewaretoken": ""} == {
            "body-count": "0",
            "csrfmiddlewaretoken": "",
            "next": f"{REPORT}?language=fr",
            "words": "mél",
            "group": "",
            # The line that a text area begins with is no part of it.
            "others": "\n",
        }
        options = [words(option) for option in soup_of(response).select("select[name=group] option")]
        assert options == ["A new group", "courriel · e-mail"]

    def test_to_a_group(self, desk, staff, group):
        response = desk.post(ADD, {"words": "mél", "group": group.pk, "next": f"{REPORT}?language=fr"}, follow=True)
        assert response.redirect_chain == [(f"{REPORT}?language=fr", 302)]
        assert terms() == [("courriel", "e-mail", "mél")]
        assert "From now on, each of these finds the others: courriel · e-mail · mél." in words(soup_of(response))
        entry = ModelLogEntry.objects.get()
        assert (entry.action, entry.user, entry.object_id) == ("wagtail.edit", staff, str(group.pk))

    def test_to_a_new_group(self, desk):
        response = desk.post(ADD, {"words": "  mél ", "others": "courriel\r\ne-mail\r\n"})
        assert response.headers["Location"] == REPORT
        assert terms() == [("mél", "courriel", "e-mail")]
        assert ModelLogEntry.objects.get().action == "wagtail.create"

    def test_to_a_group_with_more_terms(self, desk, group):
        desk.post(ADD, {"words": "mél", "group": group.pk, "others": "pourriel"})
        assert terms() == [("courriel", "e-mail", "mél", "pourriel")]

    def test_without_any_group_a_new_one_goes_without_saying(self, desk):
        soup = soup_of(desk.get(ADD, {"words": "mél"}))
        assert [words(label) for label in soup.select("form[method=post]:has(textarea) label")] == [
            "What readers type *",
            "Means the same as",
        ]

    @pytest.mark.parametrize(
        ("posted", "expected"),
        [
            ({"words": "mél"}, "Choose a group, or write what it means the same as."),
            ({"words": "mél", "others": "Mel"}, "Write at least two terms, one per line."),
            ({"words": "…", "others": "courriels"}, "“…” says nothing that one could look for"),
            ({"words": "Emails", "others": "messagerie"}, "“Emails” already stands in the group “courriel · e-mail”"),
            ({"words": "", "others": "mél"}, "This field is required."),
            ({"words": "mél", "group": "999", "others": "x"}, "Select a valid choice."),
            ({"words": "m" * 101, "others": "mél"}, "at most 100 characters"),
        ],
    )
    @pytest.mark.usefixtures("group")
    def test_refuses(self, desk, posted, expected):
        (error,) = errors(desk.post(ADD, posted))
        assert expected in error
        assert terms() == [("courriel", "e-mail")]

    @pytest.mark.parametrize("asked", ["\x00<script>" + "x" * 500, "a\x00b"])
    def test_hostile_words_are_shown_as_words(self, desk, asked):
        response = desk.get(ADD, {"words": asked})
        assert filled(response, "form[method=post]:has(textarea)")["words"] == asked.replace("\x00", "")[:100]
        assert b"<script>x" not in response.content

    def test_leads_nowhere_else(self, desk):
        response = desk.post(ADD, {"words": "mél", "others": "courriel", "next": "https://ailleurs.exemple.example/"})
        assert response.headers["Location"] == REPORT


PEOPLE = {
    "communications": (make_communications, True),
    "administrator": (make_administrator, True),
    "translator": (make_translator, False),
    "lead": (lambda: make_member(Partner.objects.get(name="CRIM"), "lead"), False),
    "editor": (lambda: make_member(Partner.objects.get(name="CRIM"), "editor"), False),
}


@pytest.mark.parametrize("role", PEOPLE)
def test_for_staff_only(client, company, group, role):
    make, expected = PEOPLE[role]
    client.force_login(make())
    names = ("list", "add", "list_results")
    addresses = [reverse(f"wagtailsnippets_search_synonymgroup:{name}") for name in names]
    addresses += [f"{LIST}{name}/{group.pk}/" for name in ("edit", "delete", "history", "usage")]
    addresses += [ADD, "/admin/snippets/choose/search/synonymgroup/"]
    assert {client.get(address).status_code for address in addresses} == {200 if expected else 302}
    client.post(ADD, {"words": "mél", "group": group.pk})
    client.post(f"{LIST}add/", {"terms": "rouge\nbleu"})
    assert len(terms()) == (2 if expected else 1)
    assert ("mél" in str(SynonymGroup.objects.get(pk=group.pk))) is expected


def test_nobody_else_comes_in(client, tree):
    for address in (LIST, ADD):
        assert client.get(address).headers["Location"].startswith("/admin/login/")
