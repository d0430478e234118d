"""Blocks of numbers: a figure with its source, a table."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail_localize.segments import StringSegmentValue

from core.typography import number


class FigureBlock(blocks.StructBlock):
    """One number, its unit, what it measures and where it comes from."""

    value = blocks.DecimalBlock(
        label=_("Value"), help_text=_("The number alone; the page writes it as each language does.")
    )
    unit = blocks.CharBlock(label=_("Unit"), max_length=60, required=False, help_text=_("%, $, participants…"))
    label = blocks.CharBlock(label=_("What it measures"), max_length=200)
    source = blocks.CharBlock(label=_("Source"), max_length=200)
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)
    caveat = blocks.TextBlock(
        label=_("Caution"), required=False, help_text=_("What one should know before quoting it.")
    )

    class Meta:
        icon = "order"
        label = _("Figure")
        description = _("A number with unit, source and caution.")
        template = "blocks/figure.html"
        preview_template = "blocks/preview/figure.html"
        preview_value = {
            "value": "34",
            "unit": "%",
            "label": "ont acheté des livres en ligne",
            "source": "Une enquête, mars 2016",
            "source_url": "",
            "caveat": "",
        }

    def get_preview_context(self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None) -> dict:
        """Pages print neighbouring figures together: here, a group of one."""
        context = super().get_preview_context(value, parent_context)
        return {**context, "figures": [context["bound_block"]]}


class NumberCell(blocks.DecimalBlock):
    """A number in a table, printed as the reader's language writes it; a dash where there is none."""

    def render_basic(self, value: Decimal | None, context: dict[str, Any] | None = None) -> str:  # noqa: ARG002 -- the parent's signature
        """Print the number."""
        return "—" if value is None else number(value, "en" if get_language() == "en" else "fr")


class CellsBlock(TypedTableBlock):
    """A table whose cells wagtail-localize can translate; the package knows no table of Wagtail's."""

    def get_translatable_segments(self, value: TypedTable) -> list[StringSegmentValue]:
        """The words of caption, headings and text cells: `caption`, `heading/<column>`, `<row>/<column>`."""
        caption = [StringSegmentValue("caption", value.caption)] if value.caption else []
        headings = [
            StringSegmentValue(f"heading/{index}", column["heading"])
            for index, column in enumerate(value.columns)
            if column["heading"]
        ]
        cells = [
            StringSegmentValue(f"{row_index}/{index}", block.value)
            for row_index, row in enumerate(value.rows)
            for index, block in enumerate(row)
            if isinstance(block.value, str) and block.value
        ]
        return caption + headings + cells

    def restore_translated_segments(self, value: TypedTable, segments: list[StringSegmentValue]) -> TypedTable:
        """The table with the translated words in their places."""
        native = self.get_prep_value(value)
        for segment in segments:
            row, _slash, column = segment.path.partition("/")
            if row == "caption":
                native["caption"] = segment.render_text()
            elif row == "heading":
                native["columns"][int(column)]["heading"] = segment.render_text()
            else:
                native["rows"][int(row)]["values"][int(column)] = segment.render_text()
        return self.to_python(native)


class TableBlock(blocks.StructBlock):
    """A table with a caption and a source; the first column names the rows."""

    table = CellsBlock(
        [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("number", NumberCell(label=_("Number"), required=False)),
        ],
        label=_("Table"),
    )
    source = blocks.CharBlock(label=_("Source"), max_length=200, required=False)
    caveat = blocks.TextBlock(label=_("Caution"), required=False)

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns of text and numbers, with caption and source.")
        template = "blocks/table.html"
        preview_value = {
            "table": {
                "caption": "Participation",
                "columns": [{"type": "text", "heading": "Mode"}, {"type": "number", "heading": "Personnes"}],
                "rows": [{"values": ["En ligne", 8007]}, {"values": ["En présentiel", 2454]}],
            },
            "source": "Un bilan",
            "caveat": "",
        }

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse a table without a caption: read alone, its numbers would mean nothing."""
        cleaned = super().clean(value)
        if not cleaned["table"].caption:
            message = _("Give the table a caption that says what it shows.")
            raise blocks.StructBlockValidationError({"table": ValidationError(message)})
        return cleaned
