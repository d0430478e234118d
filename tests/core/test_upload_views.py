"""Uploads through the views that people use: what gets in, and what a refusal leaves behind (nothing)."""

import io
import json
import runpy
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks.utils import normalize_json
from wagtail.models import UploadedFile

from core.models import PortalDocument, PortalImage
from portal.settings import base
from tests.core.test_files import DAMAGED, REFUSED_DOCUMENTS, REFUSED_IMAGES, SVG, not_an_image
from tests.factories.files import PDF, files_in, picture, upload

pytestmark = pytest.mark.usefixtures("in_english")


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
    assert files_in(data_dir / "default") == ["original_images/photo.jpg"]
    assert files_in(data_dir / "uploads") == []


@pytest.mark.parametrize("post", WAYS)
def test_a_good_document_gets_in(post: Any, admin: Client, data_dir: Path) -> None:
    assert post(admin, "docs", upload("rapport.pdf", PDF)) == []
    (document,) = PortalDocument.objects.all()
    assert document.file_size == len(PDF)
    assert files_in(data_dir) == ["default/documents/rapport.pdf"]


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
    assert files_in(data_dir / "default") == ["original_images/photo.jpg"]


def test_an_exchanged_file_leaves_nothing_of_the_old_one(
    admin: Client, data_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    post_alone(admin, "images", upload("photo.jpg", picture()))
    image = PortalImage.objects.get()
    image.get_rendition("width-20")
    url = reverse("wagtailimages:edit", args=[image.pk])
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(url, {"title": "Titre", "file": upload("autre.png", picture("PNG")), "collection": 1})
    assert files_in(data_dir / "default") == ["original_images/autre.png"]
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
    # Run afresh: the settings of the tests have changed those that are loaded.
    options = runpy.run_path(base.__file__)["STORAGES"][alias]["OPTIONS"]
    assert normalize_json(options) == options


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


class Disk(io.RawIOBase):
    """Reads along, and notes how much stands in a folder meanwhile."""

    def __init__(self, body: Endless, place: Path) -> None:
        self.body, self.place, self.fullest, self.reads = body, place, 0, 0

    def read(self, size: int = -1) -> bytes:
        self.reads += 1
        if self.reads % 50 == 0:
            self.fullest = max(
                self.fullest, sum(path.stat().st_size for path in self.place.rglob("*") if path.is_file())
            )
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
        **{
            "wsgi.input": disk,
            "CONTENT_LENGTH": str(body.length),
            "CONTENT_TYPE": "multipart/form-data; boundary=trame",
        },
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
