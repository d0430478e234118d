import pytest

from core.models import Subject
from core.pagination import PER_PAGE, paginate
from tests.factories.core import make_subject


@pytest.mark.parametrize(
    ("query", "number", "codes"),
    [
        ("", 1, ["a", "b"]),
        ("?page=1", 1, ["a", "b"]),
        ("?page=2", 2, ["c", "d"]),
        ("?page=3", 3, ["e"]),
        ("?page=9999", 3, ["e"]),
        ("?page=-1", 3, ["e"]),
        ("?page=0", 3, ["e"]),
        ("?page=abc", 1, ["a", "b"]),
        ("?page=%00", 1, ["a", "b"]),
        ("?page=last", 1, ["a", "b"]),
        ("?page=2.0", 1, ["a", "b"]),
        ("?page=1&page=2", 2, ["c", "d"]),
        (f"?page={'9' * 4000}", 3, ["e"]),
    ],
)
def test_the_nearest_page(rf, db, query, number, codes):
    for position, code in enumerate("abcde"):
        make_subject(code, position=position)
    found = paginate(rf.get(f"/{query}"), Subject.objects.all(), per_page=2)
    assert (found.number, [subject.code for subject in found]) == (number, codes)


def test_an_empty_list_has_one_page(rf, db):
    found = paginate(rf.get("/?page=7"), Subject.objects.all())
    assert (found.number, list(found), found.paginator.num_pages, PER_PAGE) == (1, [], 1, 20)
