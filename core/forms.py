"""Forms of images and documents. Every way into the library goes through them: `core.files` checks what comes."""

from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.forms import ModelForm
from django.utils.translation import gettext as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.permissions import policy_registry

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

    The permission policy of the model says who may put another file in the place of one that is there (`replace`), and
    who may change what readers see beside it (`alter`, the fields `shown_fields`).
    """

    checked_field: type[WagtailImageField | WagtailDocumentField]
    shown_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Exchange the field of the file; close what this person may not change."""
        self.user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None:
            self.fields["file"] = self.checked_field(label=field.label, required=field.required, widget=field.widget)
        self.keeps_file = self._is_closed("replace")
        is_shown = self._is_closed("alter")
        if self.keeps_file and field is not None:
            self.fields["file"].widget.attrs["disabled"] = True
            self.fields["file"].help_text = (
                _("Readers see this file: ask communications to change or delete it.")
                if is_shown
                else _("To use another file, add it to the library and choose it in your text.")
            )
        for name in self.shown_fields:
            if is_shown and name in self.fields:
                self.fields[name].disabled = True

    def _is_closed(self, action: str) -> bool:
        if self.instance.pk is None or self.user is None:
            return False
        policy = policy_registry.get_by_type(type(self.instance))
        return not policy.user_has_permission_for_instance(self.user, action, self.instance)

    def clean(self) -> dict[str, Any]:
        """Refuse a file that is posted where the form offers none."""
        cleaned = super().clean() or self.cleaned_data
        if self.keeps_file and self.add_prefix("file") in self.files:
            message = _("This file cannot be replaced: add the new one to the library and choose it in your text.")
            self.add_error("file" if "file" in self.fields else None, message)
        return cleaned

    def _post_clean(self) -> None:
        """Drop what the model adds to a refused file: it finds no extension on the file that is not there."""
        super()._post_clean()  # type: ignore[misc]
        if "file" in self.errors:
            del self.errors["file"][1:]

    def _update_errors(self, errors: Any) -> None:
        """Leave out what the model says of a file that this form does not ask for: it is put in its place later."""
        if "file" not in self.fields and hasattr(errors, "error_dict"):
            errors.error_dict.pop("file", None)
        super()._update_errors(errors)  # type: ignore[misc]


class PortalImageForm(CheckedFileMixin, BaseImageForm):
    """An image's form."""

    checked_field = CheckedImageField
    shown_fields = (
        "credit",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )


class PortalDocumentForm(CheckedFileMixin, BaseDocumentForm):
    """A document's form."""

    checked_field = CheckedDocumentField
