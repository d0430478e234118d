"""Every word that the demonstration shows is printed by the rules of its language."""

import re

import pytest
from bs4 import Comment, NavigableString

from tests.functional.reporting import named

# What stands within a line of text; any other element begins and ends one.
INLINE = {"a", "abbr", "b", "cite", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "time"}
AS_IS = {"code", "pre", "script", "style", "svg", "kbd", "textarea", "template"}
ATTRIBUTES = ("alt", "aria-label", "title", "placeholder")
ADDRESS = re.compile(r"(https?://|www\.)[^\s<>«»]+|[\w.+-]+@[\w.-]+\w")

# content.md, 4.4: the rules of the Office québécois de la langue française.
FRENCH = {
    "space before ? ! ;": r"[ \u00a0\u202f][?!;]",
    "colon without its non-breaking space": r"(?<!\u00a0):(?=\s|$)",
    "« without its non-breaking space": r"«(?!\u00a0)",
    "» without its non-breaking space": r"(?<!\u00a0)»",
    "sign without its non-breaking space": r"\d[ \u202f]?[%$]",
    "hour with ordinary spaces or none": r"\d ?h ?\d|\d h\b",
    "hour with a leading zero": r"\b0\d\u00a0h",
    "hour with 00 minutes": r"h\u00a000\b",
    "hour with a colon": r"\b\d{1,2}:\d\d\b",
    "sum with its sign first": r"\$\d",
    "thousands with a comma": r"\d,\d{3}\b",
    "thousands with an ordinary space": r"(?<![\d,.])\d{1,3}(?: \d{3})+\b",
    "decimals with a point": r"\d\.\d+\u00a0?[%$]",
    "1 for 1er": r"\b1[ \u00a0](janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)",
    "month or day with a capital": r"\b\d{1,2}(er)?[ \u00a0](Janv|Févr|Mars|Avr|Mai|Juin|Juil|Août|Sept|Oct|Nov|Déc)",
    "date in figures": r"\b\d{1,2}/\d{1,2}/\d{4}\b",
    "inclusive form with a dot": r"[a-zé]·[a-z]",
    "straight quotation mark": r"[\"“”]",
    "straight apostrophe": r"'",
    "capital without its accent": r"\b(A|Etat|Etats|Ecole|Evenement|Evénement|Etude|Edition|Ecotech)\b(?= [a-zà-ÿ])",
}
# Canadian usage.
ENGLISH = {
    "French quotation mark": r"[«»]",
    "straight quotation mark": r"\"",
    "straight apostrophe": r"'",
    "space before punctuation": r"[ \u00a0\u202f][;:!?]",
    "French hour": r"\d[ \u00a0]?h[ \u00a0]?\d\d\b|\d[ \u00a0]h\b",
    "24-hour clock": r"\b\d{1,2}:\d\d\b(?!\u00a0[ap]\.m\.)",
    "a.m. or p.m. in another form": r"\d ?([ap]m|[AP]\.?M\.?)\b|\d ?[ap]\.m\.",
    "minutes of a whole hour": r"\d:00\u00a0[ap]\.m\.",
    "space before a sign": r"\d[ \u00a0\u202f][%$]",
    "sum with its sign last": r"\d\$",
    "thousands with a space": r"(?<![\d,.])\d{1,3}(?:[ \u00a0\u202f]\d{3})+\b(?! \d)",
    "decimal comma": r"\d,\d{1,2}(?!\d)",
    "date in figures": r"\b\d{1,2}/\d{1,2}/\d{4}\b",
    "date in the French order": r"\b\d{1,2}[ \u00a0](January|February|March|April|May|June|July|August)\b",
}


def runs(element, language):
    """The lines of text in that language below an element, as a reader sees them; other elements cut them."""
    pieces = []
    for child in element.children:
        if isinstance(child, NavigableString):
            if type(child) is NavigableString:
                pieces.append(child)
            continue
        spoken = (child.get("lang") or language)[:2]
        if child.name in INLINE:
            # Within a line, what is in another language is a word of which nothing is known.
            pieces.append("".join(runs(child, language)) if spoken == language else "x")
            continue
        yield from line(pieces)
        pieces = []
        if child.name not in AS_IS and spoken == language:
            yield from runs(child, language)
    yield from line(pieces)
