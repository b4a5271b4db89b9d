"""Uploaded files that wait on the disk while their request is read."""

from typing import Any

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

_MARK = "_no_room_for_uploads"


class TemporaryFileOrNone(TemporaryFileUploadHandler):
    """Django's own, but with a full disk the file is left out and the page can say why.

    Otherwise the request would end as a server error before any view saw it.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file. Raises SkipFile."""
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self._leave_out()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a part. Raises SkipFile."""
        try:
            super().receive_data_chunk(raw_data, start)
            self.file.flush()  # a full disk is met now, not when the view reads
        except OSError:
            self._leave_out()

    def _leave_out(self) -> None:
        setattr(self.request, _MARK, True)
        raise SkipFile


def had_no_room(request: HttpRequest) -> bool:
    """Whether a file of this request was left out since it could not be written to the disk."""
    return getattr(request, _MARK, False)
