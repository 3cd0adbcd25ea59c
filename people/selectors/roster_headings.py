"""The headings of a file that waits for its columns."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ..enums import RosterColumn
from ..models import RosterImport
from ..rosters.masking import masked_sample, shortened
from ..sealing import unseal


@dataclass(frozen=True)
class Headings:
    """The headings of a file with what its first rows hold there, to assign the columns by."""

    texts: tuple[str, ...]
    samples: tuple[str, ...]


def headings_of(roster: RosterImport) -> Headings:
    if not roster.headings_sealed:
        return Headings((), ())
    kept = json.loads(unseal(roster.headings_sealed, owner=roster.pk))
    texts = tuple(kept["headings"])
    by_position = {position: RosterColumn(column) for column, position in roster.columns.items()}
    samples = []
    for position in range(len(texts)):
        column = by_position.get(position, RosterColumn.ID_NUMBER)
        found = [row[position] for row in kept["samples"] if position < len(row) and row[position].strip()]
        samples.append(", ".join(shortened(masked_sample(column, text)) for text in found))
    return Headings(texts, tuple(samples))
