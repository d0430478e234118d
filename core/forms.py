"""Forms of images and documents. Every way into the library goes through them: `core.files` checks what comes."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.forms import ModelForm
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.files import check_document, check_image
from core.metadata import remove_personal_data


class CheckedImageField(WagtailImageField):
    """Wagtail's field decodes the image before it counts its pixels, so ours looks first."""

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        """The upload, accepted and without personal data."""
        if data and data.size:
            check_image(data)
            remove_personal_data(data)
        return super().to_python(data)


class CheckedDocumentField(WagtailDocumentField):
    """Wagtail's field looks at the weight only."""

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        """The upload, accepted."""
        if data and data.size:
            check_document(data)
        return super().to_python(data)


class CheckedFileMixin(ModelForm):
    """Puts the checked field where the form has a file at all, and shows one sentence for it.

    Wagtail names the field's class in a callback that a base form cannot change, and a field declared on the form
    would come back in those of its forms that leave the file out.
    """

    checked_field: type[WagtailImageField | WagtailDocumentField]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Exchange the field of the file."""
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None:
            self.fields["file"] = self.checked_field(label=field.label, required=field.required, widget=field.widget)

    def _post_clean(self) -> None:
        """Drop what the model adds to a refused file: it finds no extension on the file that is not there."""
        super()._post_clean()  # type: ignore[misc]
        if "file" in self.errors:
            del self.errors["file"][1:]


class PortalImageForm(CheckedFileMixin, BaseImageForm):
    """An image's form."""

    checked_field = CheckedImageField


class PortalDocumentForm(CheckedFileMixin, BaseDocumentForm):
    """A document's form."""

    checked_field = CheckedDocumentField
