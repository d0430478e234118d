"""Hints on typography: what the portal mends by itself when it prints a text (`core.typography`) is not said."""

import re
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.typography import MONTHS, NBSP, html_prose, prose

from .reading import Reading, Words
from .registry import Finding, check, hint
from .rich_text import read

# What each hint looks for in the text as it will be printed, and what to do of “%(words)s”.
HINTS: tuple[tuple[str, re.Pattern[str], str | Promise], ...] = (
    (
        "typography-quotes",
        re.compile(r'"|[“”](?![^«]*»)'),
        _("“%(words)s”: put the quotation between French quotation marks (« »)."),
    ),
    (
        "typography-apostrophe",
        re.compile(r"(?<!\d)'"),
        _("“%(words)s”: replace the straight mark with a curved apostrophe (’)."),
    ),
    (
        "typography-ellipsis",
        re.compile(r"\.{3,}"),
        _("“%(words)s”: write the three dots as one sign (…)."),
    ),
    (
        "typography-spaces",
        re.compile(rf"(?<=\S)[ {NBSP}]{{2,}}(?=\S)"),
        _("“%(words)s”: keep one space between the words."),
    ),
    (
        "typography-dash",
        re.compile(rf"(?<=\w)[ {NBSP}]-[ {NBSP}](?=\w)"),
        _("“%(words)s”: use a dash (–) rather than a hyphen between spaces."),
    ),
    (
        "typography-ordinal",
        re.compile(r"\b\d+(?:[èe]re|i?[èe]me)s?\b"),
        _("“%(words)s”: write ordinals as 1re, 2e, 3e."),
    ),
    (
        "typography-ligature",
        re.compile(r"\b(?:b|c|ch|m|man|n|s|v)?oeu\w*|\boeil\w*", re.IGNORECASE),
        _("“%(words)s”: write œ as one letter."),
    ),
    (
        "typography-accents",
        re.compile(
            r"\b(?:Ecole|Etat|Etude|Etudiant|Ev[eé]nement|Equipe|Equité|Ecosyst[eè]me|Economie|Editeur|Editrice|"
            r"Etape|Ecran|Echange|El[eè]ve|Elu)(?:e?s)?\b|(?:^|[.!?] )A (?:l’|la |noter|partir|propos|titre|venir)"
        ),
        _("“%(words)s”: capitals take their accents too (É, À)."),
    ),
    (
        "typography-decimals",
        re.compile(rf"\b\d+\.\d+(?=[ {NBSP}]?(?:%|\$|M\$|G\$|millions?\b|milliards?\b))"),
        _("“%(words)s”: decimals follow a comma (71,1)."),
    ),
    (
        "typography-thousands",
        re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])"),
        _("“%(words)s”: thousands are separated by a space (10 461), if these are thousands."),
    ),
    (
        "typography-inclusive",
        re.compile(r"\w(?:·\w|\(e\)|\(ne\)|/(?:e|ne|trice|euse)s?\b)"),
        _("“%(words)s”: write a neutral word, or both forms in full."),
    ),
)
# What translators leave as the French has it.
ENGLISH_HINTS: tuple[tuple[str, re.Pattern[str], str | Promise], ...] = (
    (
        "typography-quotes",
        re.compile(r"[«»]"),
        _("“%(words)s”: put the quotation between English quotation marks (“ ”)."),
    ),
    (
        "typography-hour",
        re.compile(rf"\b\d{{1,2}}[ {NBSP}]?h(?:[ {NBSP}]?\d\d)?\b"),
        _("“%(words)s”: write hours as 9 a.m. and 1:30 p.m."),
    ),
    (
        "typography-money",
        re.compile(rf"\d[ {NBSP}]?\$"),
        _("“%(words)s”: the dollar sign stands before the number ($1,200)."),
    ),
    (
        "typography-percent",
        re.compile(rf"\d[ {NBSP}]%"),
        _("“%(words)s”: no space before the percent sign (71.1%%)."),
    ),
    (
        "typography-decimals",
        re.compile(r"(?<![\d,.])\d+,\d{1,2}(?![\d,])"),
        _("“%(words)s”: decimals follow a point (71.1)."),
    ),
    (
        "typography-thousands",
        re.compile(rf"(?<![\d,.])\d{{1,3}}(?:[ {NBSP}]\d{{3}})+(?![\d,])"),
        _("“%(words)s”: thousands are separated by a comma (10,461), if these are thousands."),
    ),
    (
        "typography-date",
        re.compile(rf"\b\d{{1,2}}(?:er)?[ {NBSP}](?:{'|'.join(MONTHS['en'])})\b"),
        _("“%(words)s”: write dates as March 3, 2026."),
    ),
    (
        "typography-punctuation",
        re.compile(rf"(?<=\w)[ {NBSP}]+[;:!?](?=\s|$)"),
        _("“%(words)s”: no space before the punctuation mark."),
    ),
)
HINTS_IN = {"fr": HINTS, "en": ENGLISH_HINTS}
# Characters shown before and after what is found.
AROUND = 18


@check()
def typography_of_the_language(reading: Reading) -> Iterator[Finding]:
    """What the portal cannot mend by itself in a text of the page's language; each thing once for each text."""
    language = reading.page.locale.language_code
    for words in reading.words:
        told: set[str] = set()
        for line in lines_of(words, language):
            for code, pattern, message in HINTS_IN[language]:
                found = None if code in told else pattern.search(line)
                if found:
                    told.add(code)
                    yield hint(code, str(message) % {"words": _around(line, found)}, words.path)


def lines_of(words: Words, language: str) -> list[str]:
    """A text as it will be printed, line by line, without its tags."""
    if words.is_rich:
        return read(html_prose(words.text, language)).lines
    return prose(words.text, language).splitlines()


def _around(line: str, found: re.Match[str]) -> str:
    """What was found, with the words around it."""
    start, end = max(found.start() - AROUND, 0), found.end() + AROUND
    start = line.find(" ", start, found.start()) + 1 or start if start else 0
    cut = line.rfind(" ", found.end(), end)
    end = cut if end < len(line) and cut > 0 else end
    return line[start:end].strip()
