"""What readers of a translated page are told: which French text it reflects, and what has changed in French since."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import Page

from core.languages import source_code
from core.models import BasePage
from core.typography import prose
from translation.matrix.states import standing_of, words_changed

# The share of their words that two passages have in common when one counts as the other, changed.
ALIKE = 0.4


@dataclass(frozen=True)
class Piece:
    """Neighbouring words of a passage; `is_changed` when the other version of the passage does not have them."""

    words: str
    is_changed: bool


@dataclass(frozen=True)
class Change:
    """A French passage before and after: nothing before what was added, nothing after what was removed."""

    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()

    @property
    def is_of_form(self) -> bool:
        """Whether the words are the same, and only their links or their emphasis changed."""
        return bool(self.before) and self.before == self.after


@dataclass(frozen=True)
class Notice:
    """How far a page is behind: `dated` is the day of the French that it reflects, `count` is never zero.

    `facts` says that dates, images or subjects changed; `order` that passages only moved.
    """

    dated: date
    count: int
    french: Page
    changes: tuple[Change, ...]
    facts: bool
    order: bool


def notice_of(page: BasePage) -> Notice | None:
    """What a live translated page says of the French; nothing where it is current or readers cannot open the French.

    No query for a French page, one for a current translation, three where it is behind (and that of `page.sister`,
    unless it has been asked).
    """
    if page.language == source_code() or page.live_revision_id is None or page.sister is None:
        return None
    standing = standing_of(page)
    if standing.dated is None or standing.changed is None:
        return None
    changed = standing.changed
    return Notice(
        dated=timezone.localdate(standing.dated),
        # Passages that changed places with one another count as one change.
        count=standing.behind or 1,
        french=page.sister,
        changes=tuple(change for gone, come in words_changed(changed) for change in changes_of(gone, come)),
        facts=changed.facts,
        order=not changed.places and not changed.facts,
    )


def changes_of(gone: Sequence[str], come: Sequence[str]) -> list[Change]:
    """What happened to the passages of one place, given as inline HTML: as many changes as the longer list has."""
    old, new = [plain(html) for html in gone], [plain(html) for html in come]
    partners = _partners(old, new)
    replaced = [_compared(old[partners[index]], words) for index, words in enumerate(new) if index in partners]
    added = [Change(after=_whole(words)) for index, words in enumerate(new) if index not in partners]
    removed = [Change(before=_whole(words)) for index, words in enumerate(old) if index not in partners.values()]
    return replaced + added + removed


def plain(html: str) -> str:
    """The words of a piece of French inline HTML, set as they are printed; no tag of it is left."""
    soup = BeautifulSoup(html, "html.parser")
    for line in soup.find_all("br"):
        line.replace_with(" ")
    # Non-breaking spaces stay.
    return prose(re.sub(r"[ \t\r\n]+", " ", soup.get_text()).strip(), source_code())


def _partners(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which former passage each new one replaces: the most alike, then whichever is left, in order."""
    pairs: dict[int, int] = {}
    free = list(range(len(old)))
    for index, words in enumerate(new):
        best = max(free, key=lambda other: _likeness(old[other], words), default=None)
        if best is not None and _likeness(old[best], words) >= ALIKE:
            pairs[index] = best
            free.remove(best)
    rest = [index for index in range(len(new)) if index not in pairs]
    return pairs | dict(zip(rest, free, strict=False))


def _likeness(one: str, other: str) -> float:
    first, second = set(one.split()), set(other.split())
    return 2 * len(first & second) / (len(first) + len(second) or 1)


def _compared(before: str, after: str) -> Change:
    """Both versions, the words marked that the other has not; all of them where little is the same."""
    if before != after and _likeness(before, after) < ALIKE:
        return Change(_whole(before), _whole(after))
    old, new = before.split(" "), after.split(" ")
    # To a reader, “d’un” is one word.
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return Change(
        tuple(Piece(" ".join(old[a:b]), tag != "equal") for tag, a, b, _, _ in steps if b > a),
        tuple(Piece(" ".join(new[a:b]), tag != "equal") for tag, _, _, a, b in steps if b > a),
    )


def _whole(words: str) -> tuple[Piece, ...]:
    return (Piece(words, is_changed=True),)
