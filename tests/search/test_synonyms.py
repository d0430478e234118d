"""The words that mean the same: groups of staff and acronyms, in both directions and both languages, at once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core.models import Acronym
from search import synonyms
from search.models import SynonymGroup
from search.synonyms import MOST_SYNONYMS, gather
from search.words import read


def found(typed, table):
    """Every wording that a search finds."""
    return {wording for unit in read(typed, table).units for wording in (unit.text, *unit.synonyms)}


class TestGathering:
    def test_each_finds_all_the_others(self):
        terms = ["télétravail", "travail à distance", "remote work"]
        table = gather([terms])
        assert [found(term, table) for term in terms] == [set(terms)] * 3

    def test_an_acronym_of_a_group_brings_its_expansions(self):
        table = gather([["ICT", "numérique"]], [("TIC", "technologies", "ICT", "")])
        assert found("numérique", table) == {"numérique", "ICT", "TIC", "technologies"}
        assert found("technologies", table) == {"numérique", "ICT", "TIC", "technologies"}

    def test_an_acronym_of_two_things_does_not_bring_them_together(self):
        table = gather([], [("PI", "propriété intellectuelle", "IP", ""), ("IP", "protocole Internet", "IP", "")])
        assert found("IP", table) == {"IP", "PI", "propriété intellectuelle", "protocole Internet"}
        assert found("propriété intellectuelle", table) == {"IP", "PI", "propriété intellectuelle"}
        assert found("protocole Internet", table) == {"IP", "protocole Internet"}

    def test_two_acronyms_of_one_expansion(self):
        rows = [("OBNL", "organisme à but non lucratif", "", "non-profit"), ("OSBL", "organisme", "", "non-profit")]
        assert found("OBNL", gather([], rows)) == {"OBNL", "organisme à but non lucratif", "non-profit"}
        assert found("OBNL", gather([["obnl", "osbl"]], rows)) == {
            *("OBNL", "organisme à but non lucratif", "non-profit", "osbl", "organisme"),
        }

    def test_of_many_wordings_some(self):
        table = gather([[f"mot{number}" for number in range(40)]])
        assert len(read("mot7", table).units[0].synonyms) == MOST_SYNONYMS

    def test_terms_that_say_nothing_are_left_out(self):
        assert gather([["", "…", "ville"]], [("", "", "", "")]).of("", "") is None


@pytest.mark.django_db
class TestTable:
    def test_holds_groups_and_acronyms(self):
        Acronym.objects.create(
            acronym_fr="TIC", expansion_fr="technologies", acronym_en="ICT", expansion_en="technologies of information"
        )
        SynonymGroup.objects.create(terms="courriel\n\n  e-mail \n")
        table = synonyms.load()
        assert found("ict", table) == {"ict", "TIC", "technologies", "technologies of information"}
        assert found("courriel", table) == {"courriel", "e-mail"}

    def test_is_effective_at_once(self):
        assert found("courriel", synonyms.load()) == {"courriel"}
        group = SynonymGroup.objects.create(terms="courriel\ne-mail")
        assert found("courriel", synonyms.load()) == {"courriel", "e-mail"}
        # As another process would: without a signal.
        SynonymGroup.objects.filter(pk=group.pk).update(terms="courriel\npourriel")
        assert found("courriel", synonyms.load()) == {"courriel", "pourriel"}
        group.delete()
        assert found("courriel", synonyms.load()) == {"courriel"}

    @pytest.mark.parametrize("number", [1, 30])
    def test_takes_two_queries(self, number):
        for index in range(number):
            SynonymGroup.objects.create(terms=f"mot{index}\nterme{index}")
            Acronym.objects.create(acronym_fr=f"A{index}", expansion_fr=f"sigle {index}")
        with CaptureQueriesContext(connection) as captured:
            synonyms.load()
        assert len(captured) == 2


@pytest.mark.django_db
class TestGroup:
    def clean(self, terms, **fields):
        group = SynonymGroup(terms=terms, **fields)
        group.full_clean()
        return group.terms

    @pytest.mark.parametrize(
        ("terms", "expected"),
        [
            ("courriel\ne-mail", "courriel\ne-mail"),
            ("  courriel  \r\n\r\n courrier   électronique\r\n", "courriel\ncourrier électronique"),
            # What a search reads as one stands once, as it was written first.
            ("Québec\nla Vieille Capitale\nQUEBEC", "Québec\nla Vieille Capitale"),
            # Spellings of one word are found by each other.
            ("email\ne-mail", "email\ne-mail"),
            ("IT\nTI", "IT\nTI"),
        ],
    )
    def test_is_tidied(self, terms, expected):
        assert self.clean(terms) == expected

    @pytest.mark.parametrize(
        ("terms", "error"),
        [
            ("courriel", "Write at least two terms"),
            ("Québec\nQUEBEC\nquébec", "Write at least two terms"),
            ("courriel\n…", "“…” says nothing"),
            ("courriel\nde la", "“de la” says nothing"),
            (f"courriel\n{'mot ' * 26}", "is too long: 100 characters"),
            ("\n".join(f"mot{number}" for number in range(11)), "holds 10 terms at most"),
        ],
    )
    def test_refuses(self, terms, error):
        with translation.override("en"), pytest.raises(ValidationError) as caught:
            self.clean(terms)
        assert list(caught.value.message_dict) == ["terms"]
        (message,) = caught.value.messages
        assert error in message

    def test_no_term_stands_in_two_groups(self):
        first = SynonymGroup.objects.create(terms="courriel\ne-mail")
        with pytest.raises(ValidationError) as caught:
            self.clean("messagerie\nEmails")
        assert "Emails" in caught.value.messages[0]
        assert str(first) in caught.value.messages[0]
        first.full_clean()
