"""The still picture of a recording: always written anew, small enough for a phone, whatever was uploaded."""

from __future__ import annotations

import io
from typing import IO, Any

import av
from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from ..errors import UnreadableRecording

WIDEST = 640
LARGEST_BYTES = 30 * 1024
QUALITIES = (82, 70, 58, 46, 34, 22)
MOST_PIXELS = 40_000_000
PLACES = (5, 20, 45)
"""Percent of the length where a still is tried; the one with most to see is taken."""


def make_poster(file: IO[bytes] | File[bytes], *, duration_ms: int) -> bytes | None:
    """A JPEG of at most 30 KB from a recording with pictures; None when no frame can be read."""
    file.seek(0)
    found: list[bytes] = []
    try:
        with av.open(file, mode="r", metadata_errors="ignore") as container:
            stream: Any = container.streams.video[0]
            stream.codec_context.skip_frame = "NONKEY"
            for percent in PLACES:
                container.seek(duration_ms * percent * 10, backward=True)
                frame: Any = next(container.decode(stream), None)
                if frame is not None:
                    found.append(_jpeg(frame.to_image()))
    except (av.error.FFmpegError, IndexError, ValueError):
        return max(found, key=len, default=None)
    return max(found, key=len, default=None)


def shrink_poster(file: IO[bytes] | File[bytes]) -> bytes:
    """An uploaded picture as a JPEG of at most 30 KB. Raises UnreadableRecording, which names `thumbnail`."""
    file.seek(0)
    try:
        with Image.open(file, formats=["GIF", "JPEG", "PNG", "WEBP"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UnreadableRecording(_("The still picture is too large. Choose one of at most 40 megapixels."))
            picture.draft("RGB", (WIDEST, WIDEST))
            return _jpeg(ImageOps.exif_transpose(picture))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableRecording(_("The still picture cannot be read. Choose a JPEG or PNG file.")) from error


def _jpeg(picture: Image.Image) -> bytes:
    shown = picture.convert("RGB")
    shown.thumbnail((WIDEST, WIDEST))
    data = b""
    for quality in QUALITIES:
        out = io.BytesIO()
        shown.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        data = out.getvalue()
        if len(data) <= LARGEST_BYTES:
            break
    return data
