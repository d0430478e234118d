"""What readers look for, counted by day, language and words, without anything about who asked."""

import logging
import re
from datetime import datetime, timedelta

from django.db import Error, connection, transaction
from django.utils import timezone

from search.contract import LONGEST_QUERY, Query
from search.folding import folded
from search.models import SearchTally

logger = logging.getLogger(__name__)

KEPT = timedelta(days=400)

# What may name a person or open a door: addresses, postal codes, numbers, keys. Read in folded text.
_ADDRESS = re.compile(r"\S*(?:@|://)\S*")
_POSTAL_CODE = re.compile(r"\b[a-z]\d[a-z][ -]?\d[a-z]\d\b")
_NUMBER = re.compile(r"\+?\(?\d(?:[ .()/-]{0,2}\d)+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LONG_NUMBER = re.compile(r"\d{5}")
_LONGEST_WORD = 40
# A telephone number without its area has seven digits; a year may stand beside a number of two: `loi 25 2023`.
_FEWEST_DIGITS, _BESIDE_YEARS = 7, 2

# More than that on one day are no readers', but a machine's that tries them all: only what is known is counted on.
MOST_A_DAY = 10_000
_UPSERT = """
    INSERT INTO search_searchtally ("on", language, words, times, results) SELECT %s, %s, %s, 1, %s
    WHERE NOT EXISTS (SELECT 1 FROM search_searchtally WHERE "on" = %s LIMIT 1 OFFSET %s)
    OR EXISTS (SELECT 1 FROM search_searchtally WHERE "on" = %s AND language = %s AND words = %s)
    ON CONFLICT (language, words, "on")
    DO UPDATE SET times = search_searchtally.times + 1, results = excluded.results
"""


def note(query: Query, *, language: str, total: int, now: datetime) -> None:
    """Count a search that a reader submitted, and how many results it got. One statement.

    What looks like an address, a telephone number or another long number is left out; nothing is counted when nothing
    else is left, nor other words once `MOST_A_DAY` have been counted. A database that refuses is logged: the reader
    gets the results all the same.
    """
    words = words_to_keep(query.text)
    if not words:
        return
    day = timezone.localdate(now)
    try:
        # A transaction of its own: a failure spoils nothing of what the page still asks.
        with transaction.atomic(), connection.cursor() as cursor:
            # What no queryset says: insert or add to what is there, at once.
            cursor.execute(_UPSERT, [day, language, words, total, day, MOST_A_DAY - 1, day, language, words])
    except Error:
        logger.exception("A search could not be counted")


def words_to_keep(text: str) -> str:
    """The words of a search as they are counted: folded, without signs around them, nor what may be personal."""
    plain = _NUMBER.sub(_unless_years, _POSTAL_CODE.sub(" ", _ADDRESS.sub(" ", folded(text))))
    words = (word.strip("\"'«»“”„‟.,;:!?()[]{}<>*+~^=|\\/") for word in plain.split())
    return " ".join(word for word in words if 0 < len(word) <= _LONGEST_WORD)[:LONGEST_QUERY]


def forget(*, now: datetime) -> int:
    """Delete what was counted more than 400 days before `now` (aware); return how many rows."""
    return SearchTally.objects.filter(on__lt=timezone.localdate(now) - KEPT).delete()[0]


def _unless_years(found: re.Match[str]) -> str:
    number = found[0]
    others, years = _YEAR.subn("", number)
    is_short = _digits(number) < _FEWEST_DIGITS and not _LONG_NUMBER.search(number)
    return number if is_short or (years and _digits(others) <= _BESIDE_YEARS) else " "


def _digits(text: str) -> int:
    return sum(sign.isdigit() for sign in text)
