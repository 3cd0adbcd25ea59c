"""Forms of the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtailmedia.forms import BaseMediaForm

from ..errors import UnreadableRecording
from ..recordings import Measured, measure


class LessonMediaForm(BaseMediaForm):
    """Uploads a recording; its length is measured, never typed."""

    measured: Measured | None = None

    def clean_file(self) -> Any:
        """Refuse a file that cannot be played before anything is stored."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            try:
                self.measured = measure(file, wants_picture=self.instance.type == "video")
            except UnreadableRecording as error:
                raise ValidationError(str(error.detail)) from error
            file.seek(0)
        return file

    def save(self, commit: bool = True) -> Any:
        if self.measured:
            self.instance.duration_ms = self.measured.duration_ms
            self.instance.duration = self.measured.duration_ms / 1000
            self.instance.sha256 = self.measured.sha256
            self.instance.width, self.instance.height = (
                self.measured.width,
                self.measured.height,
            )
        return super().save(commit)
