import pytest
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import reverse

from articles.models import ArticlePage
from core.blocks import BodyBlock, BodyField
from tests.factories.core import make_image

BLOCKS = BodyBlock().child_blocks
# A file cannot be invented for a preview: these two show an empty place.
WITHOUT_PREVIEW = {"image", "document"}


def rendered(name, value=None, language="fr"):
    request = RequestFactory().get(f"/{language}/")
    request.LANGUAGE_CODE = language
    block = BLOCKS[name]
    shown = block.get_preview_value() if value is None else block.normalize(value)
    return block.render(shown, {"request": request})


def test_the_blocks_in_their_order():
    assert list(BLOCKS) == [
        "text",
        "quote",
        "interview",
        "callout",
        "links",
        "figure",
        "table",
        "image",
        "video",
        "document",
    ]


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_says_what_it_is_and_shows_itself(name, db):
    block = BLOCKS[name]
    assert block.get_description()
    assert str(block.label)
    assert block.meta.group
    assert block.meta.template == f"blocks/{name}.html"
    get_template(block.meta.template)
    assert block.is_previewable
    assert bool(rendered(name).strip()) is (name not in WITHOUT_PREVIEW)


def test_editors_see_each_block_before_they_choose_it(admin, tree):
    blocks = ArticlePage._meta.get_field("body").stream_block.child_blocks
    address = reverse("wagtailadmin_block_preview")
    answers = {name: admin.get(address, {"id": block.definition_prefix}) for name, block in blocks.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(BLOCKS, 200)
    assert "css/components.css" in answers["quote"].content.decode()


@pytest.mark.parametrize("name", [name for name in BLOCKS if name not in WITHOUT_PREVIEW])
def test_each_preview_would_be_accepted_from_an_editor(name, db):
    block = BLOCKS[name]
    block.clean(block.get_preview_value())


@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
def test_an_image_has_its_words_and_its_credit(db):
    image = make_image(credit="La Trame")
    value = {"image": image, "caption": "Une légende", "credit": ""}
    image.contextual_alt_text, image.decorative = "Une étoffe verte", False
    html = rendered("image", value)
    assert 'alt="Une étoffe verte"' in html
    assert ("Une légende" in html, "La Trame" in html) == (True, True)


def test_migrations_do_not_hold_the_blocks():
    name, path, args, kwargs = BodyField(verbose_name="texte").deconstruct()
    assert (name, path, args, kwargs) == (None, "core.blocks.BodyField", [], {"blank": True, "verbose_name": "texte"})


def test_headings_start_below_the_title():
    features = BLOCKS["text"].features
    assert [feature for feature in features if feature.startswith("h")] == ["h2", "h3"]


def test_words_of_a_hostile_author_stay_words(db):
    html = rendered("quote", {"text": "<script>alert(1)</script>", "name": "<b>x</b>", "role": ""})
    assert ("<script>" in html, "<b>x</b>" in html) == (False, False)
