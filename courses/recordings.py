"""Measure a recording on the server: its length is what hours rest on, so nobody types it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

import av
from django.core.files import File
from django.utils.translation import gettext as _

from .errors import UnreadableRecording

LONGEST_MS = 12 * 3600 * 1000
CHUNK = 1 << 20


@dataclass(frozen=True)
class Measured:
    """Length in milliseconds, SHA-256 of the bytes, and the picture size (None for sound only)."""

    duration_ms: int
    sha256: str
    width: int | None
    height: int | None


def measure(file: BinaryIO | File[bytes], *, wants_picture: bool) -> Measured:
    """Decode enough of the file to know that it plays and how long. Raises UnreadableRecording."""
    sha256 = _fingerprint(file)
    file.seek(0)
    try:
        # metadata_errors: a title in GB18030 must not make a good recording unreadable
        with av.open(file, mode="r", metadata_errors="ignore") as container:
            video = next(iter(container.streams.video), None)
            stream = video if wants_picture else next(iter(container.streams.audio), None)
            if stream is None:
                raise UnreadableRecording(_no_stream(wants_picture))
            if next(container.decode(stream), None) is None:
                raise UnreadableRecording(_("The file holds nothing that can be played."))
            length = _length_ms(container)
            size = (video.width, video.height) if video else (None, None)
    except av.error.FFmpegError as error:
        raise UnreadableRecording(
            _("The file cannot be played: it is damaged or not a recording. Export it again as MP4 (H.264, AAC).")
        ) from error
    if not 0 < length <= LONGEST_MS:
        raise UnreadableRecording(_("The length of the recording cannot be determined, or it exceeds 12 hours."))
    return Measured(length, sha256, *size)


def _no_stream(wants_picture: bool) -> str:
    return _("The file holds no picture.") if wants_picture else _("The file holds no sound.")


def _length_ms(container: av.container.InputContainer) -> int:
    if container.duration:
        return int(container.duration * 1000 // av.time_base)
    ends = [stream.duration * stream.time_base for stream in container.streams if stream.duration and stream.time_base]
    return int(max(ends, default=0) * 1000)


def _fingerprint(file: BinaryIO | File[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
