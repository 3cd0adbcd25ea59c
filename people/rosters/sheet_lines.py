"""The lines of one sheet of a workbook."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from ..enums import FileFault
from ..errors import Malformed
from .markup import Elements
from .sheets import ROSTER, Collecting, Limits

MAX_CELLS = 3_000_000


MAX_MERGED = 20_000


LAST_LINE = 1_048_576


REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


WHOLE = re.compile(r"-?[0-9]{1,18}")


class SheetLines(Elements):
    """Lines of one sheet. A formula is its own text, never its result; a number is the digits that stand there."""

    texts = frozenset({"v", "f", "t"})

    def __init__(self, shared: list[str], limits: Limits = ROSTER) -> None:
        super().__init__()
        self.shared = shared
        self.collecting = Collecting(limits)
        self.merged: list[tuple[int, int, int]] = []
        self._line = self._column = self._cells_seen = 0
        self._cells: dict[int, str] = {}
        self._kind = self._value = ""
        self._formula: str | None = None

    def begin(self, name: str, attributes: Any) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            given = attributes.get("r", "")
            following = _whole(given, LAST_LINE + 1) if given else self._line + 1
            if following <= self._line or following > LAST_LINE:
                raise Malformed(FileFault.BROKEN)
            self._line, self._column, self._cells = following, 0, {}
        elif name == "mergeCell" and len(self.merged) < MAX_MERGED:
            self._note_merged(attributes.get("ref", ""))

    def end(self, name: str, text: str) -> None:
        if name == "v":
            self._value = text
        elif name == "t":
            self._value += text
        elif name == "f":
            self._formula = text
        elif name == "c":
            if content := self._content():
                self._cells[self._column] = content
        elif name == "row" and self._cells:
            last = max(self._cells)
            self.collecting.add(self._line, [self._cells.get(column, "") for column in range(1, last + 1)])

    def _begin_cell(self, attributes: Any) -> None:
        self._cells_seen += 1
        if self._cells_seen > MAX_CELLS:
            raise Malformed(FileFault.BOMB)
        found = REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = column_number(found[1]) if found else self._column + 1
        self._kind, self._value, self._formula = attributes.get("t", "n"), "", None

    def _content(self) -> str:
        if self._formula is not None:
            return f"={self._formula}"
        if self._kind == "s":
            number = _whole(self._value, -1)
            if not 0 <= number < len(self.shared):
                raise Malformed(FileFault.BROKEN)
            return self.shared[number]
        return plain_number(self._value) if self._kind == "n" else self._value

    def _note_merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last)
        if start and end and start[2] != end[2]:
            self.merged.append((column_number(start[1]) - 1, int(start[2]), int(end[2])))


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else otherwise


def column_number(letters: str) -> int:
    """A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def plain_number(value: str) -> str:
    """`1.34E10` as 13400000000; what a spreadsheet can hold as rounded only stays in its exponent form."""
    value = value.strip()
    if not value or WHOLE.fullmatch(value):
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if number.is_finite() and -6 <= number.adjusted() < 15:
        if number == number.to_integral_value():
            return str(int(number))
        return f"{number:f}"[:40]
    return value.upper()
