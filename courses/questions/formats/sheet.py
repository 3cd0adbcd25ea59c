"""Tables of questions, xlsx and csv: one row a question, in the product's layout or any other with known headings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from people.errors import Malformed
from people.rosters.sheets import Collecting, Limits, Line
from people.rosters.workbooks import read_workbook

from ...enums.question_faults import QuestionFileFault, QuestionNote
from ...enums.question_imports import QuestionFormat
from ...errors.question_imports import FileUnusable
from .file_text import text_in_file, unusable
from .found import MOST_QUESTIONS, Reading
from .sheet_columns import HEADING_LINES, Columns, columns_of, find_columns
from .sheet_rows import Row, questions_of

LIMITS = Limits(rows=MOST_QUESTIONS + HEADING_LINES, cell=100_000)
DELIMITERS = (",", "\t", ";", "\uff0c", "|")


def read_xlsx(content: bytes) -> Reading:
    """All visible sheets that have headings. Raises FileUnusable, nothing else."""
    reading = Reading(QuestionFormat.XLSX)
    is_found = False
    try:
        for number, sheet in enumerate(read_workbook(content, LIMITS), start=1):
            is_found = _read_lines(sheet.lines, reading, number) or is_found
    except Malformed as refusal:
        raise unusable(refusal) from None
    return _whole(reading, is_found=is_found)


def read_csv(content: bytes) -> Reading:
    """Raises FileUnusable, nothing else."""
    text = text_in_file(content)
    collecting = Collecting(LIMITS)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for number, cells in enumerate(rows, start=1):
            collecting.add(number, cells)
    except Malformed as refusal:
        raise unusable(refusal) from None
    except csv.Error:
        raise FileUnusable(QuestionFileFault.CELL) from None
    reading = Reading(QuestionFormat.CSV)
    return _whole(reading, is_found=_read_lines(collecting.lines, reading, 1))


def looks_like_table(text: str) -> bool:
    """Whether one of the first lines holds headings, under one of the delimiters."""
    return any(_score(text, delimiter) >= 2 for delimiter in DELIMITERS)


def _whole(reading: Reading, *, is_found: bool) -> Reading:
    if not is_found:
        raise FileUnusable(QuestionFileFault.NO_HEADER)
    if not reading.questions:
        raise FileUnusable(QuestionFileFault.NOTHING)
    if len(reading.questions) > MOST_QUESTIONS:
        raise FileUnusable(QuestionFileFault.MANY)
    return reading


def _read_lines(lines: list[Line], reading: Reading, sheet: int) -> bool:
    found = find_columns(lines)
    if found is None:
        if any(line.cells for line in lines):
            reading.note(QuestionNote.SHEET, number=sheet)
        return False
    heading, columns = found
    prefix = f"{sheet}/" if sheet > 1 else ""
    reading.questions += questions_of(_rows(lines, heading, columns, prefix))
    return True


def _rows(lines: list[Line], heading: Line, columns: Columns, prefix: str) -> Iterable[Row]:
    for line in lines:
        if line.number <= heading.number or not line.cells:
            continue
        cells = columns.cells(line.cells)
        if cells and columns_of(line.cells).columns != columns.columns:
            yield Row(f"{prefix}{line.number}", cells, columns.unknown(line.cells))


def _delimiter(text: str) -> str:
    return max(DELIMITERS, key=lambda delimiter: (_score(text, delimiter), -DELIMITERS.index(delimiter)))


def _score(text: str, delimiter: str) -> int:
    """How many known headings the best of the first lines has, if a question is among them."""
    rows = csv.reader(io.StringIO(text[:50_000], newline=""), delimiter=delimiter)
    best = 0
    try:
        for _, cells in zip(range(HEADING_LINES), rows, strict=False):
            columns = columns_of(cells)
            if "stem" in columns.columns:
                best = max(best, len(columns.columns) + len(columns.options))
    except csv.Error:
        pass
    return best
