"""Zhejiang's places as the statistical bureau lists them: the files in `people/data/`, edition 2023."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .enums import OrganisationKind

EDITION = dt.date(2023, 12, 31)
DATA = Path(__file__).parent / "data"
# From the top: parents are placed before their children. A level may be missing in between.
LEVELS = {
    "province": OrganisationKind.PROVINCE,
    "city": OrganisationKind.CITY,
    "county": OrganisationKind.COUNTY,
    "township": OrganisationKind.TOWNSHIP,
    "functional": OrganisationKind.ZONE,
    "community": OrganisationKind.COMMUNITY,
    "village": OrganisationKind.VILLAGE,
    "other": OrganisationKind.COMMUNITY,
}
ORDER = {level: place for place, level in enumerate(LEVELS)}


@dataclass(frozen=True)
class PlaceRow:
    """One line of a file of places; `line` counts from 1, the heading included."""

    line: int
    code: str
    name: str
    level: str
    parent_code: str


def read_divisions(path: Path = DATA / "zhejiang_divisions.csv") -> Iterator[PlaceRow]:
    """Province, cities, counties, townships and zones."""
    return _read(path, "level")


def read_communities(path: Path = DATA / "zhejiang_communities.csv") -> Iterator[PlaceRow]:
    """Communities, villages and the few areas that are neither."""
    return _read(path, "kind")


def short_code(code: str) -> str:
    """A code without the zeros that fill it up to twelve digits."""
    code = code.strip()
    if len(code) == 12 and code.endswith("000"):
        return code[:6] if code.endswith("000000") else code[:9]
    return code


def _read(path: Path, level: str) -> Iterator[PlaceRow]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            yield PlaceRow(
                reader.line_num, _text(row, "code"), _text(row, "name"), _text(row, level), _text(row, "parent_code")
            )


def _text(row: Mapping[str, str | None], column: str) -> str:
    return (row[column] or "").strip()
