"""What a photograph tells of its maker does not reach readers."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from PIL import ExifTags, Image

from core.metadata import remove_personal_data
from core.models import PortalImage
from tests.factories.files import picture, upload

pytestmark = pytest.mark.usefixtures("in_english")

XMP = b'<?xpacket begin=""?><x:xmpmeta>45,30.5N</x:xmpmeta><?xpacket end="w"?>'


def told() -> Image.Exif:
    """Place, camera, owner, and a picture that lies on its side."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Un fabricant"
    exif[ExifTags.Base.Copyright] = "Une photographe"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (45.0, 30.0, 10.0)
    return exif


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_place_and_camera_go_while_owner_and_orientation_stay(image_format: str) -> None:
    content = picture(image_format, exif=told())
    file = upload("photo", content)
    remove_personal_data(file)
    cleaned = file.read()
    assert len(cleaned) == len(content)
    with Image.open(io.BytesIO(cleaned)) as image, Image.open(io.BytesIO(content)) as before:
        exif = dict(image.getexif())
        assert exif == {ExifTags.Base.Orientation: 6, ExifTags.Base.Copyright: "Une photographe"}
        assert image.tobytes() == before.tobytes()
    assert b"Un fabricant" not in cleaned


@pytest.mark.parametrize("image_format", ["JPEG", "WEBP"])
def test_xmp_goes(image_format: str) -> None:
    file = upload("photo", picture(image_format, xmp=XMP))
    remove_personal_data(file)
    assert b"45,30.5N" not in file.read()


def test_an_image_without_metadata_is_left_as_it_is() -> None:
    content = picture("PNG")
    file = upload("photo.png", content)
    remove_personal_data(file)
    assert file.read() == content


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_exif_becomes_none() -> None:
    file = upload("photo.jpg", picture("JPEG", exif=b"Exif\x00\x00" + b"MM\x00\x2a" + b"\xff" * 60))
    remove_personal_data(file)
    with Image.open(file) as image:
        assert dict(image.getexif()) == {}


def test_an_avif_that_tells_a_place_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        remove_personal_data(upload("photo.avif", picture("AVIF", exif=told())))
    assert caught.value.messages == [
        "This image tells where it was taken: export it without location data, then upload it."
    ]


@pytest.mark.parametrize("spec", ["width-20", "width-20|format-png", "width-20|format-webp"])
def test_renditions_of_an_upload_tell_nothing(spec: str, admin: Client, data_dir: Path) -> None:
    """Wagtail copies the EXIF data of the original into JPEG and PNG renditions."""
    file = upload("photo.jpg", picture(exif=told()))
    admin.post(reverse("wagtailimages:add"), {"title": "Titre", "file": file, "collection": 1})
    rendition = PortalImage.objects.get().get_rendition(spec)
    # Turned upright: 60 × 40 lying on its side.
    assert (rendition.width, rendition.height) == (20, 30)
    with rendition.file.open() as stored, Image.open(stored) as image:
        assert ExifTags.IFD.GPSInfo not in image.getexif()
        assert ExifTags.Base.Make not in image.getexif()


def test_a_large_upload_is_cleaned_too(admin: Client, data_dir: Path, settings: Any) -> None:
    """Large files come as temporary files, small ones in memory."""
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    file = upload("photo.jpg", picture(exif=told()))
    admin.post(reverse("wagtailimages:add"), {"title": "Titre", "file": file, "collection": 1})
    (stored,) = (data_dir / "default" / "original_images").iterdir()
    assert b"Un fabricant" not in stored.read_bytes()
