"""The end of a zip file, looked at before zipfile does: its directory may be larger than memory."""

from __future__ import annotations

import os
import struct
from typing import IO

from ..enums.packages import PackageFault
from ..errors import PackageRefused

MAX_ENTRIES = 2_000
MOST_DIRECTORY_BYTES = MAX_ENTRIES * 2048
END = struct.Struct("<4s4H2LH")
END_MARK, ZIP64_MARK = b"PK\x05\x06", b"PK\x06\x07"
ZIP64_LOCATOR_BYTES = 20
LONGEST_COMMENT = 65_535


def look_at_end(file: IO[bytes]) -> int:
    """The number of entries the archive says it has; at most `MAX_ENTRIES`. Raises PackageRefused."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - END.size - LONGEST_COMMENT - ZIP64_LOCATOR_BYTES)
    file.seek(start)
    tail = file.read()
    place = _place_of_end(tail)
    if place is None:
        raise PackageRefused(PackageFault.NOT_ZIP)
    _, disk, first_disk, here, entries, directory_bytes, _, _ = END.unpack(tail[place : place + END.size])
    # Only an archive beyond these limits needs the larger form, which zipfile would believe over this one.
    is_zip64 = tail[max(0, place - ZIP64_LOCATOR_BYTES) : place].startswith(ZIP64_MARK)
    if is_zip64 or here > MAX_ENTRIES or entries > MAX_ENTRIES or directory_bytes > MOST_DIRECTORY_BYTES:
        raise PackageRefused(PackageFault.TOO_MANY)
    if disk or first_disk or here != entries:
        raise PackageRefused(PackageFault.NOT_ZIP)
    return int(entries)


def _place_of_end(tail: bytes) -> int | None:
    """Where zipfile finds it: right at the end, else the last mark before a comment."""
    last = len(tail) - END.size
    if last >= 0 and tail[last : last + 4] == END_MARK and tail[-2:] == b"\0\0":
        return last
    place = tail.rfind(END_MARK)
    return place if 0 <= place <= last else None
