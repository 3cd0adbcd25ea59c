"""What became of places before the edition that is loaded (people/data/place_changes.csv), with its sources."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .divisions import DATA


@dataclass(frozen=True)
class PlaceChange:
    """One line: a place and one heir. `keeps`: the place went on and only gave something away, or got a new name.

    `valid_from` and the day before `effective_on` bound the time in which `code` stood for `name`.
    """

    kind: str
    code: str
    name: str
    level: str
    parent_code: str
    valid_from: dt.date
    effective_on: dt.date
    keeps: bool
    heir_code: str
    citation: str
    is_verified: bool


def read_place_changes(path: Path = DATA / "place_changes.csv") -> Iterator[PlaceChange]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield PlaceChange(
                kind=row["kind"],
                code=row["code"],
                name=row["name"],
                level=row["level"],
                parent_code=row["parent_code"],
                valid_from=dt.date.fromisoformat(row["valid_from"]),
                effective_on=dt.date.fromisoformat(row["effective_on"]),
                keeps=row["keeps"] == "true",
                heir_code=row["heir_code"],
                citation=row["citation"],
                is_verified=row["verified"] == "true",
            )
