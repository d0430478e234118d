"""How numbers, dates, hours and prose are written for readers, in each language.

French follows the Office québécois de la langue française: 13 h 30, 1er février, 129 560 $, 71,1 %, no space before
; ! and ?, a non-breaking space before : and inside « ». English follows Canadian usage: 1:30 p.m., $129,560, 71.1%.
Pure functions of their arguments; the template filters of `core.templatetags.typo` call them with the active language.
"""

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from html.parser import HTMLParser

NBSP = "\u00a0"

_FRENCH_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_ENGLISH_MONTHS = "January February March April May June July August September October November December"
MONTHS = {"fr": tuple(_FRENCH_MONTHS.split()), "en": tuple(_ENGLISH_MONTHS.split())}

_FRENCH_DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche"
_ENGLISH_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
WEEKDAYS = {"fr": tuple(_FRENCH_DAYS.split()), "en": tuple(_ENGLISH_DAYS.split())}

# Units that follow their number at once in English, and stand before it.
ENGLISH_CLOSE = {"%"}
ENGLISH_BEFORE = {"$"}


def number(value: Decimal | float | str, language: str) -> str:
    """A number with the separators of the language: `10 461`, `71,1` or `10,461`, `71.1`. Its decimals are kept.

    Raises `decimal.InvalidOperation` for what is no number.
    """
    exact = Decimal(str(value))
    text = f"{abs(exact):,f}"
    if language == "fr":
        text = text.replace(",", NBSP).replace(".", ",")
    return f"−{text}" if exact.is_signed() else text


def quantity(value: Decimal | float | str, unit: str, language: str) -> str:
    """A number with its unit: `71,1 %`, `129 560 $`, `60 pays`; `71.1%`, `$129,560`, `60 countries`."""
    text = number(value, language)
    if not unit:
        return text
    if language == "en" and unit in ENGLISH_BEFORE:
        return f"{unit}{text}"
    if language == "en" and unit in ENGLISH_CLOSE:
        return f"{text}{unit}"
    return f"{text}{NBSP}{unit}"


def hour(value: time, language: str) -> str:
    """An hour: `9 h`, `13 h 30`, `17 h 05`; `9 a.m.`, `1:30 p.m.`."""
    if language == "fr":
        minutes = f"{NBSP}{value.minute:02}" if value.minute else ""
        return f"{value.hour}{NBSP}h{minutes}"
    twelve = value.hour % 12 or 12
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{twelve}{minutes}{NBSP}{'a.m.' if value.hour < 12 else 'p.m.'}"  # noqa: PLR2004 -- noon


def day_number(value: date, language: str) -> str:
    """The day of the month: `1er` and `2` in French, `1` and `2` in English."""
    return "1er" if language == "fr" and value.day == 1 else str(value.day)


def day(value: date, language: str, *, weekday: bool = False, year: bool = True) -> str:
    """A date: `10 octobre 2023`, `mardi 10 octobre 2023`; `October 10, 2023`, `Tuesday, October 10, 2023`."""
    month = MONTHS[language][value.month - 1]
    name = WEEKDAYS[language][value.weekday()]
    if language == "fr":
        text = f"{day_number(value, language)}{NBSP}{month}" + (f" {value.year}" if year else "")
        return f"{name} {text}" if weekday else text
    text = f"{month}{NBSP}{value.day}" + (f", {value.year}" if year else "")
    return f"{name}, {text}" if weekday else text


def days(first: date, last: date | None, language: str) -> str:
    """A span of days, what both ends share said once: `du 10 au 13 octobre 2023`, `October 10–13, 2023`."""
    if last is None or last == first:
        return day(first, language)
    same_year, same_month = first.year == last.year, (first.year, first.month) == (last.year, last.month)
    if language == "fr":
        start = day_number(first, language) if same_month else day(first, language, year=not same_year)
        return f"du {start} au {day(last, language)}"
    if same_month:
        return f"{MONTHS['en'][first.month - 1]}{NBSP}{first.day}–{last.day}, {last.year}"
    return f"{day(first, language, year=not same_year)} – {day(last, language)}"


def ordinal(value: int, language: str) -> str:
    """An ordinal, feminine in French for editions: `1re`, `5e`; `1st`, `22nd`, `13th`."""
    if language == "fr":
        return f"{value}{'re' if value == 1 else 'e'}"
    suffixes = {1: "st", 2: "nd", 3: "rd"}
    is_teen = value % 100 in range(11, 14)
    return f"{value}{'th' if is_teen else suffixes.get(value % 10, 'th')}"


def hours(start: time, end: time | None, language: str) -> str:
    """A span of hours: `de 9 h à 10 h 30`, `9 a.m. – 10:30 a.m.`; the start alone when there is no end."""
    if end is None:
        return hour(start, language)
    if language == "fr":
        return f"de {hour(start, language)} à {hour(end, language)}"
    return f"{hour(start, language)} – {hour(end, language)}"


Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

_SPACE = r"[ \u00a0\u202f]"
_BOTH: tuple[Rule, ...] = ((re.compile(r"(?<=\w)'(?=\w)"), "’"),)
_FRENCH: tuple[Rule, ...] = (
    *_BOTH,
    (re.compile(r'"([^"]*)"'), rf"«{NBSP}\1{NBSP}»"),
    (re.compile(rf"«{_SPACE}*"), f"«{NBSP}"),
    (re.compile(rf"{_SPACE}*»"), f"{NBSP}»"),
    (re.compile(rf"{_SPACE}+(?=[;!?])"), ""),
    (re.compile(rf"(?<=\S){_SPACE}*:(?=\s|$)"), f"{NBSP}:"),
    (re.compile(rf"(?<=\d){_SPACE}?(?=[%$])"), NBSP),
    (re.compile(rf"\b(\d{{1,2}}){_SPACE}?h{_SPACE}?(\d\d)\b"), rf"\1{NBSP}h{NBSP}\2"),
    (re.compile(rf"\b(\d{{1,2}}){_SPACE}h\b"), rf"\1{NBSP}h"),
    (re.compile(rf"(?<![\d,.])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)"), lambda match: re.sub(_SPACE, NBSP, match[0])),
    (re.compile(rf"\b1{_SPACE}(?=(?:{'|'.join(MONTHS['fr'])})\b)"), f"1er{NBSP}"),
)
_ENGLISH: tuple[Rule, ...] = (
    *_BOTH,
    (re.compile(r'"([^"]*)"'), r"“\1”"),
    (re.compile(r"(?<=\d) (?=[ap]\.m\.)"), NBSP),
)
_RULES = {"fr": _FRENCH, "en": _ENGLISH}

# Characters of a text that is kept as it was printed.
LONGEST_KNOWN = 300


def prose(text: str, language: str) -> str:
    """Plain text as it should be printed: quotation marks, apostrophes, spaces. Applied twice, it changes nothing more.

    What cannot be decided by a machine is left alone: a decimal comma may be an English thousand.
    """
    for pattern, replacement in _RULES[language]:
        text = pattern.sub(replacement, text)
    return text


def html_prose(html: str, language: str) -> str:
    """`prose` over the text of a piece of HTML; tags, addresses, `code` and `pre` stay as they are.

    A passage inside an element with another `lang` is left alone too.
    """
    # Labels and titles are on many pages, and many times on some.
    return _known(html, language) if len(html) <= LONGEST_KNOWN else _printed(html, language)


@lru_cache(maxsize=4096)
def _known(html: str, language: str) -> str:
    return _printed(html, language)


def _printed(html: str, language: str) -> str:
    printer = _Printer(language)
    printer.feed(html)
    printer.close()
    printer.print_text()
    return "".join(printer.pieces)


class _Printer(HTMLParser):
    """Copies HTML, with the text between tags put through `prose`."""

    AS_IS = frozenset({"code", "pre", "script", "style", "textarea", "kbd"})
    INLINE = frozenset(
        {"a", "abbr", "b", "cite", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "time"}
    )
    VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
    # As Django's escaping writes the two signs that `prose` has rules for.
    QUOTES = {"quot": '"', "#34": '"', "#x27": "'", "#39": "'"}

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=False)
        self.language = language
        self.pieces: list[str] = []
        self.languages: list[str | None] = [language]
        # The text since the last tag, and whether quotes in it stood as references.
        self.text = ""
        self.is_escaped = False
        # The character before the text to come, when only inline tags stand between: a colon may need its space.
        self.before = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.print_text()
        self.pieces.append(self.get_starttag_text() or "")
        self._cross(tag)
        if tag not in self.VOID:
            spoken = (dict(attrs).get("lang") or self.languages[-1] or "")[:2] or None
            self.languages.append(None if tag in self.AS_IS else spoken)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.print_text()
        self.pieces.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.print_text()
        self.pieces.append(f"</{tag}>")
        self._cross(tag)
        if tag not in self.VOID and len(self.languages) > 1:
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_entityref(self, name: str) -> None:
        self._refer(name)

    def handle_charref(self, name: str) -> None:
        self._refer(f"#{name.lower()}")

    def handle_comment(self, data: str) -> None:
        self.print_text()
        self.pieces.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.print_text()
        self.pieces.append(f"<!{decl}>")

    def print_text(self) -> None:
        """Put the text since the last tag through `prose`; quotes that it leaves are escaped again if some were."""
        text, spoken = self.text, self.languages[-1]
        looks_like_address = "://" in text or text.startswith("www.")
        if spoken in _RULES and not looks_like_address:
            text = prose(self.before + text, spoken)[len(self.before) :]
        self.before = self.text[-1:] or self.before
        if self.is_escaped:
            text = text.replace('"', "&quot;").replace("'", "&#x27;")
        self.pieces.append(text)
        self.text, self.is_escaped = "", False

    def _refer(self, name: str) -> None:
        self.is_escaped = self.is_escaped or name in self.QUOTES
        self.text += self.QUOTES.get(name, f"&{name};")

    def _cross(self, tag: str) -> None:
        if tag not in self.INLINE:
            self.before = ""
