"""Answers from Elasticsearch or OpenSearch: everything that a page shows, in one call."""

from datetime import datetime
from typing import Any

from django.conf import settings
from modelsearch.backends import get_search_backend

from core.models import Subject
from partners.models import Person
from search.backends.configuration import MAIN
from search.contract import LONGEST_QUERY, Answer, Question, Suggested, Unavailable
from search.engine import bodies, clauses, reading
from search.engine.waiting import Waiting, waiting_for
from search.enums import Group

Searches = dict[str, tuple[str, dict[str, Any]]]


class EngineSearcher:
    """A searcher (`search.contract.Searcher`) over a backend of WAGTAILSEARCH_BACKENDS that is an engine."""

    def __init__(self, alias: str = MAIN) -> None:
        """Answer from the backend of that name."""
        self.alias = alias
        self.backend = get_search_backend(alias)

    def search(self, question: Question) -> Answer:
        """Find publications, with short lists of partners and people beside. One call to the engine, seldom two.

        Raises `Unavailable`.
        """
        # Read before the engine is asked: what is carried meanwhile is then excluded once too often, never too seldom.
        waiting = waiting_for(self.alias, now=question.now)
        searches = self._searches(question, waiting)
        found = self._ask(searches)
        if _is_similar(found) and found["similar"].get("terminated_early"):
            # Many publications have most of the words, and none has all of them: the one case of a second call.
            index, body = searches["similar"]
            found |= self._ask({"similar": (index, bodies.whole(body))})
        return self._answer(question, found, waiting)

    def suggest(self, typed: str, *, language: str, now: datetime) -> list[Suggested]:
        """What begins like `typed`, grouped. One call to the engine. Raises `Unavailable`."""
        typed = typed[:LONGEST_QUERY].strip()
        if not typed:
            return []
        waiting = waiting_for(self.alias, now=now)
        pages = self.backend.page_index()
        found = self._ask(
            {
                Group.PUBLICATION: (pages, bodies.begun(typed, Group.PUBLICATION, language, now, waiting)),
                Group.PARTNER: (pages, bodies.begun(typed, Group.PARTNER, language, now, waiting)),
                Group.PERSON: (self._index(Person), bodies.people(bodies.beginning("_edgengrams", typed), waiting)),
                Group.SUBJECT: (self._index(Subject), bodies.subjects(typed, language)),
            }
        )
        return [Suggested(group, key) for group in Group for key in reading.keys_of(found[group])]

    def _searches(self, question: Question, waiting: Waiting) -> Searches:
        query, language = question.query, question.language
        other = next(code for code, _name in settings.LANGUAGES if code != language)
        pages, persons = self.backend.page_index(), self._index(Person)
        if not query.units:
            return {
                "strict": (pages, bodies.found(question, None, None, waiting)),
                "counted": (pages, bodies.counted(question, None, waiting)),
                "elsewhere": (pages, bodies.total(question, None, other, waiting)),
            }
        strict = clauses.strict(query, clauses.PUBLICATION, language)
        quick = clauses.quick(query, clauses.PUBLICATION, language)
        all_of_them = clauses.strict(query, clauses.PUBLICATION, language, ranks=False)
        similar = clauses.similar(query, clauses.PUBLICATION, language)
        elsewhere = clauses.strict(query, clauses.PUBLICATION, other, ranks=False)
        found = bodies.found(question, strict, quick, waiting) | bodies.extracts(query, language)
        alike = bodies.in_reserve(bodies.publications(question, similar, waiting), language)
        searches = {
            "strict": (pages, found),
            "counted": (pages, bodies.counted(question, all_of_them, waiting)),
            "similar": (pages, alike),
            "elsewhere": (pages, bodies.total(question, elsewhere, other, waiting)),
        }
        for kind, words in (("strict", clauses.strict), ("similar", clauses.similar)):
            more: dict[str, Any] = {"ranks": False} if kind == "strict" else {}
            # A name that is misspelt; looking for misspelt words in texts costs as much again as it did above.
            fields = clauses.PARTNER if kind == "strict" else clauses.PARTNER_NAMES
            partners = words(query, fields, language, **more)
            people = words(query, clauses.PERSON, language, **more)
            searches[f"{kind} partners"] = (pages, bodies.partners(partners, question, waiting))
            searches[f"{kind} people"] = (persons, bodies.people(people, waiting))
        return searches

    def _answer(self, question: Question, found: dict[str, Any], waiting: Waiting) -> Answer:
        is_similar = _is_similar(found)
        listed, counted = (found["similar"],) * 2 if is_similar else (found["strict"], found["counted"])
        beside = {
            name: next(
                (keys for each in ("strict", "similar") if (keys := reading.keys_of(found[f"{each} {name}"]))), []
            )
            if question.query.units
            else []
            for name in ("partners", "people")
        }
        return Answer(
            total=reading.total_of(counted),
            hits=reading.hits_of(listed, waiting),
            counts=reading.counts_of(counted),
            elsewhere=reading.total_of(found["elsewhere"]),
            partners=beside["partners"],
            people=beside["people"],
            spelling=reading.spelling_of(question.query, found["similar"], waiting) if is_similar else None,
            is_similar=is_similar,
        )

    def _ask(self, searches: Searches) -> dict[str, Any]:
        answers = self.backend.ask(list(searches.values()))
        if len(answers) != len(searches):
            message = "The engine did not answer every search."
            raise Unavailable(message)
        return dict(zip(searches, answers, strict=True))

    def _index(self, model: Any) -> str:
        return self.backend.get_index_for_model(model).name


def _is_similar(found: dict[str, Any]) -> bool:
    """Whether nothing has the words, and something has similar ones.

    Where only the facets leave nothing, the words are right: it is the facets that have to be changed.
    """
    if "similar" not in found or reading.total_without_facets(found["counted"]):
        return False
    return reading.total_of(found["similar"]) > 0
