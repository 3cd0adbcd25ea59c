"""Which column of a table of questions means what, by its heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from people.rosters.columns import plain
from people.rosters.sheets import Line

from .found import Cells
from .words import headings, spellings

HEADING_LINES = 15
MOST_OPTION_COLUMNS = 60
BRACKETS = re.compile("[(\\[{\u3010\u300a][^)\\]}\u3011\u300b]{0,40}[)\\]}\u3011\u300b]")
LONGEST = 40


@dataclass(frozen=True)
class Columns:
    """`columns`: name to position; `options`: positions of the options in their order; `texts`: all headings."""

    columns: dict[str, int] = field(default_factory=dict)
    options: list[int] = field(default_factory=list)
    texts: tuple[str, ...] = ()

    def cells(self, cells: Sequence[str]) -> Cells:
        """The fields of a row; none for a row without a question, options and answer."""
        found: Cells = {
            name: cells[place]
            for name, place in self.columns.items()
            if place < len(cells) and cells[place].strip() and name not in {"options", "number"}
        }
        options = [cells[place] if place < len(cells) else "" for place in self.options]
        if not options and (place := self.columns.get("options")) is not None and place < len(cells):
            options = split_options(cells[place])
        if any(option.strip() for option in options):
            found["options"] = options
        return found

    def unknown(self, cells: Sequence[str]) -> list[str]:
        """Headings without a meaning under which the row holds something."""
        known = {*self.columns.values(), *self.options}
        filled = [place for place, cell in enumerate(cells) if cell.strip() and place not in known]
        return [
            self.texts[place].strip() or str(place + 1) if place < len(self.texts) else str(place + 1)
            for place in filled
        ]


def find_columns(lines: Sequence[Line]) -> tuple[Line, Columns] | None:
    """Among the first 15 lines the one that names the most columns, the question at least and one more."""
    best: tuple[Line, Columns] | None = None
    for line in lines:
        if line.number > HEADING_LINES:
            break
        columns = columns_of(line.cells)
        size = len(columns.columns) + len(columns.options)
        if "stem" in columns.columns and size >= 2 and (best is None or size > _size(best[1])):
            best = (line, columns)
    return best


def columns_of(cells: Sequence[str]) -> Columns:
    columns: dict[str, int] = {}
    options: dict[int, int] = {}
    for position, cell in enumerate(cells):
        if not cell.strip() or len(cell) > LONGEST:
            continue
        bare = BRACKETS.sub("", unicodedata.normalize("NFKC", cell))
        name = headings().get(plain(cell)) or headings().get(plain(bare))
        number = None if name else option_number(plain(bare) or plain(cell))
        if name:
            columns.setdefault(name, position)
        elif number is not None:
            options.setdefault(number, position)
    return Columns(columns, [options[number] for number in sorted(options)], tuple(cells))


def option_number(heading: str) -> int | None:
    """0 for the heading of the first option, such as a letter, or a word for option with letter or number."""
    found = _option_heading().fullmatch(heading)
    if found is None:
        return None
    mark = found["after"] or found["before"] or found["bare"]
    number = ord(mark) - 97 if mark.isalpha() else int(mark) - 1
    return number if 0 <= number < MOST_OPTION_COLUMNS else None


def split_options(cell: str) -> list[str]:
    """One cell with all options: a line each, or between bars, or between semicolons."""
    for separators in ("\n", "|\uff5c", ";\uff1b"):
        parts = [part.strip() for part in re.split(f"[{separators}]", cell) if part.strip()]
        if len(parts) > 1:
            return parts
    return [cell.strip()]


def _size(columns: Columns) -> int:
    return len(columns.columns) + len(columns.options)


@cache
def _option_heading() -> re.Pattern[str]:
    words = "|".join(re.escape(plain(word)) for word in spellings("option_word"))
    mark = "[a-z]|[0-9]{1,2}"
    return re.compile(f"(?:{words})(?P<after>{mark})|(?P<before>{mark})(?:{words})|(?P<bare>[a-z])")
