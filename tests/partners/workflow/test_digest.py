"""The same text has the same digest, another text another."""

import json
from copy import deepcopy

import pytest

from partners.workflow.digest import digest_of
from tests.factories.moderation import make_draft
from tests.factories.partners import make_working_partner
from tests.standing import stands


@stands
def page(tree):
    return make_draft(make_working_partner(), title="Un titre")


def digest(page, **fields):
    version = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    return digest_of(version.save_revision(clean=False).content)


def test_saving_again_changes_nothing(page):
    assert digest(page) == digest_of(page.latest_revision.content)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Un autre titre"),
        ("summary", "Autre chose."),
        ("slug", "ailleurs"),
        ("search_description", "Pour les moteurs."),
        ("lead_image_alt", "Une toile."),
        ("body", [("text", "<p>Un premier paragraphe, récrit.</p>")]),
        ("show_in_menus", True),
    ],
)
def test_every_word_counts(page, field, value):
    assert digest(page, **{field: value}) != digest_of(page.latest_revision.content)


@pytest.mark.parametrize(
    ("field", "value"),
    [("go_live_at", "2030-01-01T00:00:00Z"), ("expire_at", "2030-01-01T00:00:00Z"), ("locked", True), ("live", True)],
)
def test_what_happens_to_the_page_does_not(page, field, value):
    content = {**page.latest_revision.content, field: value}
    assert digest_of(content) == digest_of(page.latest_revision.content)


def test_a_row_more_or_less_counts(page):
    content = page.latest_revision.content
    assert digest_of({**content, "subjects": []}) != digest_of(content)


# A value of each kind of block, of which every part counts.
BLOCKS = [
    {"type": "text", "value": "<p>Un paragraphe.</p>", "id": "a"},
    {"type": "callout", "value": {"kind": "info", "title": "À savoir", "text": "<p>Un détail.</p>"}, "id": "b"},
    {
        "type": "links",
        "value": {
            "title": "Pour en savoir plus",
            "links": [{"type": "item", "value": {"label": "La suite", "page": 5, "url": ""}, "id": "d"}],
        },
        "id": "c",
    },
    {"type": "image", "value": {"image": 7, "alt": "Une toile", "publication": 3, "pk": 2, "locale": 1}, "id": "e"},
]


def leaves(value, path=()):
    """Where each word and number of a stream stands, but for what identifies its blocks."""
    if isinstance(value, dict):
        is_block = {"type", "value"} <= value.keys()
        for name, item in value.items():
            if not (is_block and name == "id"):
                yield from leaves(item, (*path, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, (*path, number))
    else:
        yield path


@pytest.mark.parametrize("path", list(leaves(BLOCKS)), ids=lambda path: ".".join(map(str, path)))
def test_every_part_of_a_block_counts(path):
    """The page to which a link leads, among them."""
    other = deepcopy(BLOCKS)
    place = other
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = "autre chose"
    assert digest_of({"body": json.dumps(other)}) != digest_of({"body": json.dumps(BLOCKS)})


def test_the_keys_that_the_editor_gives_do_not(page):
    content = page.latest_revision.content
    body = content["body"]
    rewritten = body.replace("<p>", '<p data-block-key=\\"a1b2c\\">')
    assert rewritten != body
    assert digest_of({**content, "body": rewritten}) == digest_of(content)
    renamed = [{**row, "pk": 999, "sort_order": row["sort_order"]} for row in content["subjects"]]
    assert digest_of({**content, "subjects": renamed}) == digest_of(content)


def test_a_field_that_nobody_has_thought_of_counts(page):
    content = page.latest_revision.content
    assert digest_of({**content, "invented_tomorrow": "x"}) != digest_of(content)
