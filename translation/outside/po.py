"""Translation outside the portal: the passages of a page as a PO file, and the file that comes back.

What nobody has finished is marked fuzzy, as translators' tools know it; an entry that comes back without that mark is
one that a person stands behind. Each entry carries a mark of the English that left with it, so that what a translator
did not touch never undoes what was written in the portal meanwhile.
"""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polib
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from accounts.models import User
from core.refusals import Refused
from partners.workflow.digest import digest_of_values
from translation.editor import drafts
from translation.editor.markup import check
from translation.editor.memory import OWN
from translation.editor.passages import Words, words_of
from translation.editor.writing import hold, named, places, put, shortened, unsavable
from translation.enums import PassageState

# Bytes of a file that is read.
LARGEST = 2 * 1024 * 1024
# Reasons that are shown of a file in which nothing is right.
SHOWN = 10
# The header by which wagtail-localize knows its files.
MARK = "X-WagtailLocalize-TranslationID"
_LEFT_AS = re.compile(r"^portal:([0-9a-f]{12})$", re.MULTILINE)


@dataclass(frozen=True)
class Taken:
    """What became of a file: how many passages it finished, and those that the portal kept, having changed since."""

    count: int
    kept: tuple[Words, ...] = ()


def file_of(translation: Translation, *, now: datetime) -> str:
    """The PO file of a translation, in UTF-8 once encoded."""
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "Project-Id-Version": translation.source.object_repr.replace("\n", " "),
        "POT-Creation-Date": f"{now:%Y-%m-%d %H:%M%z}",
        "Language": translation.target_locale.language_code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        MARK: str(translation.uuid),
    }
    # The same words twice at a place are one passage; a tool would take a second entry for a mistake.
    po.extend(
        _entry(words) for words in {(words.path, words.french): words for words in words_of(translation)}.values()
    )
    return str(po)


def take(translation: Translation, content: bytes, *, user: User) -> Taken:
    """Take the finished entries of a PO file, all or none, and save the draft once.

    Raises `PermissionDenied`, or `Refused` with a sentence for each entry that cannot be taken: nothing has changed.
    """
    entries = _entries(translation, content)
    with transaction.atomic():
        hold(translation, user)
        known = {(words.path, words.french): words for words in words_of(translation)}
        changes, kept = _sorted_out(entries, known)
        where = places(translation)
        for words, english in changes:
            put(translation, where[words.path, words.french], english, user=user)
        if changes:
            try:
                drafts.write(translation, user=user)
            except ValidationError as error:
                raise unsavable(error, [words for words, _english in changes]) from error
            drafts.answer_for(translation, user=user)
    return Taken(len(changes), tuple(kept))


def _entry(words: Words) -> polib.POEntry:
    is_fuzzy = bool(words.english) and not words.is_finished
    notes = [str(words.state.label)] if is_fuzzy else []
    if words.path in OWN:
        notes.append(_("The address of the page: small letters, digits and hyphens."))
    return polib.POEntry(
        msgctxt=words.path,
        msgid=words.french,
        msgstr=words.english,
        previous_msgid=words.previous if words.state == PassageState.CARRIED else None,
        flags=["fuzzy"] if is_fuzzy else [],
        comment="\n".join([*notes, f"portal:{_fingerprint(words.english)}"]),
    )


def _fingerprint(english: str) -> str:
    return digest_of_values(english)[:12]


def _entries(translation: Translation, content: bytes) -> list[polib.POEntry]:
    """The finished entries of a file of this translation. Raises `Refused`."""
    if len(content) > LARGEST:
        raise Refused(_("This file is too large for a page: nothing was taken."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_("This file is not in UTF-8: save it in that encoding, then send it again.")) from None
    po = _parsed(text)
    if po.metadata.get(MARK) != str(translation.uuid):
        raise Refused(_("This file belongs to another page: send the one that was downloaded from this page."))
    return [entry for entry in po if entry.msgstr.strip() and not entry.fuzzy and not entry.obsolete]


def _parsed(text: str) -> polib.POFile:
    no_file = Refused(_("This is not a PO file: send the one that was downloaded from this page, once translated."))
    # Given words instead of a file, polib would open the file that they name, and cut lines where PO has none.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "translation.po"
        path.write_text(text, encoding="utf-8")
        try:
            po = polib.pofile(str(path), encoding="utf-8")
        except (OSError, ValueError, LookupError, AttributeError, TypeError):
            raise no_file from None
    if not po.metadata:
        raise no_file
    return po


def _sorted_out(
    entries: list[polib.POEntry], known: dict[tuple[str, str], Words]
) -> tuple[list[tuple[Words, str]], list[Words]]:
    """The passages to write with their English, and those that the portal keeps. Raises `Refused` for all problems."""
    found: dict[tuple[str, str], polib.POEntry] = {}
    problems = []
    for entry in entries:
        key = (entry.msgctxt or "", entry.msgid)
        if key not in known:
            problems.append(_unknown(entry))
        elif key in found and found[key].msgstr != entry.msgstr:
            problems.append(named(known[key], _("It is in the file twice, with different words.")))
        found[key] = entry
    changes, kept = [], []
    for key, entry in found.items():
        if (words := known.get(key)) is None:
            continue
        match _change(words, entry):
            case "kept":
                kept.append(words)
            case "changed":
                problems.extend(_problems(words, entry.msgstr))
                changes.append((words, entry.msgstr))
    if problems:
        raise Refused(*shortened(problems, at_most=SHOWN))
    return changes, kept


def _change(words: Words, entry: polib.POEntry) -> str:
    """What an entry does to its passage: changed, kept as the portal has it in spite of the file, or same."""
    if entry.msgstr == words.english:
        return "same" if words.is_finished else "changed"
    left_as = _LEFT_AS.search(entry.comment)
    if left_as and left_as[1] == _fingerprint(entry.msgstr):
        # The translator did not touch it; the portal has changed since.
        return "same"
    if left_as and left_as[1] != _fingerprint(words.english) and words.is_finished:
        return "kept"
    return "changed"


def _problems(words: Words, english: str) -> Iterator[str]:
    try:
        check(words.french, english)
    except ValueError as error:
        yield named(words, error)


def _unknown(entry: polib.POEntry) -> str:
    words = Words(path="", french=entry.msgid, english="", state=PassageState.MISSING)
    return named(
        words,
        _("This passage is no longer in the page: the French has changed. Download the file again, then translate it."),
    )
