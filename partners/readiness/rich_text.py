"""What stands in a piece of rich text, as Wagtail stores it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Elements whose end is the end of a line.
LINES = frozenset({*HEADINGS, "p", "li", "br", "hr", "blockquote"})


@dataclass
class Anchor:
    """A link and its words."""

    attributes: dict[str, str]
    words: str = ""


@dataclass
class Title:
    """A heading and its words."""

    level: int
    words: str = ""


@dataclass
class RichText:
    """The links, headings, images and lines of a text."""

    anchors: list[Anchor] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def read(source: str) -> RichText:
    """Read a rich text, or any HTML, for what it holds."""
    reader = _Reader()
    reader.feed(source or "")
    reader.close()
    reader.end_line()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = RichText()
        self.anchor: Anchor | None = None
        self.title: Title | None = None
        self.line = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.anchor = Anchor(attributes)
            self.found.anchors.append(self.anchor)
        elif tag in HEADINGS:
            self.title = Title(HEADINGS[tag])
            self.found.titles.append(self.title)
        elif tag == "embed" and attributes.get("embedtype") == "image":
            self.found.images.append(attributes)
        if tag in LINES:
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.anchor = None
        elif tag in HEADINGS:
            self.title = None
        if tag in LINES:
            self.end_line()

    def handle_data(self, data: str) -> None:
        self.line += data
        for held in (self.anchor, self.title):
            if held is not None:
                held.words += data

    def end_line(self) -> None:
        """Keep the line that ends here, if it says something."""
        if self.line.strip():
            self.found.lines.append(self.line)
        self.line = ""
