"""The index of an MP4 file (`moov`) put before its pictures, so that a phone begins to play at once.

ISO/IEC 14496-12: boxes of 32 or 64 bit sizes; `stco` and `co64` hold positions in the file, which move with it.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from django.core.files import File

CHUNK = 1 << 20
LONGEST_INDEX = 64 << 20
CONTAINERS = {b"trak", b"mdia", b"minf", b"stbl"}
POSITIONS = {b"stco": ">I", b"co64": ">Q"}


@dataclass(frozen=True)
class Box:
    kind: bytes
    start: int
    size: int


def index_first(file: IO[bytes] | File[bytes], make: Callable[[], IO[bytes]]) -> IO[bytes] | None:
    """The same content with the index in front, in a file from `make`; None where it is there, or cannot be moved."""
    boxes = _boxes(file)
    kinds = [box.kind for box in boxes]
    if kinds.count(b"moov") != 1 or b"mdat" not in kinds or b"ftyp" not in kinds:
        return None
    index, media = boxes[kinds.index(b"moov")], boxes[kinds.index(b"mdat")]
    if index.start < media.start or index.size > LONGEST_INDEX:
        return None
    file.seek(index.start)
    moved = _shifted(bytearray(file.read(index.size)), index.size)
    return _written(file, boxes, index, moved, make()) if moved else None


def _boxes(file: IO[bytes] | File[bytes]) -> list[Box]:
    """The outermost boxes; none when the file is no sequence of whole boxes."""
    file.seek(0, 2)
    end, start, found = file.tell(), 0, []
    while start < end:
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            return []
        size, kind = struct.unpack(">I4s", head[:8])
        if size == 1 and len(head) == 16:
            size = struct.unpack(">Q", head[8:])[0]
        elif size == 0:
            size = end - start
        if size < 8 or start + size > end:
            return []
        found.append(Box(kind, start, size))
        start += size
    return found


def _shifted(index: bytearray, by: int) -> bytes | None:
    """The index with all positions moved on; None when they do not fit any more, or the index is not understood."""
    ends = [len(index)]
    start = 8
    while start + 8 <= len(index):
        while len(ends) > 1 and start >= ends[-1]:
            ends.pop()
        size, kind = struct.unpack_from(">I4s", index, start)
        if kind == b"cmov" or size < 8 or start + size > ends[-1]:
            return None
        if kind in CONTAINERS:
            ends.append(start + size)
            start += 8
            continue
        if kind in POSITIONS and not _shift(index, start, size, POSITIONS[kind], by):
            return None
        start += size
    return bytes(index)


def _shift(index: bytearray, start: int, size: int, form: str, by: int) -> bool:
    width = struct.calcsize(form)
    (count,) = struct.unpack_from(">I", index, start + 12)
    if 16 + count * width > size:
        return False
    for place in range(start + 16, start + 16 + count * width, width):
        (position,) = struct.unpack_from(form, index, place)
        if width == 4 and position + by > 0xFFFFFFFF:
            return False
        struct.pack_into(form, index, place, position + by)
    return True


def _written(file: IO[bytes] | File[bytes], boxes: list[Box], index: Box, moved: bytes, out: IO[bytes]) -> IO[bytes]:
    before = [box for box in boxes if box.kind == b"ftyp"]
    for box in before:
        _copy(file, box, out)
    out.write(moved)
    for box in boxes:
        if box not in before and box is not index:
            _copy(file, box, out)
    out.seek(0)
    return out


def _copy(file: IO[bytes] | File[bytes], box: Box, out: IO[bytes]) -> None:
    file.seek(box.start)
    left = box.size
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        out.write(chunk)
        left -= len(chunk)
