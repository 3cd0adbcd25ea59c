"""The courses' recordings: put into storage with captions, transcript and poster, and measured like any upload."""

from __future__ import annotations

from pathlib import Path

from django.core.files.base import ContentFile

from courses.models import LessonMedia
from courses.recordings import measure

from .markup import ContentError
from .words import RECORDINGS


def recording(name: str, *, title: str, folder: Path = RECORDINGS) -> LessonMedia:
    """The recording `name`: the stored one with the same bytes, or a new one. Raises ContentError."""
    contents = {ending: _read(folder / f"{name}.{ending}") for ending in ("mp4", "vtt", "txt", "jpg")}
    file = ContentFile(contents["mp4"], name=f"{name}.mp4")
    measured = measure(file, wants_picture=True)
    known = LessonMedia.objects.filter(sha256=measured.sha256).first()
    if known:
        return known
    file.seek(0)
    return LessonMedia.objects.create(
        title=title,
        type="video",
        file=file,
        duration=measured.duration_ms / 1000,
        duration_ms=measured.duration_ms,
        sha256=measured.sha256,
        width=measured.width,
        height=measured.height,
        thumbnail=ContentFile(contents["jpg"], name=f"{name}.jpg"),
        captions=ContentFile(contents["vtt"], name=f"{name}.vtt"),
        transcript=contents["txt"].decode("utf-8").strip(),
    )


def _read(path: Path) -> bytes:
    if not path.exists():
        raise ContentError(f"{path.parent.name}/{path.name}", 1, "the file is missing")
    return path.read_bytes()
