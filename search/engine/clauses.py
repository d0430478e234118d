"""What the words of a search become for an engine. Words are data here, never a language of queries."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from search.backends.analysis import STOP_WORDS
from search.contract import Query, Unit
from search.folding import folded

Clause = dict[str, Any]
Weights = Mapping[str, float]

# Where a word may be found in a publication, and what it is worth there; `*` stands for the language.
PUBLICATION: Weights = {"title_*": 6, "names": 2, "terms_*": 2.5, "text_*": 1, "joined_*": 1}
PARTNER: Weights = {"names": 8, "title_*": 6, "text_*": 1}
PARTNER_NAMES: Weights = {"names": 8}
PERSON: Weights = {"name": 8, "role_*": 1}

# Where a word stands as it was typed: with its ending, and then with its accents. In a text both are asked at once, for
# its words are many: what is typed without accents is found with any, what has some with the same.
AS_WRITTEN: Weights = {"title_*.exact": 2.5, "title_*.accented": 2.5, "text_*.exact": 1}
# The whole search in its order, words next to each other or nearly.
IN_ORDER: Weights = {"title_*": 8, "title_*.exact": 4, "names": 2, "terms_*": 2, "text_*": 10}
APART = 2

# A synonym is worth less than the word itself.
SYNONYM = 0.7
APART_WORDS = 0.5
# A word found in the title is found in the text too: little is added for it.
TIE = 0.3

# Where a word is looked for that may be misspelt, and the letters from which it may have one slip and two. Two slips
# cost an engine three times what one costs, and what is in a title is mostly in a text too.
ONE, TWO = "AUTO:4,99", "AUTO:4,8"
MISSPELT = {"title_*": ONE, "names": ONE, "terms_*": ONE, "text_*": TWO, "name": ONE}
SIMILAR_WORDS = 30
# Of more than two units, a quarter may be missing.
MOST_OF_THEM = "2<75%"

_HAS_LETTER = re.compile(r"\w")
_WORDS = re.compile(r"\w+")


def strict(query: Query, weights: Weights, language: str, *, ranks: bool = True) -> Clause:
    """Every unit, wherever it stands; with `ranks`, the reader's own wording comes first."""
    must = [unit_anywhere(unit, weights, language) for unit in query.units]
    should = [*as_written(query.units, language), *in_order(query, language)] if ranks else []
    return {"bool": {"must": must, "should": should}}


def quick(query: Query, weights: Weights, language: str) -> Clause:
    """What `strict` finds, nearly in its order, for a part of its work.

    What is found in one field adds to what is found in another, nothing else counts: an engine then passes over every
    publication that cannot be among the first, as it cannot where the best field counts most.
    """
    return {"bool": {"must": [_quick_unit(unit, weights, language) for unit in query.units]}}


def similar(query: Query, weights: Weights, language: str) -> Clause:
    """Most units, or words that are nearly the same."""
    units = [
        {"dis_max": {"queries": [unit_anywhere(unit, weights, language), _near(unit, weights, language)]}}
        for unit in query.units
    ]
    return {"bool": {"should": units, "minimum_should_match": MOST_OF_THEM}}


def unit_anywhere(unit: Unit, weights: Weights, language: str) -> Clause:
    """A unit or one of its synonyms."""
    if unit.is_exact:
        return phrase(unit.text, _named(weights, language, written=True))
    fields = _named(weights, language)
    # What a language leaves out is found as it is written; not `AI`, which has synonyms, in every *j’ai*.
    if _is_left_out(unit.text, language) and not unit.synonyms:
        return all_words(unit.text, _named(weights, language, written=True))
    own = all_words(unit.text, fields)
    others = [_wording(synonym, fields) for synonym in unit.synonyms]
    if len(unit.text.split()) > 1:
        # An expression: its words apart are something else, and yet better than nothing.
        others.append(phrase(unit.text, fields))
        own = {"bool": {"must": [own], "boost": APART_WORDS}}
    return {"dis_max": {"queries": [own, *others]}} if others else own


def all_words(text: str, fields: Weights) -> Clause:
    """Every word of a text, each in any of the fields."""
    clauses = [word_in(word, fields) for word in text.split() if _HAS_LETTER.search(word)]
    if not clauses:
        return {"match_none": {}}
    return clauses[0] if len(clauses) == 1 else {"bool": {"must": clauses}}


def word_in(word: str, fields: Weights) -> Clause:
    """A word in any of the fields; what the analysis makes two of is found by both."""
    queries = [
        {"match": {name: {"query": word, "operator": "and", "boost": weight}}} for name, weight in fields.items()
    ]
    return {"dis_max": {"queries": queries, "tie_breaker": TIE}}


def phrase(text: str, fields: Weights, *, apart: int = 0) -> Clause:
    """A text in its order in one of the fields."""
    queries = [
        {"match_phrase": {name: {"query": text, "boost": weight, "slop": apart}}} for name, weight in fields.items()
    ]
    return {"dis_max": {"queries": queries, "tie_breaker": TIE}}


def as_written(units: Iterable[Unit], language: str) -> list[Clause]:
    """What sets the reader's own wording before its other forms."""
    fields, both = localized(AS_WRITTEN, language), {f"text_{language}.exact"}
    return [
        {"match": {name: {"query": word, "boost": weight, **({"analyzer": "accented"} if name in both else {})}}}
        for unit in units
        for word in unit.text.split()
        for name, weight in fields.items()
    ]


def in_order(query: Query, language: str) -> list[Clause]:
    """What sets the words of the search in their order before the same words anywhere."""
    if len(query.text.split()) == 1:
        return []
    return [phrase(query.text, localized(IN_ORDER, language), apart=APART)]


def extracted(query: Query, language: str) -> Clause:
    """What is shown in an extract of the text: the units and their synonyms."""
    stems, written = {f"text_{language}": 1.0}, {f"text_{language}.exact": 1.0}
    clauses = [
        phrase(unit.text, written) if unit.is_exact else clause
        for unit in query.units
        for clause in (all_words(unit.text, stems), *(_wording(synonym, stems) for synonym in unit.synonyms))
    ]
    return {"bool": {"should": clauses}}


def localized(weights: Weights, language: str) -> dict[str, float]:
    """The fields of a language."""
    return {name.replace("*", language): weight for name, weight in weights.items()}


def has_exact(query: Query) -> bool:
    """Whether something is looked for as it is written."""
    return any(unit.is_exact for unit in query.units)


def typed_words(units: Iterable[Unit]) -> Sequence[str]:
    """The words of units, those between quotation marks too."""
    return [word for unit in units for word in unit.text.split() if _HAS_LETTER.search(word)]


def _wording(text: str, fields: Weights) -> Clause:
    """Another wording: several words in their order, worth less than the reader's own."""
    less = {name: weight * SYNONYM for name, weight in fields.items()}
    return phrase(text, less) if len(text.split()) > 1 else word_in(text, less)


def _quick_unit(unit: Unit, weights: Weights, language: str) -> Clause:
    clause = _added_up(unit_anywhere(unit, weights, language))
    is_word = not unit.is_exact and unit.text.isalnum()
    return {"bool": {"should": [clause, *as_written([unit], language)]}} if is_word else clause


def _added_up(clause: Clause) -> Clause:
    """The same with sums where the best would count most."""
    if "dis_max" in clause:
        return {"bool": {"should": [_added_up(each) for each in clause["dis_max"]["queries"]]}}
    if "bool" in clause:
        return {"bool": {**clause["bool"], "must": [_added_up(each) for each in clause["bool"]["must"]]}}
    return clause


def _near(unit: Unit, weights: Weights, language: str) -> Clause:
    """Words that are nearly the same; between quotation marks, the same order of the same stems."""
    if unit.is_exact:
        return phrase(unit.text, _named(weights, language))
    words = [_near_word(word, weights, language) for word in typed_words([unit])]
    return {"bool": {"must": words}} if words else {"match_none": {}}


def _near_word(word: str, weights: Weights, language: str) -> Clause:
    options = {"query": word, "operator": "and", "max_expansions": SIMILAR_WORDS}
    queries = [
        # In a text, the first letter is right: the engine then reads few of its many words.
        {
            "match": {
                field: {
                    **options,
                    "fuzziness": MISSPELT[name],
                    "prefix_length": int(MISSPELT[name] == TWO),
                    "boost": weight / 2,
                }
            }
        }
        for name in weights
        if name in MISSPELT
        for field, weight in _named({name: weights[name]}, language, written=True).items()
    ]
    return {"dis_max": {"queries": queries, "tie_breaker": TIE}}


def _named(weights: Weights, language: str, *, written: bool = False) -> dict[str, float]:
    """The fields of a language; `written` takes words as they are written, where they are kept so."""
    ending = ".exact" if written else ""
    return {
        (f"{name}{ending}" if name.startswith(("title_", "text_")) else name): weight
        for name, weight in localized(weights, language).items()
    }


def _is_left_out(text: str, language: str) -> bool:
    """Whether the index has kept the words of a text only as they are written."""
    return all(word in STOP_WORDS[language] for word in _WORDS.findall(folded(text)))
