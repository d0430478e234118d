"""Measures of a ranking, from the grades of what it gives, the best first.

`grades` are those of the results in their order, 0 for a result of no use; `judged` are all the grades that the query
has, in any order. A query has at least one grade above 0.
"""

from collections.abc import Sequence
from math import log2

# From this grade on, a reader who opens the first result has an answer.
ANSWERS = 2
DEPTH = 10


def success_at_1(grades: Sequence[int], judged: Sequence[int]) -> float:
    """1 when the first result answers: a grade of 2 or 3, or the best that the query has where that is 1."""
    return float(bool(grades) and _is_answer(grades[0], judged))


def reciprocal_rank(grades: Sequence[int], judged: Sequence[int]) -> float:
    """1 ÷ the rank of the first result that answers, in the sense of `success_at_1`; 0 when none does."""
    ranks = (rank for rank, grade in enumerate(grades, 1) if _is_answer(grade, judged))
    return 1 / next(ranks, float("inf"))


def ndcg_at_10(grades: Sequence[int], judged: Sequence[int]) -> float:
    """The discounted gain of the first ten results over that of the best order: from 0 to 1.

    A result at rank `r` gains (2^grade − 1) ÷ log2(r + 1).
    """
    return _gain(grades) / _gain(sorted(judged, reverse=True))


def _is_answer(grade: int, judged: Sequence[int]) -> bool:
    return grade >= min(ANSWERS, max(judged))


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades[:DEPTH], 1))
