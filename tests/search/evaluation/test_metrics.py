"""Measures, against values worked out by hand."""

import pytest

from search.evaluation.metrics import ndcg_at_10, reciprocal_rank, success_at_1


@pytest.mark.parametrize(
    ("grades", "judged", "value"),
    [
        ([3, 0], [3, 2], 1),
        ([2, 3], [3, 2], 1),
        # A result that only speaks of it is no answer, unless there is nothing better to find.
        ([1, 3], [3, 1], 0),
        ([1, 0], [1, 1], 1),
        ([0, 3], [3], 0),
        ([], [3], 0),
    ],
)
def test_the_first_result_must_answer(grades, judged, value):
    assert success_at_1(grades, judged) == value


@pytest.mark.parametrize(
    ("grades", "judged", "value"),
    [
        ([3], [3], 1),
        ([0, 1, 0, 2], [3, 2, 1], 1 / 4),
        ([0, 1], [1], 1 / 2),
        ([0, 0], [3], 0),
        ([], [3], 0),
    ],
)
def test_the_rank_of_the_first_answer_counts(grades, judged, value):
    assert reciprocal_rank(grades, judged) == value


@pytest.mark.parametrize(
    ("grades", "judged", "value"),
    [
        # In the best order, whatever the order of the judgments.
        ([3, 2, 1], [1, 3, 2], 1),
        # 7 ÷ log2(3), against 7.
        ([0, 3], [3], 0.630930),
        # 1 + 7 ÷ log2(3) = 5.416508, against 7 + 1 ÷ log2(3) = 7.630930.
        ([1, 3], [3, 1], 0.709810),
        # 3 + 7 ÷ 2 = 6.5, against 7 + 3 ÷ log2(3) + 1 ÷ 2 = 9.392789.
        ([2, 0, 3], [3, 2, 1], 0.692020),
        # The eleventh is not looked at, and of eleven judgments the best ten count.
        ([0] * 10 + [3], [3], 0),
        ([1] * 10, [1] * 11, 1),
        ([], [2], 0),
    ],
)
def test_the_gain_of_what_comes_first_weighs_most(grades, judged, value):
    assert ndcg_at_10(grades, judged) == pytest.approx(value, abs=1e-6)
