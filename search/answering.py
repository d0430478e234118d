"""Answers readers: the engine where one is configured and well, else the database, which says that it stands in."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from django.conf import settings

from search import breaker
from search.backends.configuration import FALLBACK
from search.contract import Answer, Question, QuestionRefused, Searcher, Suggested, Unavailable
from search.database.searcher import DatabaseSearcher

logger = logging.getLogger(__name__)

Found = TypeVar("Found")


def answer(question: Question) -> Answer:
    """Find publications. Where the engine does not answer in its time, the database does, and the answer says so."""
    found, is_fallback = _asked(lambda searcher: searcher.search(question))
    return replace(found, is_fallback=is_fallback)


def suggest(typed: str, *, language: str, now: datetime) -> list[Suggested]:
    """What begins like what is typed, from the engine or, where it does not answer, from the database."""
    return _asked(lambda searcher: searcher.suggest(typed, language=language, now=now))[0]


def _asked(ask: Callable[[Searcher], Found]) -> tuple[Found, bool]:
    """What was found, and whether the database stood in for the engine."""
    has_engine = FALLBACK in settings.WAGTAILSEARCH_BACKENDS
    if has_engine and not breaker.is_open():
        from search.engine.searcher import EngineSearcher  # noqa: PLC0415 -- needs the client of an engine

        try:
            found = ask(EngineSearcher())
        except QuestionRefused as error:
            breaker.succeeded()
            logger.warning("The search engine refused a question, the database answers it: %s", error)
        except Unavailable as error:
            breaker.failed()
            logger.warning("The search engine does not answer, the database does: %s", error)
        else:
            breaker.succeeded()
            return found, False
    return ask(DatabaseSearcher()), has_engine
