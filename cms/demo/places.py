"""The places the demonstration stands on, and finding them by the names a roster uses."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from people.divisions import EDITION, PlaceRow, read_communities, read_divisions
from people.enums import CodeSystem
from people.models import OrganisationCode
from people.services.places import load_divisions

from .accounts import account_facts
from .roster import Entry
from .words import words

Names = tuple[str, str, str]


@dataclass(frozen=True)
class Unit:
    """A community as the bureau lists it; `city` is the code of the city above it."""

    row: PlaceRow
    city: str


class Gazetteer:
    """The bureau's files, searched by name."""

    def __init__(self) -> None:
        self.divisions = list(read_divisions())
        by_code = {row.code: row for row in self.divisions}
        self.townships: dict[Names, PlaceRow] = {}
        self.cities: dict[str, str] = {}
        for row in self.divisions:
            if row.level in {"township", "functional"}:
                county = by_code[row.parent_code]
                city = by_code[county.parent_code]
                self.townships[city.name, county.name, row.name] = row
                self.cities[row.code] = city.code
        self.communities: dict[str, list[PlaceRow]] = defaultdict(list)
        for row in read_communities():
            self.communities[row.parent_code].append(row)

    def unit(self, entry: Entry) -> Unit:
        """The unit of a roster row: by its exact name, else without endings. Raises LookupError."""
        township = self.townships[entry.city, entry.county, entry.township]
        below = self.communities[township.code]
        exact = [row for row in below if row.name == entry.unit]
        alike = exact or [row for row in below if _stem(row.name) == _stem(entry.unit)]
        if not alike:
            raise LookupError(f"row {entry.number}: no such unit in its township")
        return Unit(alike[0], self.cities[township.code])


def load_places(units: list[Unit], gazetteer: Gazetteer, *, at: dt.datetime) -> int:
    """The whole of Zhejiang down to townships, and the communities that are needed; answers how many are new."""
    counties = {facts["place"][:6] for facts in account_facts() if facts["place"][4:6] != "00"}
    whole = [row for code, rows in gazetteer.communities.items() if code[:6] in counties for row in rows]
    needed = {row.code: row for row in [*whole, *(unit.row for unit in units)]}
    rows = [*gazetteer.divisions, *sorted(needed.values(), key=lambda row: row.code)]
    known = set(OrganisationCode.objects.filter(system=CodeSystem.DIVISION).values_list("code", flat=True))
    if all(row.code in known for row in rows):
        return 0
    return load_divisions(rows=rows, at=at, valid_from=EDITION).created


def _stem(name: str) -> str:
    """A community's name without the endings that come and go."""
    for ending in words("roster")["words"]["unit_suffixes"]:
        name = name.removesuffix(ending)
    return name
