"""Which column of a file means what: found by its heading, corrected by people, remembered by the headings."""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..enums import RosterColumn
from ..typing_traces import without_invisible
from .sheets import MAX_COLUMNS, Line

HEADING_LINES = 15
ALIASES = Path(__file__).parents[1] / "data" / "roster_headers.csv"
BRACKETS = re.compile(r"[(\[{\u3010\u300a].*?[)\]}\u3011\u300b]")
NOISE = re.compile(r"[\s*:_/\u3001\u3002\".,;#-]+")
WAYS_TO_FIND = (RosterColumn.PHONE, RosterColumn.ID_NUMBER, RosterColumn.PLACE)
LONGEST_HEADING = 40


@dataclass(frozen=True)
class Heading:
    """The line with the headings (counted from 1), their texts, and what the known ones mean: column to position."""

    line: int
    texts: tuple[str, ...]
    columns: Mapping[RosterColumn, int]

    @property
    def signature(self) -> str:
        """The same for files with the same headings in the same order."""
        return hashlib.sha256("\x1f".join(map(plain, self.texts)).encode(errors="surrogatepass")).hexdigest()


def plain(heading: str) -> str:
    """A heading without what people add to it: spaces, stars, signs; full width as half width."""
    return NOISE.sub("", unicodedata.normalize("NFKC", without_invisible(heading)).lower())


@cache
def aliases() -> Mapping[str, RosterColumn]:
    with ALIASES.open(encoding="utf-8-sig", newline="") as lines:
        return {plain(row["heading"]): RosterColumn(row["column"]) for row in csv.DictReader(lines)}


def meaning(heading: str) -> RosterColumn | None:
    """What a heading means; a note in brackets behind it does not matter."""
    if len(heading) > LONGEST_HEADING * 2:
        return None
    known = aliases()
    bare = BRACKETS.sub("", unicodedata.normalize("NFKC", heading))
    return known.get(plain(heading)) or known.get(plain(bare))


def fitting(cells: Sequence[str]) -> dict[RosterColumn, int]:
    """The columns that these headings name; of two with one meaning the first."""
    found: dict[RosterColumn, int] = {}
    for position, cell in enumerate(cells[:MAX_COLUMNS]):
        column = meaning(cell)
        if column and column not in found:
            found[column] = position
    return found


def find_heading(lines: Sequence[Line]) -> Heading | None:
    """Among the first 15 lines the one that names the most columns, a name and a way to find the person at least."""
    best: Heading | None = None
    for line in lines:
        if line.number > HEADING_LINES:
            break
        columns = fitting(line.cells)
        is_heading = RosterColumn.NAME in columns and any(column in columns for column in WAYS_TO_FIND)
        if is_heading and (best is None or len(columns) > len(best.columns)):
            best = Heading(line.number, line.cells, columns)
    return best


def guess_heading(lines: Sequence[Line]) -> Heading | None:
    """The first line that could be headings nobody knows: three or more short texts without long numbers."""
    for line in lines:
        texts = [cell.strip() for cell in line.cells if cell.strip()]
        if line.number > HEADING_LINES:
            break
        if len(texts) >= 3 and all(len(text) <= LONGEST_HEADING and not re.search(r"[0-9]{5}", text) for text in texts):
            return Heading(line.number, line.cells, fitting(line.cells))
    return None


def missing(columns: Mapping[RosterColumn, int]) -> list[RosterColumn]:
    """The columns without which no row can be judged."""
    return [column for column in (RosterColumn.NAME, RosterColumn.PHONE) if column not in columns]


def cells_of(line: Line, columns: Mapping[RosterColumn, int]) -> dict[RosterColumn, str]:
    return {column: line.cells[place] for column, place in columns.items() if place < len(line.cells)}
