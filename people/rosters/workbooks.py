"""Excel workbooks (.xlsx), read as streams with fixed limits. Nothing is calculated, nothing is fetched."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator

from ..enums import FileFault
from ..errors import Malformed
from .archives import open_archive
from .markup import read_part
from .sheet_lines import SheetLines
from .sheets import MAX_COLUMNS, MAX_ROWS, ROSTER, Limits, Line, Sheet
from .workbook_parts import Relations, SharedTexts, SheetList

MAX_SHEETS = 10
SMALL_PART = 8 * 1024 * 1024
TEXTS_PART = 64 * 1024 * 1024
SHEET_PART = 300 * 1024 * 1024
WORKBOOK = "xl/workbook.xml"
MOST_MERGED_CELLS = MAX_ROWS * MAX_COLUMNS
"""As many as a whole sheet holds: more only where merged areas lie over each other, which no program writes."""


def read_workbook(content: bytes, limits: Limits = ROSTER) -> Iterator[Sheet]:
    """The visible sheets that hold data, in order, each read when it is asked for; or `Malformed`."""
    with open_archive(content) as archive:
        names = set(archive.namelist())
        if WORKBOOK not in names:
            raise Malformed(FileFault.RENAMED)
        listed, relations, shared = SheetList(), Relations(), SharedTexts()
        read_part(archive, WORKBOOK, listed, limit=SMALL_PART)
        read_part(archive, "xl/_rels/workbook.xml.rels", relations, limit=SMALL_PART)
        texts = next((name for name in names if name.lower() == "xl/sharedstrings.xml"), "")
        if texts:
            read_part(archive, texts, shared, limit=TEXTS_PART)
        for relation in listed.visible[:MAX_SHEETS]:
            lines = _read_sheet(archive, _path_of(relations.targets.get(relation, "")), shared.found, limits)
            if lines:
                yield Sheet(lines, listed.from_1904)


def _path_of(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _read_sheet(archive: zipfile.ZipFile, path: str, shared: list[str], limits: Limits) -> list[Line]:
    if "worksheets/" not in path:
        return []  # a sheet that is a chart or a dialogue
    handler = SheetLines(shared, limits)
    read_part(archive, path, handler, limit=SHEET_PART)
    return _fill_merged(handler.collecting.lines, handler.merged)


def _fill_merged(lines: list[Line], merged: list[tuple[int, int, int]]) -> list[Line]:
    """Cells merged downwards: the value of the first stands for all. Lines without any other data stay empty."""
    looked_at = 0
    for column, first, last in merged:
        value = _cell(lines, first, column)
        if not value:
            continue
        end = min(last, len(lines)) + 1
        looked_at += max(0, end - first)
        if looked_at > MOST_MERGED_CELLS:
            raise Malformed(FileFault.BOMB)
        for number in range(first + 1, end):
            cells = lines[number - 1].cells
            if cells and not _cell(lines, number, column):
                wide = [*cells, *[""] * (column + 1 - len(cells))]
                wide[column] = value
                lines[number - 1] = Line(number, tuple(wide))
    return lines


def _cell(lines: list[Line], number: int, column: int) -> str:
    cells = lines[number - 1].cells if 0 < number <= len(lines) else ()
    return cells[column] if column < len(cells) else ""
