"""A table of texts as it stands in a file, and the limits that no roster reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..enums import FileFault
from ..errors import Malformed

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_GAP = 1_000
MAX_COLUMNS = 200
MAX_CELL = 2_000


@dataclass(frozen=True)
class Limits:
    """What a table may hold at most; the defaults are those of rosters."""

    rows: int = MAX_ROWS
    cell: int = MAX_CELL


ROSTER = Limits()


@dataclass(frozen=True)
class Line:
    """`number` counts the lines of the sheet from 1. Cells are texts, without the empty ones at the end."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """Every line up to the last one with data, empty ones between included."""

    lines: list[Line]
    from_1904: bool = False


class Collecting:
    """Takes lines one after the other; `Malformed` as soon as a limit is passed, however long the file is."""

    def __init__(self, limits: Limits = ROSTER) -> None:
        self.limits = limits
        self.lines: list[Line] = []
        self.filled = 0

    def add(self, number: int, cells: list[str]) -> None:
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            return
        if len(cells) > MAX_COLUMNS:
            raise Malformed(FileFault.COLUMNS)
        if any(len(cell) > self.limits.cell for cell in cells):
            raise Malformed(FileFault.CELL)
        self.filled += 1
        if self.filled > self.limits.rows:
            raise Malformed(FileFault.ROWS)
        self.lines.extend(self._empty_before(number))
        self.lines.append(Line(number, tuple(cells)))

    def _empty_before(self, number: int) -> Iterator[Line]:
        last = self.lines[-1].number if self.lines else 0
        if number - last > MAX_GAP:
            raise Malformed(FileFault.GAP)
        return (Line(missing, ()) for missing in range(last + 1, number))
