"""What may stand in a group of synonyms."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from search.folding import folded, key_of, words_of

FEWEST, MOST, LONGEST = 2, 10, 100


def checked(text: str) -> list[str]:
    """The terms of a text, one per line: without blank lines, nor those that a search reads as one before them.

    Raises `ValidationError` for what is too much, too little, too long or says nothing.
    """
    lines: dict[str, str] = {}
    for line in text.splitlines():
        lines.setdefault(folded(line), " ".join(line.split()))
    terms = [line for line in lines.values() if line]
    for term in terms:
        if len(term) > LONGEST:
            message = _("“%(start)s…” is too long: %(most)d characters at most for each term.")
            raise ValidationError(message % {"start": term[:30], "most": LONGEST})
        if not key_of(term) or all(word.is_stop for word in words_of(term)):
            message = _("“%(term)s” says nothing that one could look for: remove it, or add a word to it.")
            raise ValidationError(message % {"term": term})
    if len(terms) < FEWEST:
        raise ValidationError(
            _("Write at least two terms, one per line. Capitals and accents do not make another term of the same word.")
        )
    if len(terms) > MOST:
        message = _("A group holds %(most)d terms at most: keep those that readers type.")
        raise ValidationError(message % {"most": MOST})
    return terms


def keys_of(terms: Iterable[str]) -> dict[str, str]:
    """The terms by their key: those of one key are spellings of each other."""
    return {key_of(term): term for term in terms}
