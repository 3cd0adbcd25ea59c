"""Text files with one line a person: comma, semicolon or tab between the cells, UTF-8, GB18030 or UTF-16."""

from __future__ import annotations

import codecs
import csv
import io
import re

from ..enums import FileFault
from ..errors import Malformed
from .columns import HEADING_LINES, fitting
from .sheets import MAX_CELL, Collecting, Sheet

DELIMITERS = (",", ";", "\t", "\uff0c")
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
OTHER_KINDS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"BM",
    b"RIFF",
)


def read_delimited(content: bytes) -> Sheet:
    """The lines of a text file, or `Malformed` with a `FileFault`."""
    text = decode(content)
    collecting = Collecting()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for number, cells in enumerate(rows, start=1):
            collecting.add(number, cells)
    except csv.Error:
        raise Malformed(FileFault.CELL) from None
    return Sheet(collecting.lines)


def decode(content: bytes) -> str:
    """The text of a file that says nothing about its encoding: UTF-8 where that fits, else GB18030."""
    if content.startswith(OTHER_KINDS):
        raise Malformed(FileFault.KIND)
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\x00" in content:
        raise Malformed(FileFault.BINARY)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROL.search(text):
            raise Malformed(FileFault.BINARY)
        return text
    raise Malformed(FileFault.ENCODING)


def _delimiter(text: str) -> str:
    """The one under which the first lines look most like headings."""
    head = text[: HEADING_LINES * MAX_CELL]
    return max(DELIMITERS, key=lambda delimiter: _score(head, delimiter))


def _score(head: str, delimiter: str) -> tuple[int, int]:
    rows = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    best = (0, 0)
    try:
        for _, cells in zip(range(HEADING_LINES), rows, strict=False):
            best = max(best, (len(fitting(cells)), len(cells)))
    except csv.Error:
        pass
    return best
