"""Full text of SQLite, as a searcher asks it."""

import re
from collections.abc import Sequence
from datetime import date

from django.db import connections

from partners.models import PublicationPage
from search import documents
from search.backends.sqlite import INDEX
from search.backends.sqlite import found as entries_found
from search.backends.stemming import phrase, word
from search.backends.wordings import LANGUAGES, parts_of
from search.contract import Query, Unit
from search.database.dialect import Sql, some_of, spoken
from search.database.extracts import extract

_QUOTED = re.compile(r'"([^"]+)"')

HALF_LIFE = 730


class Sqlite:
    """Expressions are those of FTS5."""

    def __init__(self, using: str) -> None:
        """Of the database with that alias."""
        self.using = using

    def expressions(self, query: Query) -> dict[str, list[str]]:
        """No query."""
        return {language: [_unit(unit, language) for unit in query.units] for language in LANGUAGES}

    def all_of(self, expressions: Sequence[str]) -> str:
        """What holds all of them."""
        return " AND ".join(f"({each})" for each in expressions)

    def any_of(self, expressions: Sequence[str]) -> str:
        """What holds one of them."""
        return " OR ".join(f"({each})" for each in expressions)

    def counted(self, expressions: Sequence[str], content_types: Sequence[int], *, missing: int = 0) -> Sql:
        """What is found, ranked or not."""
        return self.found(expressions, content_types, missing=missing)

    def found(self, expressions: Sequence[str], content_types: Sequence[int], *, missing: int = 0) -> Sql:
        """The title above the text: `search.backends.sqlite.WEIGHTS`."""
        asked = self.any_of([self.all_of(each) for each in some_of(expressions, missing)])
        sql, params = entries_found(asked, ("title", "body"), content_types)
        return f"SELECT object_id, entry_id, -rank AS score FROM ({sql})", params

    def closer(self, expressions: Sequence[str], *, missing: int = 0) -> Sql | None:  # noqa: ARG002 -- see below
        """Nothing: the rank is made of title and text."""
        return None

    def beginning(self, typed: Sequence[str], content_types: Sequence[int]) -> Sql:
        """Names are indexed unstemmed."""
        asked = " AND ".join([*(f'"{part}"' for part in typed[:-1]), f'"{typed[-1]}"*'])
        sql, params = entries_found(asked, ("autocomplete",), content_types)
        return f"SELECT object_id, content_type_id, -rank AS score FROM ({sql})", params

    def recency(self, column: str, today: date) -> Sql:
        """A curve that never ends."""
        days = f"MAX(julianday(%s) - julianday({column}), 0)"
        return f"COALESCE(1.0 / (1.0 + {days} / {HALF_LIFE}.0), 0.0)", [today.isoformat()]

    def known(self, expressions: Sequence[str]) -> list[bool]:
        """The index alone is asked."""
        exists = f"EXISTS (SELECT 1 FROM {INDEX} WHERE {INDEX} MATCH %s)"
        with connections[self.using].cursor() as cursor:
            cursor.execute("SELECT " + ", ".join([exists] * len(expressions)), list(expressions))
            return [bool(each) for each in cursor.fetchone()]

    def extracts(
        self,
        pks: Sequence[int],
        content_types: Sequence[int],  # noqa: ARG002 -- the pages themselves are read
        expressions: Sequence[str],
        language: str,
    ) -> dict[int, str]:
        """Made here of the pages themselves: the index holds stems. One query, and one for each type of page."""
        stems = {stem for told in expressions for quoted in _QUOTED.findall(told) for stem in quoted.split()}
        pages = PublicationPage.objects.using(self.using).filter(pk__in=pks).specific() if pks and stems else []
        found = ((page.pk, extract("\n".join(documents.texts(page)), stems, language)) for page in pages)
        return {pk: text for pk, text in found if text}


def _unit(unit: Unit, language: str) -> str:
    words = [word(parts[0], language) if len(parts) == 1 else phrase(parts, language) for parts in spoken(unit)]
    wordings = [" AND ".join(words)] if words else []
    for synonym in unit.synonyms:
        parts = parts_of(synonym)
        if parts:
            wordings.append(word(parts[0], language) if len(parts) == 1 else phrase(parts, language))
    return " OR ".join(f"({each})" for each in wordings)
