from decimal import Decimal

import pytest
from django.utils import translation
from wagtail.blocks import StructBlockValidationError
from wagtail_localize.segments import StringSegmentValue

from core.blocks.figures import CellsBlock, FigureBlock, TableBlock

TABLE = TableBlock()
CELLS = TABLE.child_blocks["table"]


def table(**changes):
    plain = {
        "caption": "Participation",
        "columns": [{"type": "text", "heading": "Mode"}, {"type": "number", "heading": "Personnes"}],
        "rows": [{"values": ["En ligne", 8007]}, {"values": ["En présentiel", 2454]}, {"values": ["", None]}],
    }
    return CELLS.to_python({**plain, **changes})


def test_a_table_needs_a_caption():
    value = TABLE.normalize({"table": table(caption=""), "source": "", "caveat": ""})
    with translation.override("fr"), pytest.raises(StructBlockValidationError) as refused:
        TABLE.clean(value)
    errors = {name: error.messages for name, error in refused.value.block_errors.items()}
    assert errors == {"table": ["Donnez au tableau une légende qui dit ce qu’il montre."]}
    TABLE.clean(TABLE.normalize({"table": table(), "source": "", "caveat": ""}))


def test_the_words_of_a_table():
    assert isinstance(CELLS, CellsBlock)
    assert [(segment.path, segment.render_text()) for segment in CELLS.get_translatable_segments(table())] == [
        ("caption", "Participation"),
        ("heading/0", "Mode"),
        ("heading/1", "Personnes"),
        ("0/0", "En ligne"),
        ("1/0", "En présentiel"),
    ]


def test_a_table_comes_back_with_other_words_and_the_same_numbers():
    english = {"caption": "Attendance", "heading/0": "Mode", "heading/1": "People", "0/0": "Online", "1/0": "In person"}
    segments = [StringSegmentValue(path, text) for path, text in english.items()]
    original = table()
    before = CELLS.get_prep_value(original)

    translated = CELLS.restore_translated_segments(original, segments)

    assert CELLS.get_prep_value(translated) == {
        "caption": "Attendance",
        "columns": [{"type": "text", "heading": "Mode"}, {"type": "number", "heading": "People"}],
        "rows": [
            {"values": ["Online", Decimal(8007)]},
            {"values": ["In person", Decimal(2454)]},
            {"values": ["", None]},
        ],
    }
    assert CELLS.get_prep_value(original) == before
    assert {segment.path: segment.render_text() for segment in CELLS.get_translatable_segments(translated)} == english


def test_a_table_comes_back_unchanged_without_a_translation():
    original = table()
    assert CELLS.get_prep_value(CELLS.restore_translated_segments(original, [])) == CELLS.get_prep_value(original)


def test_an_empty_table_has_no_words():
    empty = CELLS.to_python({"caption": "", "columns": [], "rows": []})
    assert CELLS.get_translatable_segments(empty) == []


def test_a_table_for_those_who_do_not_see_it():
    value = TABLE.normalize({"table": table(), "source": "Un bilan", "caveat": ""})
    html = TABLE.render(value)
    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 3
    assert "<caption>Participation</caption>" in html


@pytest.mark.parametrize("missing", ["value", "label", "source"])
def test_a_figure_needs_its_number_what_it_measures_and_its_source(missing):
    block = FigureBlock()
    plain = {"value": Decimal(34), "unit": "%", "label": "une part", "source": "Une enquête"}
    plain |= {"source_url": "", "caveat": ""}
    block.clean(block.normalize(plain))
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.normalize({**plain, missing: None if missing == "value" else ""}))
    assert list(refused.value.block_errors) == [missing]


def test_numbers_of_a_table_are_printed_as_the_language_writes_them():
    cell = CELLS.child_blocks["number"]
    with translation.override("fr"):
        french = [cell.render(Decimal(value)) for value in ("8007", "71.1")]
    with translation.override("en"):
        english = [cell.render(Decimal(value)) for value in ("8007", "71.1")]
    assert (french, english, cell.render(None)) == (["8\u00a0007", "71,1"], ["8,007", "71.1"], "—")
