"""From the bytes of a file to its table: what kind of file it is, its headings, and the data below them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from ..enums import FileFault
from ..errors import Malformed
from .columns import Heading, find_heading, guess_heading
from .delimited import read_delimited
from .sheets import MAX_BYTES, Line, Sheet
from .workbooks import read_workbook

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SUFFIXES = (".xlsx", ".csv", ".txt", ".tsv")


@dataclass(frozen=True)
class Table:
    """Headings, and the lines below them; `known` tells which columns the headings name."""

    heading: Heading
    lines: list[Line]
    from_1904: bool


def refuse_at_once(name: str, size: int, begin: bytes) -> None:
    """`Malformed` for what can be told from name, size and the first bytes, before anything is read."""
    suffix = f".{name.lower().rpartition('.')[2]}"
    if suffix in {".xlsm", ".xltm", ".xlsb"}:
        raise Malformed(FileFault.MACROS)
    if suffix == ".xls" or begin.startswith(OLE):
        raise Malformed(FileFault.OLD)
    if suffix not in SUFFIXES:
        raise Malformed(FileFault.KIND)
    if size == 0:
        raise Malformed(FileFault.EMPTY)
    if size > MAX_BYTES:
        raise Malformed(FileFault.BIG)
    if suffix == ".xlsx" and not begin.startswith(ZIP):
        raise Malformed(FileFault.RENAMED)


def read_table(name: str, content: bytes) -> Table:
    """The first sheet that has headings. Raises `Malformed` with a `FileFault`; never anything else."""
    refuse_at_once(name, len(content), content[:8])
    guessed: Table | None = None
    sheet = None
    for sheet in _sheets(content):
        if heading := find_heading(sheet.lines):
            return _below(heading, sheet)
        if guessed is None and (heading := guess_heading(sheet.lines)):
            guessed = _below(heading, sheet)
    if guessed:
        return guessed
    raise Malformed(FileFault.NO_HEADER if sheet else FileFault.NO_ROWS)


def _below(heading: Heading, sheet: Sheet) -> Table:
    lines = [line for line in sheet.lines if line.number > heading.line]
    if not lines:
        raise Malformed(FileFault.NO_ROWS)
    return Table(heading, lines, sheet.from_1904)


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sheets(content: bytes) -> Iterator[Sheet]:
    if content.startswith(ZIP):
        yield from read_workbook(content)
    else:
        sheet = read_delimited(content)
        if sheet.lines:
            yield sheet
