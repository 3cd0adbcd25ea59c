"""The text of a file, whatever its encoding."""

from __future__ import annotations

import codecs

from people.enums import FileFault
from people.errors import Malformed
from people.rosters.delimited import decode

from ...enums.question_faults import QuestionFileFault
from ...errors.question_imports import FileUnusable

LONGEST_LINE = 100_000
MOST_LINES = 2_000_000
OF_ROSTERS = {
    FileFault.EMPTY: QuestionFileFault.EMPTY,
    FileFault.BIG: QuestionFileFault.BIG,
    FileFault.OLD: QuestionFileFault.OLD,
    FileFault.MACROS: QuestionFileFault.MACROS,
    FileFault.EXTERNAL: QuestionFileFault.EXTERNAL,
    FileFault.BOMB: QuestionFileFault.BOMB,
    FileFault.BROKEN: QuestionFileFault.BROKEN,
    FileFault.RENAMED: QuestionFileFault.BROKEN,
    FileFault.ENTITIES: QuestionFileFault.ENTITIES,
    FileFault.ENCODING: QuestionFileFault.ENCODING,
    FileFault.BINARY: QuestionFileFault.BINARY,
    FileFault.KIND: QuestionFileFault.UNKNOWN,
    FileFault.ROWS: QuestionFileFault.MANY,
    FileFault.GAP: QuestionFileFault.GAP,
    FileFault.COLUMNS: QuestionFileFault.COLUMNS,
    FileFault.CELL: QuestionFileFault.CELL,
}


def unusable(refusal: Malformed) -> FileUnusable:
    """What reading a table refuses, in the words of question files."""
    fault = refusal.fault
    return FileUnusable(OF_ROSTERS[fault] if isinstance(fault, FileFault) else QuestionFileFault.BROKEN)


def text_in_file(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB18030; one kind of line end. FileUnusable for everything that is no text."""
    if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content = content.replace(b"\x0b", b"\n").replace(b"\x0c", b"\n").rstrip(b"\x1a")
    try:
        text = decode(content)
    except Malformed as refusal:
        raise unusable(refusal) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")


def lines_of(text: str) -> list[str]:
    """The lines, none of them endless."""
    lines = text.split("\n")
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise FileUnusable(QuestionFileFault.CELL)
    return lines
