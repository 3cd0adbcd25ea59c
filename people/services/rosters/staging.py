"""What is kept of a file that was read: its rows, and what the page for the columns shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...enums import RosterColumn, RosterOutcome
from ...models import RosterImport, RosterRow
from ...rosters.payload import seal_cells
from ...rosters.reading import Table
from ...sealing import seal
from .verdicts import Judged

SAMPLES = 3


def row_of(roster: RosterImport, judged: Judged) -> RosterRow:
    return RosterRow(
        roster=roster,
        number=judged.number,
        line=judged.line,
        cells_sealed=seal_cells(judged.cells, roster=roster.pk, number=judged.number),
        outcome=RosterOutcome.PENDING,
        **judged.stored(),
    )


def facts_of(roster: RosterImport, table: Table, columns: Mapping[RosterColumn, int]) -> dict[str, Any]:
    """What the page for the columns shows: headings and the first rows, sealed, because they may be about people."""
    shown = {
        "headings": table.heading.texts,
        "samples": [line.cells for line in table.lines if line.cells][:SAMPLES],
    }
    return {
        "headings_sealed": seal(json.dumps(shown, ensure_ascii=False), owner=roster.pk),
        "signature": table.heading.signature,
        "is_from_1904": table.from_1904,
        "columns": {column.value: position for column, position in columns.items()},
    }
