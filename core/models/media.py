"""Images and documents: a credit for each image, private originals, renditions apart.

What may be uploaded is checked by `core.files` through the forms of `core.forms`; who may fetch a file is decided by
`core.visibility`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet

from core.updates import ToldUpdates


class PortalImageQuerySet(ToldUpdates, ImageQuerySet):
    """Images. Many at once change collection by an UPDATE."""


class PortalDocumentQuerySet(ToldUpdates, DocumentQuerySet):
    """Documents. Many at once change collection by an UPDATE."""


class PortalImage(AbstractImage):
    """An uploaded image. Its alternative text is written where it is used, for that place and language.

    No form asks for tags: Wagtail shows those of everybody's files to everybody.
    """

    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made the image."))

    objects = PortalImageQuerySet.as_manager()

    admin_form_fields = (
        "title",
        "file",
        "credit",
        "description",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class Rendition(AbstractRendition):
    """A resized copy of an image, the only form in which readers get it."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        indexes = [models.Index(fields=["file"], name="core_rendition_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="core_rendition_unique_filter"
            )
        ]


class PortalDocument(AbstractDocument):
    """An uploaded document, always served as an attachment."""

    objects = PortalDocumentQuerySet.as_manager()

    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
