"""Blocks of words: text, quotation, interview, call-out, list of links."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.page_choosers import PageBlock

# Headings start at h2: the page's title is its only h1.
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
INLINE_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class TextBlock(blocks.RichTextBlock):
    """Running text with headings, lists and links."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, headings, lists and links.")
        template = "blocks/text.html"
        preview_value = "<h2>Un titre</h2><p>Un paragraphe avec <b>un passage important</b>.</p>"

    def __init__(self, **kwargs: object) -> None:
        """Allow the portal's features only."""
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)


class QuoteBlock(blocks.StructBlock):
    """What somebody said, with name and role."""

    text = blocks.TextBlock(label=_("Quotation"), help_text=_("Without quotation marks: the page adds them."))
    name = blocks.CharBlock(label=_("Person"), max_length=120)
    role = blocks.CharBlock(label=_("Role"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("The words of a person, with name and role.")
        template = "blocks/quote.html"
        preview_value = {"text": "Chacun apporte un fil.", "name": "Une personne", "role": "Directrice, Un organisme"}


class ExchangeBlock(blocks.StructBlock):
    """One question and its answer."""

    question = blocks.TextBlock(label=_("Question"))
    speaker = blocks.CharBlock(label=_("Who answers"), max_length=120)
    answer = blocks.RichTextBlock(label=_("Answer"), features=INLINE_FEATURES)


class InterviewBlock(blocks.StructBlock):
    """Questions and answers, each answer opened by the name of who speaks."""

    interviewer = blocks.CharBlock(label=_("Who asks"), max_length=120)
    exchanges = blocks.ListBlock(ExchangeBlock(), label=_("Questions and answers"), min_num=1)

    class Meta:
        icon = "comment"
        label = _("Interview")
        description = _("Questions and answers, with the name of each speaker.")
        template = "blocks/interview.html"
        preview_value = {
            "interviewer": "La Trame",
            "exchanges": [
                {
                    "question": "Par où commencer?",
                    "speaker": "Une personne",
                    "answer": "<p>Par une bonne question.</p>",
                }
            ],
        }


class CalloutKind(models.TextChoices):
    """What a call-out is for."""

    INFO = "info", _("Good to know")
    CAVEAT = "caveat", _("Caution")


class CalloutBlock(blocks.StructBlock):
    """A paragraph set apart."""

    kind = blocks.ChoiceBlock(label=_("Kind"), choices=CalloutKind.choices, default=CalloutKind.INFO)
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        description = _("A paragraph set apart: a detail to know, or a caution.")
        template = "blocks/callout.html"
        preview_value = {"kind": "info", "title": "À savoir", "text": "<p>Un détail utile.</p>"}


class LinkBlock(blocks.StructBlock):
    """One link: a page of the portal, or an address."""

    label = blocks.CharBlock(label=_("Words of the link"), max_length=160)
    page = PageBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("or an address"), required=False)

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse a link that leads nowhere, or to two places."""
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            message = _("Choose a page or type an address, one of the two.")
            raise blocks.StructBlockValidationError({"page": ValidationError(message)})
        return cleaned


class LinksBlock(blocks.StructBlock):
    """A list of links under a title."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Links")
        description = _("A titled list of links to pages of the portal or elsewhere.")
        template = "blocks/links.html"
        preview_value = {
            "title": "Pour aller plus loin",
            "links": [{"label": "Une page", "page": None, "url": "https://exemple.example/"}],
        }
