"""From an answer and a judgment to figures."""

import pytest

from search.contract import Answer, Hit
from search.evaluation.judgments import Judgment, Shelf, shelf
from search.evaluation.measuring import Outcome, Score, by_category, outcome, score, wrongly_answered
from tests.factories.pages import make_article
from tests.factories.partners import make_partner, make_partner_page, make_person

KNOWN = Shelf({1: "un", 2: "deux", 3: "trois"}, {7: "onf", 8: "sat"}, {9: "une-personne"})
ASKED = Judgment("ONF", "fr", "names", {"un": 3, "deux": 1}, partner="onf")
HOPELESS = Judgment("hockey", "fr", "unanswered", {})


def answer(*pks, total=None, **fields):
    return Answer(total=len(pks) if total is None else total, hits=[Hit(pk) for pk in pks], **fields)


def test_results_bear_their_grades():
    found = outcome(ASKED, answer(3, 1, partners=[7, 8], total=12), KNOWN)

    # The only answer comes second: 7 ÷ log2(3), against 7 + 1 ÷ log2(3).
    assert found == Outcome(ASKED, (("trois", 0), ("un", 3)), 12, 0, 1 / 2, pytest.approx(0.578765, abs=1e-6), True)


@pytest.mark.parametrize(("partners", "beside"), [([], False), ([8, 7], False), ([7], True)])
def test_who_is_asked_for_by_name_stands_first(partners, beside):
    assert outcome(ASKED, answer(1, partners=partners), KNOWN).beside is beside


def test_what_has_no_answer_has_no_measures():
    found = outcome(HOPELESS, answer(3), KNOWN)

    assert found == Outcome(HOPELESS, (("trois", 0),), 1)
    assert wrongly_answered([found, outcome(HOPELESS, answer(), KNOWN), outcome(ASKED, answer(3), KNOWN)]) == [found]


def test_means_leave_out_what_has_no_answer():
    other = Judgment("sat", "fr", "acronyms", {"un": 2})
    outcomes = [
        Outcome(ASKED, (), 1, 1, 1, 1),
        Outcome(HOPELESS, (), 1),
        Outcome(ASKED, (), 1, 0, 1 / 2, 1 / 2),
        Outcome(other, (), 1, 1, 1, 1),
    ]

    assert score(outcomes) == Score(3, pytest.approx(2 / 3), pytest.approx(5 / 6), pytest.approx(5 / 6))
    assert by_category(outcomes) == {"names": Score(2, 1 / 2, 3 / 4, 3 / 4), "acronyms": Score(1, 1, 1, 1)}


def test_shelf_holds_what_readers_see_and_names_what_it_lacks(tree):
    home = make_partner_page(tree.fr, make_partner("L’ONF"))
    page, person = make_article(home, slug="un"), make_person("Une personne")
    make_article(home, slug="deux", live=False)

    assert shelf([Judgment("ONF", "fr", "names", {"un": 3})]) == Shelf(
        {page.pk: "un"}, {home.pk: home.partner.slug}, {person.pk: "une-personne"}
    )
    with pytest.raises(LookupError, match="No publication here is en/un, fr/deux: load the demonstration"):
        shelf([Judgment("ONF", "fr", "names", {"un": 3, "deux": 1}), Judgment("NFB", "en", "names", {"un": 3})])
