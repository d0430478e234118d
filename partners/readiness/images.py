"""Checks of the images: alternative texts, and images that are missing."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from partners.enums import PublicationType
from partners.models import PublicationPage

from .reading import Reading
from .registry import Finding, check, hint, obstacle

# What cameras and programs call their files.
FILE_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|tiff?|heic)\s*$|^(?:img|dsc|dscn|image|photo)[_-]?\d+$", re.IGNORECASE
)


@check(PublicationPage)
def lead_image(reading: Reading) -> Iterator[Finding]:
    """A lead image is wished for, with words for those who do not see it."""
    page = reading.page
    if page.lead_image_id is None:
        # The page of a session shows no card of its own.
        if page.publication_type != PublicationType.SESSION:
            yield hint("lead-image-missing", _("Choose a lead image: lists and shared links show it."), "lead_image")
    elif not page.lead_image_is_decorative:
        yield from _alternative(page.lead_image_alt, "lead_image_alt", _("the lead image"))


@check()
def images_of_the_text(reading: Reading) -> Iterator[Finding]:
    """Each image of the text still exists, and has words or is decorative. One query."""
    keys = {picture.image_id for picture in reading.pictures}
    titles = dict(get_image_model().objects.filter(pk__in=keys).values_list("pk", "title")) if keys else {}
    for picture in reading.pictures:
        if picture.image_id not in titles:
            message = _("An image of the text was deleted: choose another one or remove the block.")
            yield obstacle("image-gone", message, picture.path)
        elif not picture.is_decorative:
            name = _("the image “%(title)s”") % {"title": titles[picture.image_id]}
            yield from _alternative(picture.alternative, f"{picture.path}.alt_text", name)


def _alternative(words: str, path: str, name: str) -> Iterator[Finding]:
    if not words.strip():
        message = _("Describe %(image)s for those who do not see it, or mark it as decorative.")
        yield obstacle("image-without-words", message % {"image": name}, path)
    elif FILE_NAME.search(words.strip()):
        message = _("The alternative text of %(image)s is the name of a file: say what the image shows.")
        yield hint("image-words", message % {"image": name}, path)
