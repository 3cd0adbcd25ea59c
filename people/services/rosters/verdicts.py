"""The verdict on every row of a roster: the row by itself, the rows together, the tree, and who is known already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...enums import RosterColumn, RosterVerdict, RowWarning
from ...models import RosterImport
from ...rosters.accounts import find_repeated, judge_account
from ...rosters.entries import read_entry
from ...rosters.findings import Entry
from ...rosters.places import Match, PlaceIndex
from ...rosters.sentences import joined
from ...selectors.roster_accounts import known_accounts
from ...selectors.rosters import place_index, reach_of, scope_of

PLACE_COLUMNS = {RosterColumn.PLACE, RosterColumn.TOWNSHIP, RosterColumn.COUNTY}
WARNINGS = set(RowWarning.values)


@dataclass(frozen=True)
class Staged:
    """A row to judge. `chosen` is the organisation that somebody picked for it."""

    number: int
    line: int
    cells: Mapping[RosterColumn, str]
    chosen: int | None = None


@dataclass(frozen=True)
class Judged:
    """A row with its verdict; `facts` belong to the reasons, `places` are organisations it could mean."""

    number: int
    line: int
    cells: Mapping[RosterColumn, str]
    verdict: RosterVerdict
    reasons: list[str]
    place: int | None
    level: str
    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    places: tuple[int, ...] = ()

    def stored(self) -> dict[str, Any]:
        """The columns of `RosterRow` that a verdict fills; every warning still waits for its yes."""
        is_asking = self.verdict == RosterVerdict.WARN
        return {
            "verdict": self.verdict,
            "reasons": joined(self.reasons),
            "open_reasons": joined(self.reasons) if is_asking else "",
            "facts": {"of": self.facts, "places": list(self.places)},
            "place_id": self.place,
            "level": self.level,
        }


def judge_rows(*, roster: RosterImport, staged: list[Staged], today: dt.date, from_1904: bool = False) -> list[Judged]:
    """Judge all rows of a file together, in their order."""
    index = place_index(scope_of(roster), today)
    has_places = any(PLACE_COLUMNS.intersection(row.cells) for row in staged)
    entries = [read_entry(row.number, row.line, row.cells, today=today, from_1904=from_1904) for row in staged]
    find_repeated(entries)
    accounts = known_accounts(
        (entry.id_number for entry in entries), (entry.phone for entry in entries), reach=reach_of(roster), on=today
    )
    judged = []
    for row, entry in zip(staged, entries, strict=True):
        match = Match(None)
        if entry.verdict != RosterVerdict.SKIP:
            match = _find_place(roster, index, row, has_places=has_places)
            if match.finding:
                entry.findings.append(match.finding)
            judge_account(entry, match.place.id if match.place else None, accounts)
        judged.append(_judged(row, entry, match))
    return judged


def _find_place(roster: RosterImport, index: PlaceIndex, row: Staged, *, has_places: bool) -> Match:
    """What was picked by hand, else what the row names; a file without any such column is the organisation's own."""
    chosen = row.chosen if has_places else roster.organisation_id
    if chosen is None:
        return index.find(row.cells)
    place = index.by_id.get(chosen)
    return Match(place) if place and index.is_inside(place) else index.find(row.cells)


def _judged(row: Staged, entry: Entry, match: Match) -> Judged:
    reasons = [str(finding.reason.value) for finding in entry.findings]
    facts = {str(finding.reason.value): finding.facts for finding in entry.findings if finding.facts}
    place = match.place.id if match.place else None
    return Judged(row.number, row.line, row.cells, entry.verdict, reasons, place, entry.level, facts, match.suggestions)


def is_confirmable(reason: str, place: int | None) -> bool:
    """A yes is enough, except for an abolished county without an organisation in its place."""
    return reason in WARNINGS and not (reason == RowWarning.PLACE_ABOLISHED and place is None)
