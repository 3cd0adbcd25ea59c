"""Captions in WebVTT, checked line by line, so that the sentence names the line that is wrong."""

from __future__ import annotations

import re
from typing import IO

from django.core.files import File
from django.utils.translation import gettext as _

from ..errors import UnreadableRecording

LARGEST_BYTES = 2 << 20
STAMP = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"{STAMP}[ \t]+-->[ \t]+{STAMP}(?:[ \t]+\S.*)?")
NO_CUE = ("NOTE", "STYLE", "REGION")


def check_captions(file: IO[bytes] | File[bytes], *, duration_ms: int | None = None) -> int:
    """Answers how many captions there are. Raises UnreadableRecording with the line's number."""
    file.seek(0)
    data = file.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise UnreadableRecording(_("Captions are at most 2 MB; this file is larger. Is it the right one?"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _wrong(line, _("it is not UTF-8. Save the file with the encoding UTF-8")) from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        raise _wrong(1, _("a WebVTT file begins with WEBVTT; SRT files can be converted by any caption editor"))
    return _cues(lines, duration_ms)


def _cues(lines: list[str], duration_ms: int | None) -> int:
    count, before, is_skipped = 0, 0, False
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            is_skipped = False
        elif line.startswith(NO_CUE) and not lines[number - 2].strip():
            is_skipped = True
        elif "-->" in line and not is_skipped:
            before = _timing(line, number, before, duration_ms)
            if number >= len(lines) or not lines[number].strip():
                raise _wrong(number, _("this caption has no text"))
            count += 1
    if not count:
        raise UnreadableRecording(_("The captions file holds no caption."))
    return count


def _timing(line: str, number: int, before: int, duration_ms: int | None) -> int:
    """The start of a caption in milliseconds."""
    found = TIMING.fullmatch(line.strip())
    if found is None:
        raise _wrong(number, _("times are written 00:01:02.345 --> 00:01:04.000, with a point before the milliseconds"))
    start, end = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
    if end <= start:
        raise _wrong(number, _("this caption ends before it begins"))
    if start < before:
        raise _wrong(number, _("this caption begins before the one above it"))
    if duration_ms is not None and start >= duration_ms:
        raise _wrong(number, _("this caption begins after the end of the recording"))
    return start


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _wrong(line: int, what: str) -> UnreadableRecording:
    return UnreadableRecording(_("Captions, line %(line)d: %(what)s.") % {"line": line, "what": what})
