"""New places put into the tree in bulk: paths are worked out in memory, then written in a few statements."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from ..divisions import LEVELS, PlaceRow
from ..enums import CodeSystem, PlaceFault
from ..models import Organisation, OrganisationCode


@dataclass
class PlacesLoaded:
    """What a load did; `refused` names line, code and reason of the rows left out."""

    created: int = 0
    renamed: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str, PlaceFault]] = field(default_factory=list)


class Planting:
    """New places in memory, with the tree paths they will have."""

    def __init__(self, valid_from: dt.date) -> None:
        self.valid_from = valid_from
        self.done = PlacesLoaded()
        self.new: dict[str, Organisation] = {}
        self.changed: dict[int, Organisation] = {}
        self.seen: set[str] = set()
        codes = OrganisationCode.objects.filter(system=CodeSystem.DIVISION, valid_to=None)
        self.known = {held.code: held.organisation for held in codes.select_related("organisation")}
        # The last step taken below each path, by whatever kind of organisation.
        self.steps: dict[str, int] = defaultdict(int)
        for path in Organisation.objects.values_list("path", flat=True):
            above, step = path[: -Organisation.steplen], Organisation._str2int(path[-Organisation.steplen :])
            self.steps[above] = max(self.steps[above], step)

    def add(self, row: PlaceRow) -> None:
        if fault := self._fault(row):
            self.done.refused.append((row.line, row.code, fault))
            return
        self.seen.add(row.code)
        if row.code not in self.known:
            self._place(row)
        elif self.known[row.code].name == row.name:
            self.done.unchanged += 1
        else:
            self.known[row.code].name = row.name
            self.changed[self.known[row.code].pk] = self.known[row.code]
            self.done.renamed += 1

    def _fault(self, row: PlaceRow) -> PlaceFault | None:
        if not (row.code.isascii() and row.code.isdecimal()):
            return PlaceFault.CODE
        if not row.name:
            return PlaceFault.NAME
        if row.level not in LEVELS:
            return PlaceFault.LEVEL
        if row.parent_code and row.parent_code not in self.known:
            return PlaceFault.PARENT
        return PlaceFault.TWICE if row.code in self.seen else None

    def _place(self, row: PlaceRow) -> None:
        parent = self.known.get(row.parent_code)
        above, depth = (parent.path, parent.depth + 1) if parent else ("", 1)
        self.steps[above] += 1
        place = Organisation(
            path=Organisation._get_path(above, depth, self.steps[above]),
            depth=depth,
            name=row.name,
            kind=LEVELS[row.level],
        )
        self.known[row.code] = self.new[row.code] = place
        self.done.created += 1
        if parent:
            parent.numchild += 1
            if parent.pk:
                self.changed[parent.pk] = parent

    def write(self) -> None:
        Organisation.objects.bulk_create(self.new.values(), batch_size=500)
        Organisation.objects.bulk_update(self.changed.values(), ["name", "numchild"], batch_size=200)
        OrganisationCode.objects.bulk_create(
            (
                OrganisationCode(organisation=place, system=CodeSystem.DIVISION, code=code, valid_from=self.valid_from)
                for code, place in self.new.items()
            ),
            batch_size=500,
        )
