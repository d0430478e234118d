"""Forms of images and documents."""

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm


class PortalImageForm(BaseImageForm):
    """An image's form."""


class PortalDocumentForm(BaseDocumentForm):
    """A document's form."""
