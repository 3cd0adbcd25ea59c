"""Both formats behind one writer: a header, then rows as they come; nothing is kept in memory."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Protocol

from .cells import defused, plain
from .xlsx import Workbook

BYTE_ORDER_MARK = "\ufeff"
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True)
class Column:
    """A heading, and the width in characters that xlsx gives it."""

    heading: str
    width: int = 16


class TableWriter(Protocol):
    def row(self, values: Iterable[object]) -> None:
        """One row, in the order of the columns."""


class _Lines:
    """A file for the csv module that gives each line back."""

    def write(self, line: str) -> str:
        return line


class _Xlsx:
    def __init__(self, book: Workbook) -> None:
        self.book = book

    def row(self, values: Iterable[object]) -> None:
        self.book.add([plain(value) for value in values])


class _Csv:
    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def row(self, values: Iterable[object]) -> None:
        self.file.write(csv_line(values).encode())


@contextmanager
def open_table(
    file: IO[bytes], *, file_format: str, columns: Sequence[Column], note: str = ""
) -> Iterator[TableWriter]:
    """Write a table into `file`, which needs no more than `write` and `flush`; the caller closes it.

    `note` says whose file it is: in xlsx above the header and at the foot of each printed page, in csv in the last
    line, so that the first is the header in either case to whoever reads the file again.
    """
    if file_format == "xlsx":
        book = Workbook(
            file,
            headings=[str(plain(column.heading) or "") for column in columns],
            widths=[column.width for column in columns],
            note=note,
        )
        try:
            yield _Xlsx(book)
        finally:
            book.close()
    elif file_format == "csv":
        file.write((BYTE_ORDER_MARK + csv_line(column.heading for column in columns)).encode())
        yield _Csv(file)
        if note:
            file.write(csv_line([note]).encode())
    else:
        raise ValueError("a table is written as xlsx or csv")


def csv_line(values: Iterable[object]) -> str:
    """One line; numbers stay numbers, texts are defused."""
    cells = [defused(cell) if isinstance(cell, str) else cell for cell in map(plain, values)]
    return str(csv.writer(_Lines()).writerow(cells))  # writerow answers what `write` did


def csv_lines(headings: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """A csv file line by line, for a response that streams."""
    yield (BYTE_ORDER_MARK + csv_line(headings)).encode()
    for row in rows:
        yield csv_line(row).encode()
