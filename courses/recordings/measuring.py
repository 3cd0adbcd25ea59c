"""Measure a recording on the server: its length is what hours rest on, so nobody types it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import IO, Any

import av
from av.stream import Disposition
from django.core.files import File
from django.utils.translation import gettext as _

from ..errors import UnreadableRecording

LONGEST_MS = 12 * 3600 * 1000
CHUNK = 1 << 20
LONGEST_SIDE = 4096
# What the browsers of old phones play.
VIDEO_CODECS = {"h264": "H.264"}
SOUND_CODECS = {"aac": "AAC", "mp3": "MP3", "mp3float": "MP3"}
EIGHT_BITS = {"yuv420p", "yuvj420p"}
# A recording whose end is nearer than this to the end it promises is whole: tracks differ a little in length.
END_TOLERANCE_MS = 2000


@dataclass(frozen=True)
class Measured:
    """Length in milliseconds, SHA-256 of the bytes, and the picture size (None for sound only)."""

    duration_ms: int
    sha256: str
    width: int | None
    height: int | None


def measure(file: IO[bytes] | File[bytes], *, wants_picture: bool) -> Measured:
    """Decode enough of the file to know that it plays to its end, and how long. Raises UnreadableRecording.

    However long the file is, little of it is in memory at a time.
    """
    sha256 = _fingerprint(file)
    file.seek(0)
    try:
        # metadata_errors: a title in GB18030 must not make a good recording unreadable
        with av.open(file, mode="r", metadata_errors="ignore") as container:
            video = next((one for one in container.streams.video if not _is_cover(one)), None)
            sound = next(iter(container.streams.audio), None)
            stream = video if wants_picture else sound
            if stream is None:
                raise UnreadableRecording(_no_stream(wants_picture))
            _check_codecs(video if wants_picture else None, sound)
            if next(container.decode(stream), None) is None:
                raise UnreadableRecording(_("The file holds nothing that can be played."))
            length = _length_ms(container)
            if not 0 < length <= LONGEST_MS:
                raise UnreadableRecording(
                    _("The length of the recording cannot be determined, or it exceeds 12 hours.")
                )
            _check_end(container, stream, length)
            size = (video.width, video.height) if video and wants_picture else (None, None)
    except (av.error.FFmpegError, ValueError) as error:
        raise UnreadableRecording(
            _("The file cannot be played: it is damaged or not a recording. Export it again as MP4 (H.264, AAC).")
        ) from error
    return Measured(length, sha256, *size)


def _is_cover(stream: Any) -> bool:
    """The picture on the sleeve of a sound file."""
    return bool(stream.disposition & Disposition.attached_pic)


def _no_stream(wants_picture: bool) -> str:
    return _("The file holds no picture.") if wants_picture else _("The file holds no sound.")


def _check_codecs(video: Any, sound: Any) -> None:
    if video is not None:
        context = video.codec_context
        if context is None:
            raise ValueError("no decoder for the picture")
        if context.name not in VIDEO_CODECS or (context.pix_fmt or "yuv420p") not in EIGHT_BITS:
            raise _unplayable(context.name)
        if max(video.width, video.height) > LONGEST_SIDE:
            raise UnreadableRecording(
                _("The picture is %(width)d × %(height)d, more than phones can show. Export it in 1920 × 1080.")
                % {"width": video.width, "height": video.height}
            )
    if sound is not None:
        if sound.codec_context is None:
            raise ValueError("no decoder for the sound")
        if sound.codec_context.name not in SOUND_CODECS:
            raise _unplayable(sound.codec_context.name)


def _unplayable(codec: str) -> UnreadableRecording:
    return UnreadableRecording(
        _("Browsers on phones cannot play %(codec)s. Export it again as MP4 (H.264 with 8 bits, AAC).")
        % {"codec": codec.upper()}
    )


def _check_end(container: Any, stream: Any, length_ms: int) -> None:
    """The last seconds must be there: a copy that broke off has the whole length in its head."""
    promised = int(stream.duration * stream.time_base * 1000) if stream.duration and stream.time_base else length_ms
    start = max(0, promised - END_TOLERANCE_MS)
    container.seek(start * 1000, backward=True)
    reached = 0
    for packet in container.demux(stream):
        if packet.pts is not None and packet.size and not packet.is_corrupt:
            end = packet.pts + (packet.duration or 0) - (stream.start_time or 0)
            reached = max(reached, int(end * stream.time_base * 1000))
    if reached < promised - END_TOLERANCE_MS:
        raise UnreadableRecording(
            _("The recording breaks off before its end: it was not copied completely. Upload the original again.")
        )


def _length_ms(container: Any) -> int:
    if container.duration:
        return int(container.duration * 1000 // av.time_base)
    ends = [stream.duration * stream.time_base for stream in container.streams if stream.duration and stream.time_base]
    return int(max(ends, default=0) * 1000)


def _fingerprint(file: IO[bytes] | File[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    size = 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        digest.update(chunk)
    if not size:
        raise UnreadableRecording(_("The file is empty. Choose it again, or export it anew."))
    return digest.hexdigest()
