"""Ranges of a file, so that recordings can be wound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

RANGE = re.compile(r"bytes=(\d*)-(\d*)$", re.ASCII)
CHUNK = 64 * 1024


def span(wanted: re.Match[str], size: int) -> tuple[int, int]:
    """First and last byte of a range; `-500` means the last 500 bytes."""
    start, end = wanted.groups()
    if not start:
        return (max(0, size - int(end)), size - 1) if end and int(end) else (1, 0)
    return int(start), min(int(end), size - 1) if end else size - 1


def read(stored: IO[bytes], first: int, last: int) -> Iterator[bytes]:
    with stored:
        stored.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := stored.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
