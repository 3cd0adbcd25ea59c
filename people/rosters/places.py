"""Which organisation of the tree a row means: its name, checked by the places above it that the row names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..enums import OrganisationKind, RosterColumn, RowFault, RowWarning
from .findings import Cells, Finding
from .heirs import heirs_of
from .masking import masked
from .place_names import body_of, is_named, stem
from .words import is_nothing

STEP = 4  # characters of a tree path for one level
LEVELS: dict[RosterColumn, tuple[str, ...]] = {
    RosterColumn.TOWNSHIP: (OrganisationKind.TOWNSHIP, OrganisationKind.ZONE),
    RosterColumn.COUNTY: (OrganisationKind.COUNTY,),
    RosterColumn.CITY: (OrganisationKind.CITY,),
}
FROM_BELOW = (RosterColumn.PLACE, *LEVELS, RosterColumn.PROVINCE)
MOST_SUGGESTIONS = 8


@dataclass(frozen=True)
class Place:
    """An organisation as the search needs it; `path` is its treebeard path."""

    id: int
    name: str
    kind: str
    path: str
    is_open: bool = True


@dataclass(frozen=True)
class Match:
    """The organisation meant, if one is, what to say about it, and which others it could be."""

    place: Place | None
    finding: Finding | None = None
    suggestions: tuple[int, ...] = ()


@dataclass
class Wanted:
    """The names a row gives, from the organisation upwards; a level that is missing is not asked for."""

    name: str
    above: dict[RosterColumn, str] = field(default_factory=dict)


class PlaceIndex:
    """All organisations by name. `scope` are the tree paths below which the importer may put people."""

    def __init__(self, places: Iterable[Place], *, scope: Sequence[str]) -> None:
        self.scope = tuple(scope)
        self.by_path: dict[str, Place] = {}
        self.by_id: dict[int, Place] = {}
        self.by_stem: dict[str, list[Place]] = defaultdict(list)
        self.counties: set[str] = set()
        for place in places:
            self.by_path[place.path] = place
            if not place.is_open:
                continue  # still a step on the way down to others
            self.by_id[place.id] = place
            self.by_stem[stem(place.name)].append(place)
            if place.kind == OrganisationKind.COUNTY:
                self.counties.add(place.name)

    def find(self, cells: Cells) -> Match:
        """The verdict on a row's organisation."""
        wanted = wanted_of(cells)
        if wanted is None:
            return Match(None, Finding(RowFault.PLACE_EMPTY))
        named = self.by_stem.get(stem(wanted.name), [])
        inside = [place for place in named if self.is_inside(place)]
        found = self._choose(wanted, inside)
        if found is not None:
            return found
        if self._choose(wanted, [place for place in named if not self.is_inside(place)]):
            return Match(None, Finding(RowFault.PLACE_OUTSIDE))
        return self._near(wanted, inside)

    def is_inside(self, place: Place) -> bool:
        return place.path.startswith(self.scope) if self.scope else False

    def full_name(self, place: Place) -> str:
        """From the city down, without the province."""
        steps = [self.by_path.get(place.path[:end]) for end in range(2 * STEP, len(place.path) + 1, STEP)]
        return "".join(step.name for step in steps if step) or place.name

    def _choose(self, wanted: Wanted, named: list[Place]) -> Match | None:
        """Exact names first, then the ones written a little differently; None where nothing fits."""
        fits = [(place, self._likeness(wanted, place)) for place in named]
        for likeness in (2, 1):
            close = [place for place, how in fits if how is not None and how >= likeness]
            if len(close) > 1:
                close = self._in_city(wanted, close) or close
            if len(close) == 1:
                return Match(close[0], None if likeness == 2 else self._variant(close[0]))
            if close:
                return Match(None, Finding(RowFault.PLACE_SEVERAL), ids(close))
        return None

    def _likeness(self, wanted: Wanted, place: Place) -> int | None:
        """2 exactly so, 1 written differently, None for another place. The city decides between equals only."""
        if body_of(place.name) != body_of(wanted.name) and body_of(place.name) and body_of(wanted.name):
            return None  # a village and a community of one name
        likeness = 2 if place.name == wanted.name else 1
        for column in (RosterColumn.TOWNSHIP, RosterColumn.COUNTY):
            if name := wanted.above.get(column):
                above = self._above(place, column)
                if above is None or not is_named(above.name, name):
                    return None
                if column == RosterColumn.TOWNSHIP and above.name != name:
                    likeness = 1
        return likeness

    def _above(self, place: Place, column: RosterColumn) -> Place | None:
        for end in range(STEP, len(place.path), STEP):
            step = self.by_path.get(place.path[:end])
            if step and step.kind in LEVELS[column]:
                return step
        return None

    def _in_city(self, wanted: Wanted, places: list[Place]) -> list[Place]:
        city = wanted.above.get(RosterColumn.CITY, "")
        return [place for place in places if city and self._is_in_city(place, city)]

    def _is_in_city(self, place: Place, city: str) -> bool:
        above = self._above(place, RosterColumn.CITY)
        return above is not None and is_named(above.name, city)

    def _near(self, wanted: Wanted, inside: list[Place]) -> Match:
        """Nothing fits: the county is gone, or a name above is wrong, or there is no such place at all."""
        county = wanted.above.pop(RosterColumn.COUNTY, "")
        heirs = heirs_of(county) if county not in self.counties else ()
        found = self._choose(wanted, inside) if county else None
        if found is None and wanted.above.pop(RosterColumn.TOWNSHIP, ""):
            found = self._choose(wanted, inside)
        place = found.place if found else None
        others = found.suggestions[:MOST_SUGGESTIONS] if found else ()
        if heirs:
            facts = {"county": county, "heirs": "/".join(heirs)}
            return Match(place, Finding(RowWarning.PLACE_ABOLISHED, facts), ids([place]) if place else others)
        if place:
            return Match(place, self._variant(place))
        return Match(
            None, Finding(RowFault.PLACE_UNKNOWN, {"name": masked(RosterColumn.PLACE, wanted.name)[:60]}), others
        )

    def _variant(self, place: Place) -> Finding:
        return Finding(RowWarning.PLACE_VARIANT, {"name": self.full_name(place)})


def wanted_of(cells: Cells) -> Wanted | None:
    """The deepest name a row gives is the organisation; the others are above it."""
    given = {column: "".join(cells.get(column, "").split()) for column in FROM_BELOW}
    named = [column for column in FROM_BELOW if not is_nothing(given[column])]
    if not named:
        return None
    return Wanted(given[named[0]], {column: given[column] for column in named[1:]})


def ids(places: Iterable[Place]) -> tuple[int, ...]:
    return tuple(place.id for place in places)[:MOST_SUGGESTIONS]
