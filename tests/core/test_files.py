"""What may be uploaded, through the views that people use."""

import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django_tasks.utils import normalize_json
from PIL import Image
from wagtail.models import UploadedFile

from core.files import check_document, check_image
from core.models import PortalDocument, PortalImage
from portal.settings import base

from .conftest import MAIN_PARTS, MIMETYPES, PDF, archive, files_in, office, picture, png_declaring, upload

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
    return (
        f"This file is not a readable {image_format} image: upload a real image, one of these: {IMAGES}."
    )


def not_a(extension: str) -> str:
    return f"This file is not a whole .{extension} file: save it again in that format, then upload it."


def frames(count: int, *, size: tuple[int, int], image_format: str = "GIF") -> bytes:
    content = io.BytesIO()
    first, *others = [Image.new("L", size, color=number % 256) for number in range(count)]
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
    "just-right.png": picture("PNG", size=(5000, 5000), compress_level=0)[:0] or frames(1, size=(5000, 5000), image_format="PNG"),
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


MACRO_TYPES = '<Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
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
    "damaged.xlsx": (office("xlsx").replace(b"\x00\x00\x00xl/workbook.xml", b"\x00\x00\x00xl/workbook.xmm", 1), not_a("xlsx")),
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


# Through the administration


def post_alone(client: Client, kind: str, file: Any) -> list[str]:
    """Post the form of one file; the errors it shows."""
    response = client.post(reverse(f"wagtail{kind}:add"), {"title": "Titre", "file": file, "collection": 1})
    return response.context["form"].errors["file"] if response.status_code == 200 else []


def post_among_many(client: Client, kind: str, file: Any) -> list[str]:
    """Post to the multiple uploader; the sentence of its answer."""
    response = client.post(
        reverse(f"wagtail{kind}:add_multiple"),
        {"files[]": file, "title": "Titre", "collection": 1},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    return response.json().get("error_message", "").splitlines()


def post_in_chooser(client: Client, kind: str, file: Any) -> list[str]:
    """Post to the upload tab of the chooser; the errors it shows."""
    prefix = f"{kind.removesuffix('s')}-chooser-upload"
    if kind == "docs":
        prefix = "document-chooser-upload"
    data = {f"{prefix}-title": "Titre", f"{prefix}-file": file, f"{prefix}-collection": 1}
    response = client.post(reverse(f"wagtail{kind}_chooser:create"), data)
    if response.context is None or "form" not in response.context:
        return []
    return response.context["form"].errors.get("file", [])


WAYS = [post_alone, post_among_many, post_in_chooser]


@pytest.mark.parametrize("post", WAYS)
def test_a_good_image_gets_in(post: Any, admin: Client, data_dir: Path) -> None:
    assert post(admin, "images", upload("photo.jpg", picture())) == []
    (image,) = PortalImage.objects.all()
    assert (image.width, image.height) == (60, 40)
    # The previews of the uploader may stand in `renditions`.
    assert files_in(data_dir / "private") == ["original_images/photo.jpg"]
    assert files_in(data_dir / "uploads") == []


@pytest.mark.parametrize("post", WAYS)
def test_a_good_document_gets_in(post: Any, admin: Client, data_dir: Path) -> None:
    assert post(admin, "docs", upload("rapport.pdf", PDF)) == []
    (document,) = PortalDocument.objects.all()
    assert document.file_size == len(PDF)
    assert files_in(data_dir) == ["private/documents/rapport.pdf"]


@pytest.mark.parametrize("post", WAYS)
@pytest.mark.parametrize("name", ["bomb.png", "short.jpg", "drawing.png", "drawing.svg", "document.jpg", "heavy.jpg"])
def test_a_refused_image_leaves_nothing(post: Any, name: str, admin: Client, data_dir: Path) -> None:
    content, sentence = REFUSED_IMAGES[name]
    assert [error.replace("\xa0", " ") for error in post(admin, "images", upload(name, content))] == [sentence]
    assert files_in(data_dir) == []
    assert (PortalImage.objects.count(), UploadedFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("post", WAYS)
@pytest.mark.parametrize("name", ["bomb.docx", "short.docx", "page.txt", "drawing.svg", "macro.docx"])
def test_a_refused_document_leaves_nothing(post: Any, name: str, admin: Client, data_dir: Path) -> None:
    content, sentence = REFUSED_DOCUMENTS[name]
    assert [error.replace("\xa0", " ") for error in post(admin, "docs", upload(name, content))] == [sentence]
    assert files_in(data_dir) == []
    assert (PortalDocument.objects.count(), UploadedFile.objects.count()) == (0, 0)


def test_a_file_and_another_field_refused_together_leave_nothing(admin: Client, data_dir: Path) -> None:
    """With only the other field refused, Wagtail keeps the file for a second try."""
    response = admin.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": upload("short.jpg", REFUSED_IMAGES["short.jpg"][0]), "title": "x" * 300, "collection": 1},
    )
    assert response.json() == {"success": False, "error_message": DAMAGED}
    assert (files_in(data_dir), UploadedFile.objects.count()) == ([], 0)


def test_a_file_cannot_be_exchanged_for_a_bad_one(admin: Client, data_dir: Path) -> None:
    post_alone(admin, "images", upload("photo.jpg", picture()))
    image = PortalImage.objects.get()
    url = reverse("wagtailimages:edit", args=[image.pk])
    bad = upload("autre.png", SVG)
    response = admin.post(url, {"title": "Titre", "file": bad, "collection": 1})
    assert response.context["form"].errors == {"file": [not_an_image("PNG")]}
    assert files_in(data_dir / "private") == ["original_images/photo.jpg"]


def test_an_exchanged_file_leaves_nothing_of_the_old_one(
    admin: Client, data_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    post_alone(admin, "images", upload("photo.jpg", picture()))
    image = PortalImage.objects.get()
    image.get_rendition("width-20")
    url = reverse("wagtailimages:edit", args=[image.pk])
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(url, {"title": "Titre", "file": upload("autre.png", picture("PNG")), "collection": 1})
    assert files_in(data_dir / "private") == ["original_images/autre.png"]
    assert files_in(data_dir / "renditions") == []


def test_a_deleted_image_leaves_nothing(admin: Client, data_dir: Path, django_capture_on_commit_callbacks: Any) -> None:
    post_alone(admin, "images", upload("photo.jpg", picture()))
    image = PortalImage.objects.get()
    image.get_rendition("width-20")
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(reverse("wagtailimages:delete", args=[image.pk]))
    assert files_in(data_dir) == []


@pytest.mark.parametrize("alias", ["default", "renditions"])
def test_storages_can_be_named_to_the_task_that_deletes(alias: str) -> None:
    """A task's arguments are JSON: with a `Path` in the options, deleting an image fails after the database did it."""
    options = base.STORAGES[alias]["OPTIONS"]
    assert normalize_json({**options, "location": type(options["location"])(options["location"])}) == options


# Far too much


class Endless(io.RawIOBase):
    """The body of a request with one large file, made as it is read."""

    BOUNDARY = b"trame"

    def __init__(self, field: str, name: str, weight: int) -> None:
        fields = b"".join(
            b'--trame\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % pair
            for pair in ((b"title", b"Titre"), (b"collection", b"1"))
        )
        head = b'--trame\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n'
        self.parts = [fields + head % (field.encode(), name.encode()), b"\r\n--trame--\r\n"]
        self.length = sum(map(len, self.parts)) + weight
        self.left = weight

    def read(self, size: int = -1) -> bytes:
        if len(self.parts) == 2:
            return self.parts.pop(0)
        if self.left:
            block = b"\x00" * min(self.left, size)
            self.left -= len(block)
            return block
        return self.parts.pop() if self.parts else b""


class Disk:
    """Reads along, and notes how much stands in a folder meanwhile."""

    def __init__(self, body: Endless, place: Path) -> None:
        self.body, self.place, self.fullest, self.reads = body, place, 0, 0

    def read(self, size: int = -1) -> bytes:
        self.reads += 1
        if self.reads % 50 == 0:
            self.fullest = max(self.fullest, sum(path.stat().st_size for path in self.place.rglob("*") if path.is_file()))
        return self.body.read(size)


@pytest.mark.parametrize(
    ("view", "field", "limit"),
    [
        ("wagtailimages:add", "file", "10.0 MB"),
        ("wagtailimages:add_multiple", "files[]", "10.0 MB"),
        ("wagtaildocs:add", "file", "50.0 MB"),
        ("wagtaildocs:add_multiple", "files[]", "50.0 MB"),
    ],
)
def test_200_megabytes_are_refused_with_a_sentence(
    view: str, field: str, limit: str, admin: Client, data_dir: Path
) -> None:
    name = "huge.jpg" if "images" in view else "huge.pdf"
    body = Endless(field, name, weight=200 * 1024 * 1024)
    disk = Disk(body, data_dir)
    started = time.monotonic()
    response = admin.generic(
        "POST",
        reverse(view),
        **{"wsgi.input": disk, "CONTENT_LENGTH": str(body.length), "CONTENT_TYPE": "multipart/form-data; boundary=trame"},
    )
    if field == "file":
        errors = response.context["form"].errors["file"]
    else:
        errors = json.loads(response.content)["error_message"].splitlines()
    sentence = f"This file weighs 200.0 MB; the heaviest accepted weighs {limit}."
    assert [error.replace("\xa0", " ") for error in errors] == [sentence]
    assert 0 < disk.fullest <= 51 * 1024 * 1024
    assert files_in(data_dir) == []
    assert (PortalImage.objects.count(), PortalDocument.objects.count(), UploadedFile.objects.count()) == (0, 0, 0)
    assert time.monotonic() - started < 5
