"""What a photograph tells about who took it and where.

Wagtail copies the EXIF data of an original into its JPEG and PNG renditions, place and camera number included (tried
on Wagtail 8.0.1). It is therefore taken out of the upload itself, before anything is stored.
"""

import zlib

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import ExifTags, Image

PREFIX = b"Exif\x00\x00"
# What stays: how to turn the image, and whose it is.
KEPT = (ExifTags.Base.Orientation, ExifTags.Base.Artist, ExifTags.Base.Copyright)


def remove_personal_data(file: UploadedFile) -> None:
    """Overwrite the EXIF data of an image that `core.files` has accepted, and the XMP data but in a PNG.

    In place and at the same length: no pixel is encoded again, no container rebuilt. Raises `ValidationError` where a
    place is written in a way that this cannot reach (AVIF).
    """
    file.seek(0)
    image = Image.open(file)
    is_png = image.format == "PNG"
    raw = image.info.get("exif", b"").removeprefix(PREFIX)
    if raw and not _overwrite(file, raw, _shortened(image, len(raw)), is_png=is_png) and _tells_place(image):
        sentence = _("This image tells where it was taken: export it without location data, then upload it.")
        raise ValidationError(sentence, code="location")
    xmp = image.info.get("xmp", b"")
    # No rendition carries XMP; in a PNG it may be compressed, and stays in the private original.
    if xmp and not is_png:
        _overwrite(file, xmp, b" " * len(xmp), is_png=False)
    file.seek(0)


def _shortened(image: Image.Image, length: int) -> bytes:
    """The EXIF data that stays, filled with zeros to its former length; none where it is broken or does not fit."""
    empty = Image.Exif().tobytes().removeprefix(PREFIX)
    try:
        exif = image.getexif()
        kept = Image.Exif()
        kept.update({tag: exif[tag] for tag in KEPT if tag in exif})
        shortened = kept.tobytes().removeprefix(PREFIX)
    except Exception:  # noqa: BLE001 -- Pillow's reader of hostile EXIF data raises whatever it stumbles on
        shortened = empty
    if len(shortened) > length:
        shortened = empty
    return shortened[:length].ljust(length, b"\x00")


def _tells_place(image: Image.Image) -> bool:
    try:
        return ExifTags.IFD.GPSInfo in image.getexif()
    except Exception:  # noqa: BLE001 -- as above; what cannot be read cannot be shown to tell nothing
        return True


def _overwrite(file: UploadedFile, old: bytes, new: bytes, *, is_png: bool) -> bool:
    """Write `new` over the bytes `old`, of the same length. False when the file does not hold them as they are."""
    file.seek(0)
    content = file.read()
    start = content.find(old)
    kind = content[max(start - 4, 0) : max(start, 0)]
    if start < 0 or (is_png and kind != b"eXIf"):
        return False
    file.seek(start)
    file.write(new)
    if is_png:
        # The checksum of a PNG chunk, its type included, follows its data.
        file.write(zlib.crc32(kind + new).to_bytes(4, "big"))
    return True
