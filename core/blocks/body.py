"""The body of a page: which blocks it may hold, and the field that holds them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from .figures import FigureBlock, TableBlock
from .media import DocumentBlock, FigureImageBlock, VideoBlock
from .texts import CalloutBlock, InterviewBlock, LinksBlock, QuoteBlock, TextBlock


class BodyBlock(blocks.StreamBlock):
    """Every block of the portal, in the order in which editors reach for them."""

    text = TextBlock(group=_("Words"))
    quote = QuoteBlock(group=_("Words"))
    interview = InterviewBlock(group=_("Words"))
    callout = CalloutBlock(group=_("Words"))
    links = LinksBlock(group=_("Words"))
    figure = FigureBlock(group=_("Numbers"))
    table = TableBlock(group=_("Numbers"))
    image = FigureImageBlock(group=_("Files"))
    video = VideoBlock(group=_("Files"))
    document = DocumentBlock(group=_("Files"))

    class Meta:
        block_counts: dict[str, Any] = {}


class BodyField(StreamField):
    """A stream of `BodyBlock`. Migrations hold its name only, not the definition of every block."""

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        """Use the portal's blocks unless told otherwise; a body may be empty."""
        kwargs.setdefault("blank", True)
        super().__init__(block_types or BodyBlock(), **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        """The field without its blocks: which blocks exist is no concern of the database."""
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, "core.blocks.BodyField", [], kwargs
