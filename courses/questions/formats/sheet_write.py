"""Questions as a workbook in the product's own layout."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from people.spreadsheets import Column, open_table

from .answers import letter
from .fields import options_in, text_in
from .found import Cells
from .words import heading_of, spellings

FIRST = ("kind", "stem")
REST = (
    *("answer", "explanation", "difficulty", "tags", "points", "weights", "reference", "rubric", "settings", "case"),
)
FEWEST_OPTIONS = 6
WIDTHS = {"stem": 60, "answer": 16, "explanation": 40, "reference": 40, "rubric": 30, "settings": 30}
MOST_IN_CELL = 32_767


def write_sheet(file: IO[bytes], questions: Iterable[Cells], more: Iterable[tuple[str, list[str]]] = ()) -> None:
    """`more` are further columns: a heading, and a text for each question."""
    listed = list(questions)
    count = max([FEWEST_OPTIONS, *(len(options_in(row)) for cells in listed for row in [cells, *_parts(cells)])])
    option = spellings_first("option_word")
    headings = [
        *map(heading_of, FIRST),
        *(f"{option}{letter(place)}" for place in range(count)),
        *map(heading_of, REST),
    ]
    extra = list(more)
    widths = [WIDTHS.get(name, 14) for name in (*FIRST, *([""] * count), *REST)]
    columns = [Column(text, width=width) for text, width in zip(headings, widths, strict=True)]
    with open_table(file, file_format="xlsx", columns=[*columns, *(Column(name, 40) for name, _ in extra)]) as table:
        for number, cells in enumerate(listed):
            label = str(number + 1) if cells.get("parts") else ""
            beside = [texts[number] for _, texts in extra]
            table.row([*_row(cells, count, label), *beside])
            for part in _parts(cells):
                table.row(_row(part, count, label))


def spellings_first(kind: str) -> str:
    """The word that we write, which is the shortest."""
    return min(spellings(kind), key=len)


def _parts(cells: Cells) -> list[Cells]:
    given = cells.get("parts")
    return [part for part in given if isinstance(part, dict)] if isinstance(given, list) else []


def _row(cells: Cells, count: int, label: str) -> list[str]:
    options = options_in(cells)
    filled = [*options, *[""] * (count - len(options))]
    rest = [label if name == "case" else text_in(cells, name) for name in REST]
    return [*(text_in(cells, name) for name in FIRST), *filled, *rest]
