"""Rows of a table as questions; rows of one case become one question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ...enums import BankKind
from ...enums.question_faults import QuestionFault, QuestionNote
from ...enums.question_imports import PlaceKind
from .fields import all_texts, text_in
from .found import Cells, Parsed, at
from .layout_read import read_cells
from .words import value_of, written

SHORTEST_MATERIAL = 16
"""A label this long is the text of the case itself."""


@dataclass
class Row:
    place: str
    cells: Cells
    unknown: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return text_in(self.cells, "case").strip()

    @property
    def is_case(self) -> bool:
        return value_of("kind", text_in(self.cells, "kind")) == BankKind.CASE.value


def questions_of(rows: Iterable[Row]) -> Iterator[Parsed]:
    """In the order of the file."""
    waiting: list[Row] = []
    for row in rows:
        if waiting and (row.label != waiting[0].label or not row.label or row.is_case):
            yield _case(waiting)
            waiting = []
        if row.label or row.is_case:
            waiting.append(row)
        else:
            yield _question(row.place, row.cells, [row])
    if waiting:
        yield _case(waiting)


def _case(rows: list[Row]) -> Parsed:
    first = rows[0]
    if first.is_case:
        head, parts = dict(first.cells), rows[1:]
    elif len(first.label) >= SHORTEST_MATERIAL:
        head, parts = {"kind": written("kind", BankKind.CASE.value), "stem": first.label}, rows
    else:
        parsed = _question(first.place, first.cells, rows)
        parsed.draft = None
        parsed.fault(QuestionFault.CASE_UNKNOWN, label=first.label)
        return parsed
    head.pop("case", None)
    head["parts"] = [{name: value for name, value in row.cells.items() if name != "case"} for row in parts]
    return _question(first.place, head, rows)


def _question(place: str, cells: Cells, rows: list[Row]) -> Parsed:
    parsed = at(PlaceKind.ROW, place)
    parsed.cells = cells
    unknown = list(dict.fromkeys(name for row in rows for name in row.unknown))
    if unknown:
        parsed.note(QuestionNote.UNKNOWN_COLUMNS, columns=", ".join(unknown))
    if any(text.lstrip().startswith("=") for row in rows for text in all_texts(row.cells)):
        parsed.note(QuestionNote.FORMULA)
    read_cells(parsed)
    return parsed
