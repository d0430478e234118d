"""What may be uploaded, and the one sentence of each refusal."""

import io
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from core.files import check_document, check_image
from tests.factories.files import MAIN_PARTS, MIMETYPES, PDF, archive, office, picture, png_declaring, upload

pytestmark = pytest.mark.usefixtures("in_english")

IMAGES = "avif, gif, jpeg, jpg, png, webp"
BAD_TYPE = f"Files of this type are not accepted: upload one of these: {IMAGES}."
DAMAGED = "This image is damaged or incomplete: export it again, then upload the whole file."
TOO_LARGE = (
    "This image is too large: at most 25 million pixels and 1000 frames are accepted, "
    "the pixels of every frame counted."
)
MACROS = "This file holds macros, which are not accepted: save it without them."
PROTECTED = "This file is protected by a password: save it without one."
NOT_TEXT = "This file is not plain text: save it as text in UTF-8."
MARKUP = "This file holds a web page, a drawing or a script: upload plain text without code."
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def not_an_image(image_format: str) -> str:
    return f"This file is not a readable {image_format} image: upload a real image, one of these: {IMAGES}."


def not_a(extension: str) -> str:
    return f"This file is not a whole .{extension} file: save it again in that format, then upload it."


def frames(count: int, *, size: tuple[int, int], image_format: str = "GIF") -> bytes:
    content = io.BytesIO()
    first, *others = [Image.new("L", size, color=255 * (number % 2)) for number in range(count)]
    first.save(content, image_format, save_all=True, append_images=others)
    return content.getvalue()


def encrypted(content: bytes) -> bytes:
    """The archive with the flag that says its entries are encrypted, in both of its directories."""
    changed = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for entry in file.infolist():
            changed[entry.header_offset + 6] |= 1
    start = 0
    while (start := changed.find(b"PK\x01\x02", start)) >= 0:
        changed[start + 8] |= 1
        start += 4
    return bytes(changed)


def refusal(check: Any, name: str, content: bytes) -> str:
    """The only sentence with which a file is refused."""
    with pytest.raises(ValidationError) as caught:
        check(upload(name, content))
    (sentence,) = caught.value.messages
    return sentence.replace("\xa0", " ")


ACCEPTED_IMAGES = {
    "a.jpg": picture("JPEG"),
    "a.JPEG": picture("JPEG"),
    "a.png": picture("PNG"),
    "a.webp": picture("WEBP"),
    "a.gif": picture("GIF"),
    "a.avif": picture("AVIF"),
    "moving.gif": frames(3, size=(40, 40)),
    "phone.jpg": picture("MPO", save_all=True, append_images=[Image.new("RGB", (60, 40))]),
    "just-right.png": frames(1, size=(5000, 5000), image_format="PNG"),
}


@pytest.mark.parametrize("name", ACCEPTED_IMAGES)
def test_real_images_are_accepted(name: str) -> None:
    file = upload(name, ACCEPTED_IMAGES[name])
    check_image(file)
    assert file.read() == ACCEPTED_IMAGES[name]


REFUSED_IMAGES = {
    "drawing.svg": (SVG, BAD_TYPE),
    "drawing.png": (SVG, not_an_image("PNG")),
    "noextension": (picture("PNG"), BAD_TYPE),
    "document.jpg": (PDF, not_an_image("JPEG")),
    "a.png": (picture("JPEG"), not_an_image("PNG")),
    "program.gif": (b"MZ\x90\x00" + b"\x00" * 500, not_an_image("GIF")),
    "short.jpg": (picture("JPEG")[:-400], DAMAGED),
    "short.png": (picture("PNG")[:-400], DAMAGED),
    "short.webp": (picture("WEBP")[:-400], not_an_image("WEBP")),
    "short.avif": (picture("AVIF")[:-40], DAMAGED),
    # Their data are damaged too: a refusal for their size shows that nothing was decoded before it was known.
    "bomb.png": (png_declaring(60_000, 60_000), TOO_LARGE),
    "warned.png": (png_declaring(10_000, 10_000), TOO_LARGE),
    "large.png": (png_declaring(5_001, 5_000), TOO_LARGE),
    "moving.gif": (frames(30, size=(1000, 1000)), TOO_LARGE),
    "moving.webp": (frames(30, size=(1000, 1000), image_format="WEBP"), TOO_LARGE),
    "moving.png": (frames(30, size=(1000, 1000), image_format="PNG"), TOO_LARGE),
    "blinking.gif": (frames(1001, size=(1, 1)), TOO_LARGE),
    "heavy.jpg": (
        picture("JPEG") + b"\x00" * 10 * 1024 * 1024,
        "This file weighs 10.0 MB; the heaviest accepted weighs 10.0 MB.",
    ),
}


@pytest.mark.parametrize("name", REFUSED_IMAGES)
def test_other_files_are_no_images(name: str) -> None:
    content, sentence = REFUSED_IMAGES[name]
    assert refusal(check_image, name, content) == sentence


ACCEPTED_DOCUMENTS = {
    **{f"a.{extension}": office(extension) for extension in (*MAIN_PARTS, *MIMETYPES)},
    "empty-library.ods": office("ods", **{"Basic/Standard/script-lb.xml": "<library/>"}),
    "a.PDF": PDF,
    "utf8.csv": "nom;ville\nÉlan;Québec\n".encode(),
    "bom.csv": b"\xef\xbb\xbf" + "nom;ville\nÉlan;Québec\n".encode(),
    "excel.csv": "nom;ville\nÉlan;Québec\n".encode("cp1252"),
    "looks-like-a-bitmap.csv": b"BM;ville\n",
    "looks-like-a-font.txt": b"This is a sentence, 2 < 3.\n",
    "a.ics": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
}


@pytest.mark.parametrize("name", ACCEPTED_DOCUMENTS)
def test_real_documents_are_accepted(name: str) -> None:
    file = upload(name, ACCEPTED_DOCUMENTS[name])
    check_document(file)
    assert file.read() == ACCEPTED_DOCUMENTS[name]


def bomb() -> bytes:
    """60 MB of zeros in 60 kB."""
    return office("docx", **{"word/zeros.xml": b"\x00" * 60 * 1024 * 1024})


MACRO_TYPES = (
    '<Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
)
DOCUMENTS = "csv, docx, ics, odp, ods, odt, pdf, pptx, txt, xlsx"
REFUSED_DOCUMENTS = {
    "page.html": (b"<html></html>", f"Files of this type are not accepted: upload one of these: {DOCUMENTS}."),
    "drawing.svg": (SVG, f"Files of this type are not accepted: upload one of these: {DOCUMENTS}."),
    "a.pdf": (picture("JPEG"), not_a("pdf")),
    "short.pdf": (PDF[:-8], not_a("pdf")),
    "late.pdf": (b"\n\n" + PDF, not_a("pdf")),
    "archive.docx": (archive({"readme.txt": "x"}), not_a("docx")),
    "sheet.docx": (office("xlsx"), not_a("docx")),
    "text.ods": (office("odt"), not_a("ods")),
    "word.odt": (office("docx"), not_a("odt")),
    "pdf.docx": (PDF, not_a("docx")),
    "short.docx": (office("docx")[:-40], not_a("docx")),
    "damaged.xlsx": (
        office("xlsx").replace(b"\x00\x00\x00xl/workbook.xml", b"\x00\x00\x00xl/workbook.xmm", 1),
        not_a("xlsx"),
    ),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, not_a("docx")),
    "macro.docx": (office("docx", **{"word/vbaProject.bin": b"x"}), MACROS),
    "renamed.docx": (archive({"[Content_Types].xml": MACRO_TYPES, "word/document.xml": "<w/>"}), MACROS),
    "macro.odt": (office("odt", **{"Basic/Standard/Module1.xml": "<module/>"}), MACROS),
    "script.ods": (office("ods", **{"Scripts/python/run.py": "x"}), MACROS),
    "secret.docx": (encrypted(office("docx")), PROTECTED),
    "secret.odt": (office("odt", **{"META-INF/manifest.xml": "<manifest:encryption-data/>"}), PROTECTED),
    "page.txt": (b"\xef\xbb\xbf\n <!DOCTYPE html><p>x", MARKUP),
    "drawing.csv": (SVG, MARKUP),
    "program.txt": (b"#!/bin/sh\nrm -r /\n", MARKUP),
    "hidden.txt": (b"Bonjour <ScRipt>alert(1)</script>", MARKUP),
    "image.txt": (picture("PNG"), NOT_TEXT),
    "utf16.csv": ("nom;ville\n".encode("utf-16"), NOT_TEXT),
    "undefined.txt": (b"caf\x81\xff", NOT_TEXT),
    "card.ics": (b"BEGIN:VCARD\r\nEND:VCARD\r\n", not_a("ics")),
    "bomb.docx": (
        bomb(),
        "This file would take 60.0 MB once opened; at most 20.0 MB is accepted for its weight.",
    ),
}


@pytest.mark.parametrize("name", REFUSED_DOCUMENTS)
def test_other_files_are_no_documents(name: str) -> None:
    content, sentence = REFUSED_DOCUMENTS[name]
    assert refusal(check_document, name, content) == sentence


def test_entries_that_hold_other_than_what_is_declared_are_refused() -> None:
    content = bytearray(office("docx"))
    content[content.find(b"word/document.xml") + len("word/document.xml") + 3] ^= 0xFF
    assert refusal(check_document, "changed.docx", bytes(content)) == not_a("docx")


def test_no_sentence_repeats_the_words_of_the_upload() -> None:
    """Wagtail's multiple uploader writes the sentence into the page as HTML."""
    assert "onerror" not in refusal(check_document, "a.<img src=x onerror=alert(1)>", b"x")
    assert "onerror" not in refusal(check_image, "<img src=x onerror=alert(1)>.png", b"x")
