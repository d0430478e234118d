"""Compare the catalogues of ``locale/`` with the sources, or bring them up to date. Runs in ``.venv`` (needs polib).

The words are collected by Django's makemessages in a copy of the sources, so that a check changes nothing in the
project. The merge is ours: no fuzzy guess ever enters a catalogue, and the order is that of the sources.
"""

import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from scripts.process import ROOT

LANGUAGES = {"fr": "nplurals=2; plural=(n > 1);", "en": "nplurals=2; plural=(n != 1);"}

# The msgids are English: an English text that nobody changed is its own translation.
SOURCE_LANGUAGE = "en"

# Folders of the project that say nothing to readers or editors.
SILENT = {"benchmarks", "docs", "locale", "node_modules", "scripts", "static", "tests", "var"}

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")

Key = tuple[str | None, str]


class ExtractionError(Exception):
    """makemessages refused the sources; the message is what it said."""


def key(entry: polib.POEntry) -> Key:
    """Return what identifies an entry: its context and its English text."""
    return entry.msgctxt, entry.msgid


def texts(entry: polib.POEntry | polib.MOEntry) -> list[str]:
    """Return the translations of an entry: one, or one per plural form."""
    return [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)] or [entry.msgstr]


def po_path(root: Path, language: str) -> Path:
    """Return where a language's catalogue stands."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def sources(root: Path) -> Iterator[Path]:
    """Yield the folders that may hold words to translate."""
    for folder in sorted(root.iterdir()):
        if folder.is_dir() and not folder.name.startswith(".") and folder.name not in SILENT:
            yield folder


def extract(root: Path) -> polib.POFile:
    """Collect the words of the sources.

    Raises:
        ExtractionError: a source cannot be read.

    """
    with tempfile.TemporaryDirectory(prefix="messages-") as temporary:
        copy = Path(temporary)
        for folder in sources(root):
            shutil.copytree(folder, copy / folder.name, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "--locale=fr", "--add-location=file", "--no-wrap"]
        command += ["--extension=html,txt,py,xml"]
        # Collecting words needs no settings: with some, sources that do not start could not be read.
        env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ExtractionError(done.stderr.strip() or done.stdout.strip())
        found = po_path(copy, "fr")
        return polib.pofile(str(found), wrapwidth=0) if found.exists() else polib.POFile(wrapwidth=0)


def merge(extracted: polib.POFile, committed: polib.POFile | None, language: str) -> polib.POFile:
    """Return the catalogue of a language: the words of the sources, with the translations that are known."""
    known = {key(entry): entry for entry in committed or () if not entry.obsolete}
    merged = polib.POFile(wrapwidth=0)
    merged.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    for entry in extracted:
        old = known.get(key(entry))
        if old and bool(old.msgid_plural) == bool(entry.msgid_plural):
            entry.msgstr, entry.msgstr_plural, entry.tcomment = old.msgstr, dict(old.msgstr_plural), old.tcomment
        if language == SOURCE_LANGUAGE and not entry.translated():
            if entry.msgid_plural:
                entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
            else:
                entry.msgstr = entry.msgid
        merged.append(entry)
    return merged


def update(root: Path) -> int:
    """Write and compile the catalogue of each language; return 0."""
    for language in LANGUAGES:
        path = po_path(root, language)
        merged = merge(extract(root), polib.pofile(str(path)) if path.exists() else None, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        merged.save(str(path))
        merged.save_as_mofile(str(path.with_suffix(".mo")))
        missing = len(merged.untranslated_entries())
        print(f"{language}: {len(merged)} texts, {missing} to translate")
    return 0


def check(root: Path, *, extraction: bool) -> int:
    """Print what is wrong with the catalogues; return 1 if anything is."""
    words = {key(entry) for entry in extract(root)} if extraction else None
    problems = [f"{language}: {problem}" for language in LANGUAGES for problem in problems_of(root, language, words)]
    if problems:
        print("\n".join([*problems, "`make messages` updates the catalogues and compiles them."]))
    return 1 if problems else 0


def problems_of(root: Path, language: str, words: set[Key] | None) -> Iterator[str]:
    """Yield what is wrong with the catalogue of one language."""
    path = po_path(root, language)
    if not path.exists():
        yield "there is no catalogue"
        return
    catalogue = polib.pofile(str(path))
    present = {key(entry) for entry in catalogue if not entry.obsolete}
    if words is not None:
        yield from (f"missing: {identity[1]!r}" for identity in sorted(words - present, key=str))
        yield from (f"no longer in the sources: {identity[1]!r}" for identity in sorted(present - words, key=str))
    yield from (f"obsolete: {entry.msgid!r}" for entry in catalogue.obsolete_entries())
    yield from (f"fuzzy: {entry.msgid!r}" for entry in catalogue.fuzzy_entries())
    yield from (f"not translated: {entry.msgid!r}" for entry in catalogue.untranslated_entries())
    yield from (f"other placeholders: {entry.msgid!r}" for entry in catalogue if not same_placeholders(entry))
    if compiled(path.with_suffix(".mo")) != polib_entries(catalogue):
        yield "the compiled catalogue (django.mo) does not match django.po"


def same_placeholders(entry: polib.POEntry) -> bool:
    """Tell whether a translation names the values that its source names; a plural form may leave one out."""
    if not entry.translated():
        return True
    wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
    found = [set(PLACEHOLDER.findall(text)) for text in texts(entry)]
    return all(names <= wanted for names in found) if entry.msgid_plural else found == [wanted]


def polib_entries(catalogue: polib.POFile | polib.MOFile) -> dict[Key, list[str]]:
    """Return the translations that a program finds in a catalogue, and the rule of its plurals."""
    found = {key(entry): texts(entry) for entry in catalogue.translated_entries()}
    return {**found, (None, ""): [catalogue.metadata.get("Plural-Forms", "")]}


def compiled(path: Path) -> dict[Key, list[str]] | None:
    """Return the translations of a compiled catalogue, or None when it is missing or damaged."""
    if not path.exists():
        return None
    try:
        return polib_entries(polib.mofile(str(path)))
    except (OSError, ValueError, struct.error):
        return None


def main(arguments: list[str]) -> int:
    """Check or update the catalogues of this project."""
    try:
        if arguments[:1] == ["update"]:
            return update(ROOT)
        return check(ROOT, extraction="--no-extraction" not in arguments)
    except ExtractionError as error:
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
