"""What may be uploaded. Each refusal is one sentence that says what is wrong and what is accepted.

Checks go from the cheapest to the dearest: extension, weight, kind of content, dimensions, and only then is anything
decoded. No sentence repeats a word of the upload (its name, its extension): Wagtail's multiple uploader writes them
into the page as HTML.
"""

from collections.abc import Callable
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageSequence

from core.documents import check_office, check_pdf, check_text

# Pillow's name of the only format that each extension may hold.
IMAGE_FORMATS = {"avif": "AVIF", "gif": "GIF", "jpeg": "JPEG", "jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
# Ten thousand frames of one pixel each weigh nothing and still take minutes to read.
MAX_FRAMES = 1000

DOCUMENT_CHECKS: dict[str, Callable[[UploadedFile, str], None]] = {
    "csv": check_text,
    "docx": check_office,
    "ics": check_text,
    "odp": check_office,
    "ods": check_office,
    "odt": check_office,
    "pdf": check_pdf,
    "pptx": check_office,
    "txt": check_text,
    "xlsx": check_office,
}


def check_image(file: UploadedFile) -> None:
    """Raise `ValidationError` unless `file` is an image that the portal accepts; leave it at its beginning."""
    extension = _accepted_extension(file, settings.WAGTAILIMAGES_EXTENSIONS)
    _check_weight(file, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    image = _open_image(file, IMAGE_FORMATS[extension])
    _decode(image)
    file.seek(0)


def check_document(file: UploadedFile) -> None:
    """Raise `ValidationError` unless `file` is a document that the portal accepts; leave it at its beginning."""
    extension = _accepted_extension(file, settings.WAGTAILDOCS_EXTENSIONS)
    _check_weight(file, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    file.seek(0)
    DOCUMENT_CHECKS[extension](file, extension)
    file.seek(0)


def heaviest_upload() -> int:
    """The weight in bytes of the heaviest file that any form accepts."""
    return max(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)


def _accepted_extension(file: UploadedFile, accepted: list[str]) -> str:
    extension = PurePath(file.name or "").suffix.lower().removeprefix(".")
    if extension not in accepted:
        sentence = _("Files of this type are not accepted: upload one of these: %(accepted)s.")
        raise ValidationError(sentence % {"accepted": ", ".join(accepted)}, code="extension")
    return extension


def _check_weight(file: UploadedFile, limit: int) -> None:
    weight = file.size or 0
    if weight > limit:
        sentence = _("This file weighs %(weight)s; the heaviest accepted weighs %(limit)s.")
        sizes = {"weight": filesizeformat(weight), "limit": filesizeformat(limit)}
        raise ValidationError(sentence % sizes, code="weight")


def _open_image(file: UploadedFile, image_format: str) -> Image.Image:
    """The image, its header read and nothing else."""
    file.seek(0)
    try:
        return Image.open(file, formats=[image_format])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except Exception as error:
        # Pillow's readers raise whatever their parsing stumbles on, from OSError to IndexError.
        sentence = _("This file is not a readable %(format)s image: upload a real image, one of these: %(accepted)s.")
        names = {"format": image_format, "accepted": ", ".join(settings.WAGTAILIMAGES_EXTENSIONS)}
        raise ValidationError(sentence % names, code="content") from error


def _decode(image: Image.Image) -> None:
    """Read every frame. The pixels of all frames are counted, each before it is decoded."""
    # Telephones hide a depth map behind a photograph (MPO); nothing ever shows it.
    frames = [image] if image.format in {"JPEG", "MPO"} else ImageSequence.Iterator(image)
    pixels = 0
    try:
        for number, frame in enumerate(frames, start=1):
            pixels += frame.width * frame.height
            if pixels > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS or number > MAX_FRAMES:
                raise _too_large()
            frame.load()
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except Exception as error:
        sentence = _("This image is damaged or incomplete: export it again, then upload the whole file.")
        raise ValidationError(sentence, code="damaged") from error


def _too_large() -> ValidationError:
    sentence = _(
        "This image is too large: at most %(millions)d million pixels and %(frames)d frames are accepted, "
        "the pixels of every frame counted."
    )
    numbers = {"millions": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000, "frames": MAX_FRAMES}
    return ValidationError(sentence % numbers, code="pixels")
