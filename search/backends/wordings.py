"""What the databases index of an object: its words by weight, folded so that every spelling of a word is the same.

The same folding is applied to what is asked (`search.folding`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Manager, Model
from wagtail.models import Locale
from wagtail.search.index import AutocompleteField, RelatedFields, SearchField

from search import documents
from search.backends.analysis import WITHOUT_FEMININE
from search.folding import folded, words_of

# What stands in no language of its own is written by people of the portal, in French.
NEUTRAL = "fr"
LANGUAGES = ("fr", "en")

_PART = re.compile(r"[^\W_]+")

# *Invité* and *invitée*, with or without their plural, once accents are gone.
_AGREEING = re.compile(r"(..+[a-df-z]e)(e?)s?")

# A boost from which a search field weighs as much as a title.
HEAVY = 2

# Fields that say in a few words what a page is about.
OPENINGS = frozenset({"summary", "introduction", "short_name", documents.TERMS})


@dataclass
class Wording:
    """The words of an object: raw text by weight, of which only `title` is a title, and what completes while typing.

    Weights are those of PostgreSQL: A weighs most, D least. `extracted` is what extracts are made of. `is_neutral` is
    said of what stands in no language of its own.
    """

    language: str = NEUTRAL
    is_neutral: bool = False
    title: str = ""
    body: list[tuple[str, str]] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)
    extracted: str = ""


def parts_of(text: str) -> list[str]:
    """The words of a text as both sides of a search see them: folded, without signs or elided articles.

    A word with a hyphen, an apostrophe or an ampersand inside is several.
    """
    return [part for word in words_of(text) for part in _PART.findall(folded(word.text))]


def agreeing(part: str, language: str) -> list[str]:
    """A word and, in French, the other gender of a participle: without accents, stemmers take them for two words."""
    match = _AGREEING.fullmatch(part) if language == "fr" else None
    if match is None or match[1] in WITHOUT_FEMININE:
        return [part]
    return [part, match[1] if match[2] else f"{match[1]}e"]


def compounds_of(text: str) -> list[str]:
    """The compounds of a text, each as one word."""
    return [part for compound in documents.joined(text) for part in _PART.findall(folded(compound))]


def wordings_of(objs: Iterable[Model]) -> Iterator[Wording]:
    """The words of each object. One query for all of them, and those that their search fields make."""
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    for obj in objs:
        yield wording_of(obj, codes)


def wording_of(obj: Any, codes: Mapping[int, str]) -> Wording:
    """The words of an object; `codes` are the languages of the locales."""
    language = codes.get(getattr(obj, "locale_id", None) or 0, "")
    is_neutral = language not in LANGUAGES
    found = Wording(NEUTRAL if is_neutral else language, is_neutral)
    extracted = []
    for name, boost, text in _searched(obj, obj.get_search_fields()):
        if name == documents.TITLE:
            found.title = f"{found.title} {text}".strip()
            continue
        weight = "A" if (boost or 1) >= HEAVY else "B" if name in OPENINGS else "C" if name == documents.NAMES else "D"
        found.body.append((weight, text))
        if name not in {documents.NAMES, documents.TERMS}:
            extracted.append(text)
    found.completed = list(_completed(obj, obj.get_search_fields()))
    found.extracted = "\n".join(extracted)[: documents.LONGEST_TEXT]
    return found


def _searched(obj: Any, fields: Iterable[Any]) -> Iterator[tuple[str, float | None, str]]:
    """Name, boost and text of each search field that holds something."""
    for search_field in fields:
        if isinstance(search_field, SearchField):
            text = "\n".join(documents.clean(text) for text in documents.flat(search_field.get_value(obj)))
            if text:
                yield search_field.field_name, search_field.boost, text[: documents.LONGEST_TEXT]
        elif isinstance(search_field, RelatedFields):
            for related in _related(search_field.get_value(obj)):
                yield from _searched(related, search_field.fields)


def _completed(obj: Any, fields: Iterable[Any]) -> Iterator[str]:
    for search_field in fields:
        if isinstance(search_field, AutocompleteField):
            yield from (documents.clean(text) for text in documents.flat(search_field.get_value(obj)))
        elif isinstance(search_field, RelatedFields):
            for related in _related(search_field.get_value(obj)):
                yield from _completed(related, search_field.fields)


def _related(value: Any) -> Iterable[Any]:
    if value is None:
        return []
    if isinstance(value, Manager):
        return value.all()
    value = value() if callable(value) else value
    return [] if value is None else [value]
