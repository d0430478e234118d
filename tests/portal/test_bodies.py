"""Bodies written as data."""

import json
from decimal import Decimal
from uuid import UUID

import pytest

from core.blocks import BodyBlock
from portal.setup.bodies import VALUES, NoReferences, body, localised
from tests.factories.core import make_image

KEY = UUID("00000000-0000-4000-8000-000000000000")


class Numbers:
    """References to rows that exist nowhere, but for the image."""

    def __init__(self, image=3):
        self.image_id = image

    def page(self, row_id):
        return {"P1": 1}[row_id]

    def document(self, file_name):
        return {"sessions.csv": 2}[file_name]

    def image(self, drawing):
        return {"serge": self.image_id}[drawing["armure"]]


def value(block, language="fr"):
    (made,) = json.loads(body([block], language, key=KEY, references=Numbers()))
    assert made["type"] == block["type"]
    return made["value"]


BLOCKS = [
    ({"type": "text", "fr": "<p>Un fil</p>", "en": "<p>A thread</p>"}, "<p>A thread</p>"),
    (
        {
            "type": "quote",
            "text": {"fr": "Un fil", "en": "A thread"},
            "name": "Ariane",
            "role": {"fr": "Fileuse", "en": "Spinner"},
        },
        {"text": "A thread", "name": "Ariane", "role": "Spinner"},
    ),
    (
        {
            "type": "callout",
            "kind": "info",
            "title": {"fr": "À savoir", "en": "Good to know"},
            "text": {"fr": "<p>Oui</p>", "en": "<p>Yes</p>"},
        },
        {"kind": "info", "title": "Good to know", "text": "<p>Yes</p>"},
    ),
    (
        {
            "type": "figure",
            "value": "5.5",
            "unit": {"fr": "millions", "en": "million"},
            "label": {"fr": "Gens", "en": "People"},
            "source": "S1",
        },
        {"value": "5.5", "unit": "million", "label": "People", "source": "S1", "source_url": "", "caveat": ""},
    ),
    (
        {
            "type": "video",
            "provider": "vimeo",
            "identifier": "123456789",
            "title": {"fr": "Film", "en": "Film"},
            "language": "fr",
        },
        {"provider": "vimeo", "identifier": "123456789", "title": "Film", "language": "fr"},
    ),
    (
        {
            "type": "table",
            "caption": {"fr": "Voix", "en": "Voices"},
            "columns": [{"fr": "Rôle", "en": "Role"}, {"fr": "Nom", "en": "Name"}],
            "rows": [[{"fr": "Autrice", "en": "Author"}, "Ariane"]],
            "source": {"fr": "Une liste", "en": "A list"},
        },
        {
            "table": {
                "caption": "Voices",
                "columns": [{"type": "text", "heading": "Role"}, {"type": "text", "heading": "Name"}],
                "rows": [{"values": ["Author", "Ariane"]}],
            },
            "source": "A list",
            "caveat": "",
        },
    ),
    (
        {"type": "image", "image": {"armure": "serge"}, "alt": {"fr": "Étoffe", "en": "Cloth"}, "credit": "La Trame"},
        {"image": {"image": 3, "alt_text": "Cloth", "decorative": False}, "caption": "", "credit": "La Trame"},
    ),
    (
        {"type": "document", "file": "sessions.csv", "title": {"fr": "Sessions (CSV)", "en": "Sessions (CSV file)"}},
        {"document": 2, "title": "Sessions (CSV file)"},
    ),
]
LINKS = {
    "type": "links",
    "title": {"fr": "À lire", "en": "Read on"},
    "links": [
        {"label": {"fr": "Le projet", "en": "The project"}, "page": "P1"},
        {"label": {"fr": "Ailleurs", "en": "Elsewhere"}, "url": "https://exemple.example/"},
    ],
}
INTERVIEW = {
    "type": "interview",
    "interviewer": "La Trame",
    "exchanges": [
        {
            "question": {"fr": "Par où commencer?", "en": "Where to begin?"},
            "speaker": "Ariane",
            "answer": {"fr": "<p>Par le fil.</p>", "en": "<p>With the thread.</p>"},
        }
    ],
}


def without_ids(items):
    return [{name: part for name, part in item.items() if name != "id"} for item in items]


@pytest.mark.parametrize(("block", "expected"), BLOCKS, ids=[block["type"] for block, _expected in BLOCKS])
def test_block_in_english(block, expected):
    assert value(block, "en") == expected


def test_links():
    made = value(LINKS)

    assert (made["title"], without_ids(made["links"])) == (
        "À lire",
        [
            {"type": "item", "value": {"label": "Le projet", "page": 1, "url": ""}},
            {"type": "item", "value": {"label": "Ailleurs", "page": None, "url": "https://exemple.example/"}},
        ],
    )


def test_interview():
    made = value(INTERVIEW, "en")

    exchange = {"question": "Where to begin?", "speaker": "Ariane", "answer": "<p>With the thread.</p>"}
    assert (made["interviewer"], without_ids(made["exchanges"])) == ("La Trame", [{"type": "item", "value": exchange}])


def test_every_block_of_the_portal_can_be_written_as_data():
    tried = {block["type"] for block, _expected in BLOCKS} | {"links", "interview"}

    assert set(VALUES) == set(BodyBlock().child_blocks) == tried


@pytest.mark.parametrize(
    "block", [block for block, _expected in BLOCKS if block["type"] not in ("image", "document")] + [INTERVIEW],
    ids=lambda block: block["type"],
)  # fmt: skip
def test_block_passes_the_checks_of_the_editor(block):
    stream = BodyBlock()
    made = stream.to_python(json.loads(body([block], "fr", key=KEY, references=Numbers())))

    assert stream.get_prep_value(stream.clean(made)) == stream.get_prep_value(made)


def test_image_passes_the_checks_of_the_editor(db):
    references, stream = Numbers(make_image().pk), BodyBlock()
    block = next(block for block, _expected in BLOCKS if block["type"] == "image")
    made = stream.to_python(json.loads(body([block], "fr", key=KEY, references=references)))

    assert stream.clean(made)[0].value["image"].contextual_alt_text == "Étoffe"


def test_figure_is_a_number():
    stream = BodyBlock()

    made = stream.to_python(json.loads(body([BLOCKS[3][0]], "fr", key=KEY, references=Numbers())))

    assert made[0].value["value"] == Decimal("5.5")


def identifiers(part):
    if isinstance(part, list):
        return [found for item in part for found in identifiers(item)]
    if isinstance(part, dict):
        own = [part["id"]] if "id" in part else []
        return own + [found for item in part.values() for found in identifiers(item)]
    return []


def test_identifiers_are_the_same_in_both_languages_and_everywhere():
    blocks = [LINKS, INTERVIEW]
    french, english = (
        identifiers(json.loads(body(blocks, language, key=KEY, references=Numbers()))) for language in ("fr", "en")
    )

    assert french == english
    # Two blocks, each followed by its items.
    assert french == [
        "45706b76-6f4e-542c-827e-4c005dcff65b",
        "1c769b8b-115b-5e22-8567-92aceed47407",
        "aed5d677-71fb-5901-8d84-c28616729552",
        "e8b813ee-5883-5f62-9761-ab7d10c65d08",
        "44b5bab5-14ca-5b1e-bd3c-06f7f7ebb813",
    ]


def test_block_that_does_not_exist():
    with pytest.raises(KeyError, match="carousel"):
        body([{"type": "carousel"}], "fr", key=KEY, references=NoReferences())


@pytest.mark.parametrize("block", [LINKS, BLOCKS[6][0], BLOCKS[7][0]], ids=lambda block: block["type"])
def test_nothing_to_point_at(block):
    with pytest.raises(LookupError):
        body([block], "fr", key=KEY, references=NoReferences())


def test_localised():
    value = {
        "a": {"fr": "un", "en": "one"},
        "b": [{"fr": "deux"}],
        "c": "trois",
        "d": {},
        "e": 4,
        "f": {"fr": "six", "x": 1},
    }

    assert (localised(value, "fr"), localised(value, "en")) == (
        {"a": "un", "b": ["deux"], "c": "trois", "d": {}, "e": 4, "f": {"fr": "six", "x": 1}},
        {"a": "one", "b": [""], "c": "trois", "d": {}, "e": 4, "f": {"fr": "six", "x": 1}},
    )
