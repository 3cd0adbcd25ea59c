"""Forms of the Wagtail admin."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtailmedia.forms import BaseMediaForm

from ..errors import UnreadableRecording
from ..recordings import Measured, check_captions, index_first, make_poster, measure, shrink_poster


class LessonMediaForm(BaseMediaForm):
    """Uploads a recording. Its length is measured, never typed; what cannot be played is never stored."""

    measured: Measured | None = None
    moved: UploadedFile | None = None
    """The upload written anew, with its index in front."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = _("MP4 (H.264, AAC)") if self.instance.type == "video" else _("MP3 or M4A (AAC)")
        facts = {"kinds": kinds, "size": filesizeformat(settings.RECORDING_MAX_BYTES)}
        self.fields["file"].help_text = _("%(kinds)s, at most %(size)s and 12 hours.") % facts
        self.fields["captions"].help_text = _(
            "A WebVTT file in UTF-8. Lessons with sound need captions or a transcript."
        )
        if self.instance.type == "video":
            self.fields["thumbnail"].help_text = _("Empty: a still is taken from the recording.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        if (file.size or 0) > settings.RECORDING_MAX_BYTES:
            raise ValidationError(
                _("The file is larger than %(size)s. Export it with a lower picture quality, or in two parts.")
                % {"size": filesizeformat(settings.RECORDING_MAX_BYTES)}
            )
        if self.instance.pk and self.instance.editions.exists():
            raise ValidationError(
                _(
                    "A published lesson rests on this recording, so it stays as it is. "
                    "Upload the new one beside it and choose it in the lesson."
                )
            )
        try:
            # Checked as it came: only what plays is rearranged.
            self.measured = measure(file, wants_picture=self.instance.type == "video")
            self.moved = cast(UploadedFile | None, index_first(file, lambda: _room_for(file)))
            if self.moved is not None:
                file = self.moved
                self.measured = measure(file, wants_picture=self.instance.type == "video")
        except UnreadableRecording as error:
            raise ValidationError(str(error.detail)) from error
        file.seek(0)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        captions, still = cleaned.get("captions"), cleaned.get("thumbnail")
        if isinstance(captions, UploadedFile):
            self._try("captions", lambda: check_captions(captions, duration_ms=self._duration_ms))
            captions.seek(0)
        if isinstance(still, UploadedFile):
            self._try("thumbnail", lambda: self._keep_poster(cleaned, shrink_poster(still), still.name))
        elif not still and self.measured and self.instance.type == "video":
            poster = make_poster(cleaned["file"], duration_ms=self.measured.duration_ms)
            cleaned["file"].seek(0)
            if poster:
                self._keep_poster(cleaned, poster, cleaned["file"].name)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if self.measured:
            self.instance.duration_ms = self.measured.duration_ms
            self.instance.duration = self.measured.duration_ms / 1000
            self.instance.sha256 = self.measured.sha256
            self.instance.width, self.instance.height = (
                self.measured.width,
                self.measured.height,
            )
        saved = super().save(commit)
        if self.moved is not None:
            # It lies in the storage now; left to the garbage collector it would be looked for where it was.
            self.moved.close()
        return saved

    @property
    def _duration_ms(self) -> int | None:
        return self.measured.duration_ms if self.measured else self.instance.duration_ms or None

    def _try(self, field: str, check: Any) -> None:
        try:
            check()
        except UnreadableRecording as error:
            self.add_error(field, str(error.detail))

    @staticmethod
    def _keep_poster(cleaned: dict[str, Any], poster: bytes, name: str | None) -> None:
        cleaned["thumbnail"] = ContentFile(poster, name=f"{PurePath(name or 'still').stem}.jpg")


def _room_for(file: UploadedFile) -> TemporaryUploadedFile:
    return TemporaryUploadedFile(file.name or "", file.content_type, file.size, None)
