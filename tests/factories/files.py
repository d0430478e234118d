"""Files to upload, good and bad."""

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(image_format: str = "JPEG", *, size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A real image, noisy enough to have something to truncate."""
    content = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(content, image_format, **options)
    return content.getvalue()


def png_declaring(width: int, height: int) -> bytes:
    """A PNG whose header promises so many pixels, with the data of a few: decoding it could only fail."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


def archive(entries: dict[str, str | bytes], **options: Any) -> bytes:
    """A ZIP file with these entries, in this order."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, **options) as file:
        for name, data in entries.items():
            # ODF wants its mimetype first and uncompressed.
            file.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return content.getvalue()


MAIN_PARTS = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
}
MIMETYPES = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def office(extension: str, **more: str | bytes) -> bytes:
    """A small office file; `more` maps further entries to their content."""
    if extension in MIMETYPES:
        return archive(
            {
                "mimetype": f"application/vnd.oasis.opendocument.{MIMETYPES[extension]}",
                "content.xml": "<content/>" * 50,
                "META-INF/manifest.xml": "<manifest/>",
                **more,
            }
        )
    part, kind = MAIN_PARTS[extension]
    types = f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    declared = f'<Types><Override PartName="/{part}" ContentType="{types}"/></Types>'
    return archive({"[Content_Types].xml": declared, "_rels/.rels": "<r/>", part: "<main/>" * 50, **more})


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a form receives it."""
    return SimpleUploadedFile(name, content)


def files_in(place: Path) -> list[str]:
    """Every file below a folder."""
    return sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.is_file())
