"""The data files: French as the OQLF writes it, and nothing named that does not exist."""

import re
import tomllib
from html import unescape
from pathlib import Path

import pytest

from articles.enums import ArticleKind
from core.blocks.texts import CalloutKind
from core.weave import ARMURES
from partners.enums import ContributionRole, EventStatus, Mode
from portal.demo import content
from portal.demo.drawing import DYES
from portal.setup.bodies import VALUES
from projects.enums import Accent, ProjectRoleKind
from search.terms import checked, keys_of

SETUP = Path(content.__file__).parents[1] / "setup"
FILES = sorted([*SETUP.glob("*.toml"), *content.DATA.rglob("*.toml")])

# Each finds a mistake in a French text: what is wrong, how it is written right.
MISTAKES = [
    (r"[ \u00a0\u202f][?!;]", "Est-ce possible ?", "Est-ce possible?"),
    (r"(?<!\u00a0):(?=\s|$)", "Thème : IA", "Thème\u00a0: IA"),
    (r"«(?!\u00a0)", "«Lab\u00a0»", "«\u00a0Lab\u00a0»"),
    (r"(?<!\u00a0)»", "«\u00a0Lab »", "«\u00a0Lab\u00a0»"),
    (r"\d[ \u202f]?[%$]", "71,1 %", "71,1\u00a0%"),
    (r"\d ?h ?\d", "13h30", "13\u00a0h\u00a030"),
    (r"\b0\d\u00a0h", "09\u00a0h", "9\u00a0h"),
    (r"h\u00a000\b", "9\u00a0h\u00a000", "9\u00a0h"),
    (r"\$\d", "$129", "129\u00a0$"),
    (r"\d,\d{3}\b", "10,461", "10\u00a0461"),
    (
        r"\b1[ \u00a0](janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)",
        "1 février 2019",
        "1er\u00a0février 2019",
    ),
    (r"[a-zé]·[a-z]", "mentor·e·s", "mentores et mentors"),
]


def read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def french(value):
    """Every text of a data file but the English ones, without tags and addresses."""
    if isinstance(value, list):
        return [text for item in value for text in french(item)]
    if isinstance(value, dict):
        return [text for name, item in value.items() if name != "en" for text in french(item)]
    if isinstance(value, str):
        return [re.sub(r"https?://\S+", "", unescape(re.sub(r"<[^>]*>", " ", value)).strip())]
    return []


@pytest.mark.parametrize(("pattern", "wrong", "right"), MISTAKES)
def test_mistake_is_found(pattern, wrong, right):
    assert (bool(re.search(pattern, wrong)), bool(re.search(pattern, right))) == (True, False)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_typography(path):
    texts = french(read(path))

    assert texts
    assert [(pattern, text) for text in texts for pattern, *_ in MISTAKES if re.search(pattern, text)] == []


VOCABULARIES = read(SETUP / "vocabularies.toml")
PAGES = {row["id"]: row for row in content.pages()}
PARTNERS = {row["slug"]: row for row in content.rows("partner")}
PEOPLE = {row["slug"] for row in content.rows("person")}
VENUES = {row["code"] for row in content.rows("venue")}
SERIES = {row["code"] for row in content.rows("series")}
OWN_PARTNER = "la-trame"


def codes(name):
    return {row["code"] for row in VOCABULARIES[name]}


def blocks(row, kind):
    return [block for block in row.get("body", []) if block["type"] == kind]


def names_of(row):
    """What a page's row names: (where it must be found, the name)."""
    event = row.get("event", {})
    session = row.get("session", {})
    project = row.get("project", {})
    images = [row["image"]] if "image" in row else []
    images += [block["image"] for block in blocks(row, "image")]
    formats = codes("event_formats") if row["type"] in {"event", "session"} else set(ArticleKind.values)
    parents = {"project": PAGES, "session": PAGES}.get(row["type"], {*PARTNERS, OWN_PARTNER})
    return [
        (codes("subjects"), row["subjects"]),
        (codes("themes"), row["themes"]),
        (codes("axes"), row["axes"]),
        (codes("cross_topics"), row["topics"]),
        (codes("audiences"), row["audiences"]),
        (codes("territories"), row["territories"]),
        (formats, [row["kind"]] if "kind" in row else []),
        (parents, [row["parent"]] if "parent" in row else []),
        ({*PARTNERS, OWN_PARTNER}, row["co_partners"]),
        ({*PARTNERS, OWN_PARTNER}, [item["partner"] for item in project.get("roles", [])]),
        (set(ProjectRoleKind.values), [item["role"] for item in project.get("roles", [])]),
        (set(Accent.values), [project["accent"]] if project else []),
        (PEOPLE, [item["person"] for item in row["contributors"]]),
        (set(ContributionRole.values), [item["role"] for item in row["contributors"]]),
        (set(PAGES), row["belongs_to"]),
        (set(PAGES), [link["page"] for block in blocks(row, "links") for link in block["links"] if "page" in link]),
        (VENUES, [*event.get("venues", []), *([session["venue"]] if session.get("venue") else [])]),
        (SERIES, [event["series"]] if event.get("series") else []),
        (set(Mode.values), [part["mode"] for part in (event, session) if part.get("mode")]),
        (set(EventStatus.values), [part["status"] for part in (event, session) if part.get("status")]),
        (set(ARMURES), [image["armure"] for image in images]),
        (set(DYES), [image["dye"] for image in images]),
        (set(VALUES), [block["type"] for block in row.get("body", [])]),
        (set(CalloutKind.values), [block["kind"] for block in blocks(row, "callout")]),
        (
            {file.name for file in (content.DATA / "files").iterdir()},
            [block["file"] for block in blocks(row, "document")],
        ),
    ]


def unknown(named):
    return [name for known, names in named for name in names if name not in known]


@pytest.mark.parametrize("row_id", PAGES)
def test_page_names_what_exists(row_id):
    assert unknown(names_of(PAGES[row_id])) == []


def test_unknown_names_are_found():
    row = {**PAGES["P3"], "subjects": ["gestion", "tissage"], "belongs_to": ["Z9"]}

    assert unknown(names_of(row)) == ["tissage", "Z9"]


def test_partners_people_and_venues_name_what_exists():
    named = [
        (codes("organisation_types"), [row["type"] for row in PARTNERS.values()]),
        (codes("territories"), [row["territory"] for row in PARTNERS.values() if row.get("territory")]),
        (codes("subjects"), [code for row in PARTNERS.values() for code in row["subjects"]]),
        ({*PARTNERS, OWN_PARTNER}, [row["organisation"] for row in content.rows("person") if row.get("organisation")]),
        (codes("territories"), [row["territory"] for row in content.rows("venue") if row.get("territory")]),
    ]

    assert unknown(named) == []


def test_slugs_and_identifiers_are_said_once():
    files = list((content.DATA / "pages").glob("*.toml"))

    assert len(PAGES) == len(files) == len(content.pages())
    assert len(PARTNERS) == len(content.rows("partner"))


def test_wholes_come_before_their_parts():
    """The loader places a page below its parent, and points a part at its whole."""
    order = list(PAGES)
    inside = [(row["parent"], row_id) for row_id, row in PAGES.items() if row.get("parent") in PAGES]

    assert inside != []
    assert [pair for pair in inside if order.index(pair[0]) > order.index(pair[1])] == []


@pytest.mark.parametrize("row_id", PAGES)
def test_figures_have_a_source(row_id):
    figures = [*blocks(PAGES[row_id], "figure"), *blocks(PAGES[row_id], "table")]
    english = "en" in PAGES[row_id]["title"]
    languages = ["fr", "en"] if english else ["fr"]

    assert [f for f in figures if not all(f.get("source", {}).get(language) for language in languages)] == []


def test_synonyms_stand_in_one_group_each():
    groups = [row["terms"] for row in content.rows("synonyms")]
    assert [checked("\n".join(terms)) for terms in groups] == groups
    # Spellings of one word share a key, and a group.
    keys = [key for terms in groups for key in keys_of(terms)]
    assert sorted(keys) == sorted(set(keys))
