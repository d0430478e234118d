"""Tags of the search page."""

import re
from dataclasses import dataclass

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.filters import Option
from core.typography import prose
from search.contract import MARK_END, MARK_START

register = template.Library()

_FOUND = re.compile(f"{MARK_START}([^{MARK_START}{MARK_END}]*){MARK_END}")
_STRAY = re.compile(f"[{MARK_START}{MARK_END}]")
_ELIDED = re.compile(rf"(?<=\w)'(?={MARK_START}\w)")
_ENDS = tuple(".!?…»”")

# A facet shows these first; so few more are not worth a button.
FIRST = 8
FEW = 2


@register.filter
def highlighted(extract: str) -> SafeString:
    """An extract as HTML: escaped first, what was found marked after, with dots where a sentence is cut."""
    language = "en" if get_language() == "en" else "fr"
    # A mark stands between the apostrophe and its word.
    text = prose(_ELIDED.sub("’", extract.strip()), language)
    bare = _STRAY.sub("", text)
    before = "… " if bare[:1].islower() else ""
    after = "" if bare.endswith(_ENDS) else " …"
    marked = _STRAY.sub("", _FOUND.sub(r"<mark>\1</mark>", str(escape(text))))
    return mark_safe(before + marked + after)  # noqa: S308 -- escaped above


@dataclass(frozen=True)
class Parts:
    """The values of a facet: those that show at once, and the rest behind a button."""

    first: list[Option]
    rest: list[Option]

    @property
    def is_chosen(self) -> bool:
        """Whether a value is in force."""
        return _any_selected(self.first) or self.is_rest_chosen

    @property
    def is_rest_chosen(self) -> bool:
        """Whether one of the rest is."""
        return _any_selected(self.rest)


@register.filter
def parts(options: list[Option]) -> Parts:
    """The values of a facet in two parts."""
    at = len(options) if len(options) <= FIRST + FEW else FIRST
    return Parts(options[:at], options[at:])


def _any_selected(options: list[Option]) -> bool:
    return any(option.is_selected for option in options)
