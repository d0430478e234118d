"""Checks of title, summary, subjects and headings."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from partners.enums import PublicationType
from partners.models import PublicationPage

from .links import shortened
from .reading import Reading
from .registry import Finding, check, hint, obstacle

# Characters. A longer title is cut in lists and by search engines.
LONGEST_TITLE = 120
# Under so many letters, a title in capitals may be a name.
SHORTEST_CAPITALS = 12
CAPITALS = 0.7
SHORTEST_SUMMARY, LONGEST_SUMMARY = 40, 250

CLASSIFIED = frozenset({PublicationType.ARTICLE, PublicationType.EVENT})


@check()
def title(reading: Reading) -> Iterator[Finding]:
    """A title is short and is not shouted."""
    text = reading.page.title.strip()
    if len(text) > LONGEST_TITLE:
        message = _("The title has %(length)d characters: keep it under %(limit)d, and put the rest in the summary.")
        yield hint("title-long", message % {"length": len(text), "limit": LONGEST_TITLE}, "title")
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if len(letters) >= SHORTEST_CAPITALS and capitals > CAPITALS * len(letters):
        message = _("The title is in capitals: write it in small letters, with capitals for names.")
        yield hint("title-capitals", message, "title")


@check(PublicationPage)
def summary(reading: Reading) -> Iterator[Finding]:
    """A summary says in a sentence or two what the title does not."""
    text = " ".join(reading.page.summary.split())
    length = {"length": len(text)}
    if not text:
        yield obstacle("summary-missing", _("Write a summary of one or two sentences: every list shows it."), "summary")
    elif text.casefold() == reading.page.title.strip().casefold():
        yield hint("summary-title", _("The summary repeats the title: say what the title does not."), "summary")
    elif len(text) < SHORTEST_SUMMARY:
        message = _("The summary has only %(length)d characters: tell readers in a sentence what they will find.")
        yield hint("summary-short", message % length, "summary")
    elif len(text) > LONGEST_SUMMARY:
        message = _("The summary has %(length)d characters: two sentences, %(limit)d characters, are enough.")
        yield hint("summary-long", message % {**length, "limit": LONGEST_SUMMARY}, "summary")


@check(PublicationPage)
def subject(reading: Reading) -> Iterator[Finding]:
    """Readers filter articles and events by subject."""
    if reading.page.publication_type in CLASSIFIED and not reading.page.subjects.all():
        message = _("Choose at least one subject under “Classification”: readers filter the lists by it.")
        yield obstacle("subject-missing", message, "subjects")


@check()
def headings(reading: Reading) -> Iterator[Finding]:
    """Headings go down one level at a time; the page's title is the first level."""
    level = 1
    for heading in reading.headings:
        if not heading.words:
            yield hint("heading-empty", _("A heading is empty: write it or remove it."), heading.path)
            continue
        if heading.level > level + 1:
            message = _("The heading “%(heading)s” skips a level: make it a heading of level %(level)d.")
            named = {"heading": shortened(heading.words), "level": level + 1}
            yield hint("heading-order", message % named, heading.path)
        level = heading.level
