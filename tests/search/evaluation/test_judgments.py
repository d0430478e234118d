"""The judged queries are well formed, and there are enough of each sort."""

from collections import Counter

from search.evaluation.judgments import Judgment, judgments

CATEGORIES = {
    "accents",
    "plurals",
    "elisions",
    "hyphens",
    "typos",
    "acronyms",
    "names",
    "phrases",
    "questions",
    "english",
    "unanswered",
}


def test_there_are_enough_of_each_sort():
    counted = Counter(query.category for query in judgments())

    assert set(counted) == CATEGORIES
    assert sum(counted.values()) - counted["unanswered"] >= 70
    assert counted["unanswered"] >= 10
    assert min(counted.values()) >= 8


def test_only_those_without_an_answer_name_no_page():
    judged = judgments()

    assert [query.words for query in judged if bool(query.grades) is (query.category == "unanswered")] == []
    assert [query.words for query in judged if query.grades and max(query.grades.values()) < 3] == []


def test_each_query_is_asked_once_and_each_page_judged_once(tmp_path):
    asked = Counter((query.language, query.words) for query in judgments())

    assert [words for words, times in asked.items() if times > 1] == []


def test_a_file_is_read(tmp_path):
    file = tmp_path / "queries.toml"
    file.write_text(
        '[[query]]\ncategory = "names"\nlanguage = "fr"\nwords = "ONF"\n'
        'best = ["un"]\ngood = ["deux", "trois"]\nrelated = ["quatre"]\npartner = "onf"\n',
        encoding="utf-8",
    )

    assert judgments(file) == [
        Judgment("ONF", "fr", "names", {"un": 3, "deux": 2, "trois": 2, "quatre": 1}, partner="onf")
    ]
