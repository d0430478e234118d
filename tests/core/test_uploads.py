"""One request never fills the disk."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project

from core.uploads import CappedUploadHandler


def send(handler: CappedUploadHandler, *, weight: int) -> Any:
    """Send one file in blocks of 100 bytes; what the form gets."""
    handler.new_file("file", "a.pdf", "application/pdf", None)
    for start in range(0, weight, 100):
        handler.receive_data_chunk(b"x" * 100, start)
    return handler.file_complete(weight)


@pytest.fixture
def handler(settings: Any) -> CappedUploadHandler:
    """Return the handler of a request when 1,000 bytes are the most that any form accepts."""
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 500, 1000
    return CappedUploadHandler()


def test_the_heaviest_accepted_file_is_kept(handler: CappedUploadHandler) -> None:
    with send(handler, weight=1000) as file:
        assert (file.size, file.read()) == (1000, b"x" * 1000)


def test_a_heavier_file_is_emptied_and_its_weight_remembered(handler: CappedUploadHandler, data_dir: Path) -> None:
    with send(handler, weight=1100) as file:
        assert (file.size, file.read()) == (1100, b"")
        assert Path(file.temporary_file_path()).stat().st_size == 0


def test_many_files_together_weigh_no_more_than_one(handler: CappedUploadHandler) -> None:
    with send(handler, weight=600) as first, send(handler, weight=600) as second, send(handler, weight=100) as third:
        assert (first.size, len(first.read())) == (600, 600)
        assert (second.size, second.read()) == (1200, b"")
        assert (third.size, third.read()) == (1300, b"")


def test_the_portal_uses_it() -> None:
    assert project.FILE_UPLOAD_HANDLERS == [
        "django.core.files.uploadhandler.MemoryFileUploadHandler",
        "core.uploads.CappedUploadHandler",
    ]
