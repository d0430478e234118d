"""The catalogues: what the sources say against what ``locale/`` holds."""

import re
import shutil
from pathlib import Path

import polib
import pytest

from scripts import catalogues
from scripts.process import ROOT

GETTEXT = pytest.mark.skipif(not shutil.which("xgettext") or not shutil.which("msguniq"), reason="no GNU gettext")

SOURCE = """
from django.utils.translation import gettext as _, ngettext, pgettext
_("Search")
_("Hello %(name)s")
pgettext("event", "Full")
ngettext("%(count)d result", "%(count)d results", 2)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with one module, one template and folders whose words are nobody's business."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "words.py").write_text(SOURCE)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text('{% load i18n %}{% translate "Menu" %}')
    for silent in ("tests", ".hidden", "var"):
        (tmp_path / silent).mkdir()
        (tmp_path / silent / "words.py").write_text('_("Noise")')
    return tmp_path


def problems(root: Path, language: str) -> list[str]:
    """Return what is wrong with a catalogue."""
    words = {catalogues.key(entry) for entry in catalogues.extract(root)}
    return list(catalogues.problems_of(root, language, words))


def translate(root: Path, **texts: str) -> None:
    """Fill the French catalogue and compile it."""
    path = catalogues.po_path(root, "fr")
    catalogue = polib.pofile(str(path), wrapwidth=0)
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "%(count)d résultat", 1: "%(count)d résultats"}
        else:
            entry.msgstr = texts.get(entry.msgid.split()[0], "Texte")
    catalogue.save()
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))


@GETTEXT
def test_words_of_the_sources(root: Path) -> None:
    """Python and templates are read, with their contexts and plurals; tests and hidden folders are not."""
    assert {catalogues.key(entry) for entry in catalogues.extract(root)} == {
        (None, "Search"),
        (None, "Hello %(name)s"),
        (None, "%(count)d result"),
        (None, "Menu"),
        ("event", "Full"),
    }
    assert not (root / "locale").exists()


@GETTEXT
def test_new_catalogues(root: Path) -> None:
    """English is its own translation; French has everything to translate."""
    catalogues.update(root)

    assert problems(root, "en") == []
    assert sorted(problems(root, "fr")) == [
        "not translated: '%(count)d result'",
        "not translated: 'Full'",
        "not translated: 'Hello %(name)s'",
        "not translated: 'Menu'",
        "not translated: 'Search'",
    ]


@GETTEXT
def test_translations_survive_an_update(root: Path) -> None:
    """What is known is kept, what is gone is dropped, what is new is empty; nothing is guessed."""
    catalogues.update(root)
    translate(root, Hello="Bonjour %(name)s", Search="Recherche", Menu="Menu", Full="Complet")
    assert problems(root, "fr") == []

    (root / "app" / "words.py").write_text('_("Search")\n_("Search it")\n')
    assert sorted(problems(root, "fr")) == [
        "missing: 'Search it'",
        "no longer in the sources: '%(count)d result'",
        "no longer in the sources: 'Full'",
        "no longer in the sources: 'Hello %(name)s'",
    ]
    catalogues.update(root)

    french = polib.pofile(str(catalogues.po_path(root, "fr")))
    assert [(entry.msgid, entry.msgstr) for entry in french] == [
        ("Search", "Recherche"),
        ("Search it", ""),
        ("Menu", "Menu"),
    ]


@GETTEXT
def test_other_placeholders(root: Path) -> None:
    """A translation that names another value would fail in front of a reader."""
    catalogues.update(root)
    translate(root, Hello="Bonjour %(nom)s")

    assert problems(root, "fr") == ["other placeholders: 'Hello %(name)s'"]


@GETTEXT
@pytest.mark.parametrize("damage", ["missing", "garbled", "cut", "older"])
def test_compiled_catalogue_that_differs(root: Path, damage: str) -> None:
    """What is compiled is what is written."""
    catalogues.update(root)
    compiled = catalogues.po_path(root, "en").with_suffix(".mo")
    if damage == "missing":
        compiled.unlink()
    elif damage == "cut":
        compiled.write_bytes(compiled.read_bytes()[:10])
    elif damage == "garbled":
        compiled.write_bytes(b"not a catalogue")
    else:
        path = catalogues.po_path(root, "en")
        path.write_text(path.read_text().replace('msgstr "Menu"', 'msgstr "The menu"'))

    assert problems(root, "en") == ["the compiled catalogue (django.mo) does not match django.po"]


def test_no_catalogue(tmp_path: Path) -> None:
    """A language without catalogue is told."""
    assert list(catalogues.problems_of(tmp_path, "fr", None)) == ["there is no catalogue"]


def test_fuzzy_and_obsolete_entries(tmp_path: Path) -> None:
    """Guesses and leftovers have no place in a catalogue."""
    path = catalogues.po_path(tmp_path, "fr")
    path.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Search", msgstr="Menu", flags=["fuzzy"]))
    catalogue.append(polib.POEntry(msgid="Old", msgstr="Vieux", obsolete=True))
    catalogue.save(str(path))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))

    assert list(catalogues.problems_of(tmp_path, "fr", None)) == [
        "obsolete: 'Old'",
        "fuzzy: 'Search'",
    ]


def test_languages_are_those_of_the_portal() -> None:
    """The catalogues cover the languages of the settings."""
    settings = (ROOT / "portal" / "settings" / "base.py").read_text()

    assert all(f'("{language}", _(' in settings for language in catalogues.LANGUAGES)


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_catalogues_of_the_portal_are_complete(language: str) -> None:
    """Nothing is untranslated, guessed or left over, and what is compiled is what is written."""
    assert list(catalogues.problems_of(ROOT, language, None)) == []


def test_scripts_of_the_browser_say_nothing_by_themselves() -> None:
    """Their words come from the templates: there is no catalogue for them."""
    scripts = sorted((ROOT / "static" / "js").glob("*.js"))
    assert scripts
    assert [path.name for path in scripts if re.search(r"\bn?p?gettext\(|interpolate\(", path.read_text())] == []
    assert list((ROOT / "locale").rglob("djangojs.po")) == []
