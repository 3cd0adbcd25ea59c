"""Counties that were abolished or renamed, and where their area is now (people/data/place_changes.csv)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from ..divisions import read_divisions
from ..place_changes import read_place_changes

COUNTY = "county"


def heirs_of(county: str) -> tuple[str, ...]:
    """Names of the counties that hold the area of one that is gone under its name; empty for any other name."""
    return _all_heirs().get(county, ())


@cache
def _all_heirs() -> Mapping[str, tuple[str, ...]]:
    names = {row.code: row.name for row in read_divisions()}
    found: dict[str, list[str]] = defaultdict(list)
    for change in read_place_changes():
        is_gone = change.level == COUNTY and names.get(change.code) != change.name
        if is_gone and change.heir_code in names:
            found[change.name].append(names[change.heir_code])
    return {county: tuple(heirs) for county, heirs in found.items()}
