"""The words of the pages that a database has indexed, and those of them that are written nearly like another."""

import re
from collections.abc import Iterable
from functools import cache

from django.db import connections
from django.db.models.functions import Length

from search.backends.wordings import Wording
from search.folding import folded, words_of
from search.models import IndexedWord

_LETTERS = re.compile(r"[^\W\d_]+")

# Shorter words have too many neighbours.
SHORTEST, LONGEST = 4, 40
BATCH = 2000
MOST_NEIGHBOURS = 30


def learn(wordings: Iterable[Wording], *, using: str) -> None:
    """Remember the words of some pages. A word that is known keeps the spelling that it has."""
    found: dict[tuple[str, str], str] = {}
    for wording in wordings:
        if not wording.is_neutral:
            texts = (wording.title, *(text for _weight, text in wording.body))
            for written in (part for text in texts for word in words_of(text) for part in _LETTERS.findall(word.text)):
                if SHORTEST <= len(written) <= LONGEST:
                    found.setdefault((wording.language, folded(written)), written.lower())
    rows = [IndexedWord(language=language, folded=key, word=word) for (language, key), word in sorted(found.items())]
    IndexedWord.objects.using(using).bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def known(words: Iterable[str], language: str, *, using: str) -> set[str]:
    """Those of some folded words that a page in the language has or has had. One query."""
    rows = IndexedWord.objects.using(using).filter(language=language, folded__in=list(words))
    return set(rows.values_list("folded", flat=True))


def neighbours(part: str, language: str, *, slack: int, using: str) -> list[tuple[str, str]]:
    """The words of a language written nearly like a folded word, each folded and as written. Two queries at most.

    Those of about the same letters where PostgreSQL can tell, else those that begin like it and are about as long.
    """
    least, most = len(part) - slack, len(part) + slack
    if not has_likeness(using):
        words = IndexedWord.objects.using(using).filter(language=language, folded__startswith=part[0])
        near = words.alias(length=Length("folded")).filter(length__gte=least, length__lte=most)
        return list(near.order_by("folded").values_list("folded", "word"))
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT folded, word FROM search_indexedword WHERE language = %s AND folded %% %s "
            "AND length(folded) BETWEEN %s AND %s ORDER BY similarity(folded, %s) DESC, folded LIMIT %s",
            [language, part, least, most, part, MOST_NEIGHBOURS],
        )
        return cursor.fetchall()


@cache
def has_likeness(using: str) -> bool:
    """Whether the database compares words by their letters (`pg_trgm`). Asked once."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('similarity(text, text)') IS NOT NULL")
        return bool(cursor.fetchone()[0])
