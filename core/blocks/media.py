"""Blocks of files: image, video, document."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class FigureImageBlock(blocks.StructBlock):
    """An image with its alternative text (or marked decorative), caption and credit."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=300, required=False)
    credit = blocks.CharBlock(
        label=_("Credit"),
        max_length=200,
        required=False,
        help_text=_("Left empty, the credit of the image file is used."),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("An image with alternative text, caption and credit.")
        template = "blocks/image.html"
        preview_template = "blocks/preview/image.html"
        preview_value = {"image": None, "caption": "Une légende", "credit": "La Trame"}


class VideoProvider(models.TextChoices):
    """Where a video is kept."""

    YOUTUBE = "youtube", "YouTube"
    VIMEO = "vimeo", "Vimeo"


IDENTIFIERS = {
    VideoProvider.YOUTUBE: re.compile(r"^[\w-]{11}$", re.ASCII),
    VideoProvider.VIMEO: re.compile(r"^\d{6,12}$", re.ASCII),
}
WATCH_URLS = {
    VideoProvider.YOUTUBE: "https://www.youtube.com/watch?v={}",
    VideoProvider.VIMEO: "https://vimeo.com/{}",
}


class VideoValue(blocks.StructValue):
    """A video's address."""

    @property
    def watch_url(self) -> str:
        """The page of the video at its provider."""
        return WATCH_URLS[self["provider"]].format(self["identifier"])

    @property
    def provider_label(self) -> str:
        """The provider's name."""
        return VideoProvider(self["provider"]).label


class VideoBlock(blocks.StructBlock):
    """A video at a provider. Nothing is fetched from there before the reader clicks."""

    provider = blocks.ChoiceBlock(label=_("Provider"), choices=VideoProvider.choices, default=VideoProvider.YOUTUBE)
    identifier = blocks.RegexBlock(
        label=_("Identifier"),
        regex=r"^[\w-]+$",
        help_text=_("The part of the address that names the video: 11 characters on YouTube, digits on Vimeo."),
        error_messages={"invalid": _("Paste the identifier only, not the whole address.")},
    )
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    language = blocks.ChoiceBlock(
        label=_("Spoken language"), choices=[("fr", _("French")), ("en", _("English"))], default="fr"
    )

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video at YouTube or Vimeo, opened there by a click.")
        template = "blocks/video.html"
        value_class = VideoValue
        preview_value = {
            "provider": "vimeo",
            "identifier": "123456789",
            "title": "Un entretien filmé",
            "language": "fr",
        }

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse an identifier that its provider cannot have given."""
        cleaned = super().clean(value)
        if not IDENTIFIERS[cleaned["provider"]].match(cleaned["identifier"]):
            message = _("This is not an identifier of that provider.")
            raise blocks.StructBlockValidationError({"identifier": ValidationError(message)})
        return cleaned


class DocumentBlock(blocks.StructBlock):
    """A document to download."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Title"), max_length=200)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A document to download, with its format and size.")
        template = "blocks/document.html"
        preview_template = "blocks/preview/document.html"
        preview_value = {"document": None, "title": "Le programme"}
