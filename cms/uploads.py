"""How much a request may send, decided by its length before anything of it is read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

OF_A_VISITOR = 25 * 1024 * 1024
BESIDES_THE_FILE = 16 * 1024 * 1024


class CappedUploadHandler(FileUploadHandler):
    """Refuses a body that is longer than any form here takes; passes all others on to the next handler."""

    def handle_raw_input(self, input_data: Any, meta: dict[str, Any], content_length: int, *rest: Any) -> None:
        user = getattr(self.request, "user", None)
        is_known = bool(user and user.is_authenticated)
        most = settings.RECORDING_MAX_BYTES + BESIDES_THE_FILE if is_known else OF_A_VISITOR
        if content_length > most:
            raise RequestDataTooBig(f"a body of {content_length} bytes; at most {most}")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
