"""How much of an upload reaches the disk."""

from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

from core.files import heaviest_upload


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Keep at most one heaviest accepted file per request in the folder of temporary files.

    Past that the file is emptied and the rest of the request read and dropped, so that the browser waits for the
    answer and the form, which sees the true weight, says its sentence. Any request may carry a file, even one of a
    visitor: the cap does not ask who sends it.
    """

    file: TemporaryUploadedFile

    def __init__(self, request: HttpRequest | None = None) -> None:
        """Count from zero for each request."""
        super().__init__(request)
        self.received = 0
        self.is_dropped = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open the temporary file of the next upload."""
        self.is_dropped = False
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write the chunk, or drop it and all that was written when the request goes past the cap."""
        self.received += len(raw_data)
        if self.received <= heaviest_upload():
            super().receive_data_chunk(raw_data, start)
        elif not self.is_dropped:
            self.is_dropped = True
            self.file.seek(0)
            self.file.truncate()

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The file; an emptied one carries the weight of everything received, which no form accepts."""
        return super().file_complete(self.received if self.is_dropped else file_size)
