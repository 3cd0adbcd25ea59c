"""Lesson recordings, for people who are signed in, with byte ranges so that phones can seek."""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Iterator
from typing import IO

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from ..models import LessonMedia

RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
CHUNK = 64 * 1024
PARTS = {"file": "file", "captions": "captions", "poster": "thumbnail"}


@login_required
def recording(request: HttpRequest, pk: int, part: str) -> HttpResponseBase:
    """A recording, its captions or its poster."""
    media = get_object_or_404(LessonMedia, pk=pk)
    stored = getattr(media, PARTS[part])
    if not stored:
        raise Http404
    file = stored.open("rb")
    size = stored.size
    kind = "text/vtt; charset=utf-8" if part == "captions" else mimetypes.guess_type(stored.name)[0]
    wanted = RANGE.match(request.headers.get("Range", ""))
    first, last = _span(wanted, size) if wanted else (0, size - 1)
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(
        _read(file, first, last),
        status=206 if wanted else 200,
        content_type=kind or "application/octet-stream",
    )
    if wanted:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(last - first + 1)
    response["Cache-Control"] = "private, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


@login_required
def transcript(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said in a recording, as a page; the lesson page takes its text from here."""
    return render(request, "courses/transcript.html", {"recording": get_object_or_404(LessonMedia, pk=pk)})


def _span(wanted: re.Match[str], size: int) -> tuple[int, int]:
    """First and last byte of a range; `-500` means the last 500 bytes."""
    start, end = wanted.groups()
    if not start:
        return (max(0, size - int(end)), size - 1) if end and int(end) else (1, 0)
    return int(start), min(int(end), size - 1) if end else size - 1


def _read(file: IO[bytes], first: int, last: int) -> Iterator[bytes]:
    with file:
        file.seek(first, os.SEEK_SET)
        left = last - first + 1
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
