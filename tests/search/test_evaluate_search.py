"""The command that measures the search."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories.pages import make_article
from tests.factories.partners import make_partner, make_partner_page
from tests.search.indexing import fill

QUERIES = """
[[query]]
category = "phrases"
language = "fr"
words = "étoffe bleue"
best = ["etoffe"]
partner = "maison"

[[query]]
category = "unanswered"
language = "fr"
words = "hockey"
"""


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "queries.toml"
    file.write_text(QUERIES, encoding="utf-8")
    return file


def said(*arguments):
    output = StringIO()
    call_command("evaluate_search", *arguments, stdout=output)
    return [" ".join(line.split()) for line in output.getvalue().splitlines()]


def test_measures_stand_beside_those_of_wagtail(tree, file):
    home = make_partner_page(tree.fr, make_partner("Maison"))
    make_article(home, title="Une étoffe bleue", slug="etoffe")
    make_article(home, title="Une étoffe rouge", slug="autre")
    fill("default")

    table = [
        "queries success@1 MRR nDCG@10 (Wagtail) MRR nDCG@10",
        "phrases 1 1.000 1.000 1.000 1.000 1.000 1.000",
        "all 1 1.000 1.000 1.000 1.000 1.000 1.000",
        "Named, and first in its list: 0 of 1",
    ]
    assert said("--file", str(file)) == [
        "",
        connection.vendor,
        *table,
        "Without a right answer: 1; found something: 0 (0)",
    ]
    assert said("--file", str(file), "--queries", "--category", "phrases") == [
        "",
        connection.vendor,
        "phrases · fr · étoffe bleue · 1 found · success 1 · nDCG 1.00 · beside NO",
        "3 etoffe",
        *table,
    ]


def test_without_the_pages_it_says_what_to_do(tree, file):
    with pytest.raises(CommandError, match="No publication here is fr/etoffe: load"):
        said("--file", str(file))
