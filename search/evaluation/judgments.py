"""The judged queries, and the pages that they name."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from partners.models import PartnerPage, Person, PublicationPage

QUERIES = Path(__file__).with_name("queries.toml")
GRADES = {"best": 3, "good": 2, "related": 1}


@dataclass(frozen=True)
class Judgment:
    """What a reader asks, and what answers it.

    `grades` holds, by the slug of a publication in `language`, how well it answers: 3, 2 or 1; nothing where there is
    no right answer. `partner` and `person` are the slugs of who is asked for by name.
    """

    words: str
    language: str
    category: str
    grades: Mapping[str, int]
    partner: str | None = None
    person: str | None = None


def judgments(file: Path = QUERIES) -> list[Judgment]:
    """The judged queries of a file. Raises `KeyError` where one lacks its words, its language or its category."""
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["query"]
    return [
        Judgment(
            words=row["words"],
            language=row["language"],
            category=row["category"],
            grades={slug: grade for name, grade in GRADES.items() for slug in row.get(name, ())},
            partner=row.get("partner"),
            person=row.get("person"),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Shelf:
    """Who is who: slugs of publications by primary key, of partners by that of their page, of people by theirs."""

    publications: Mapping[int, str]
    partners: Mapping[int, str]
    people: Mapping[int, str]


def shelf(judged: Iterable[Judgment]) -> Shelf:
    """What the database holds. Raises `LookupError` when it lacks a publication that a query names."""
    rows = PublicationPage.objects.visible().values_list("pk", "locale__language_code", "slug")
    known = {(language, slug) for _pk, language, slug in rows}
    missing = sorted({(query.language, slug) for query in judged for slug in query.grades} - known)
    if missing:
        message = f"No publication here is {', '.join('/'.join(name) for name in missing)}: load the demonstration."
        raise LookupError(message)
    return Shelf(
        {pk: slug for pk, _language, slug in rows},
        dict(PartnerPage.objects.values_list("pk", "partner__slug")),
        dict(Person.objects.values_list("pk", "slug")),
    )
