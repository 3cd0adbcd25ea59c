"""Refusals of recordings, with their captions and still pictures."""

from django.utils.functional import Promise

from people.errors import Refusal


class UnreadableRecording(Refusal):
    code = "unreadable_recording"
    status = 422

    def __init__(self, detail: str | Promise) -> None:
        super().__init__(detail, fields={"file": str(detail)})
