"""What SQLite, which knows no language, is given to index and to find: words cut to their stems here.

After the stems of a text comes each word once more, unstemmed and marked: an exact wording is found by both, and ranks
higher.
"""

from functools import lru_cache

import snowballstemmer

from search.backends.wordings import LANGUAGES, agreeing, compounds_of, parts_of

ALGORITHMS = {"fr": "french", "en": "english"}

# A letter of nobody's, which FTS5 takes for a letter of the word that it marks.
EXACT = "\ue010"
# Between two texts, so that no expression is found across them.
BREAK = "\ue011"

_stemmers = {language: snowballstemmer.stemmer(ALGORITHMS[language]) for language in LANGUAGES}


@lru_cache(maxsize=50_000)
def stem(part: str, language: str) -> str:
    """The stem of a folded word."""
    return _stemmers[language].stemWord(part)


def indexed(texts: list[str], language: str) -> str:
    """What is indexed of some texts in a language."""
    found: list[str] = []
    exact: dict[str, None] = {}
    for text in texts:
        parts = parts_of(text)
        found += [*(stem(part, language) for part in parts), BREAK]
        exact.update(dict.fromkeys([*parts, *compounds_of(text)]))
        found += [part for compound in compounds_of(text) for part in (stem(compound, language), BREAK)]
    return " ".join([*found, *(EXACT + part for part in exact)])


def phrase(parts: list[str], language: str) -> str:
    """FTS5 for words in that order, in a language."""
    return f'"{" ".join(stem(part, language) for part in parts)}"'


def word(part: str, language: str) -> str:
    """FTS5 for a word in any of its forms, the one written above the others."""
    stems = dict.fromkeys(stem(each, language) for each in agreeing(part, language))
    told = " OR ".join(f'"{each}"' for each in (*stems, EXACT + part))
    return f"({told})"
