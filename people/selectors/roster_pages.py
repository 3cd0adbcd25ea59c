"""What the pages of an import show: counts, and rows with their cells masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..enums import RosterColumn, RosterOutcome, RosterVerdict
from ..models import Organisation, RosterImport, RosterRow
from ..phones import mask_phone
from ..rosters.masking import masked, to_edit
from ..rosters.payload import open_cells
from ..rosters.sentences import column_of, sentence_of, split

SHOWN = (RosterColumn.NAME, RosterColumn.ID_NUMBER, RosterColumn.PHONE, RosterColumn.PLACE, RosterColumn.STARTS_ON)


@dataclass(frozen=True)
class Reason:
    """Why a row is not simply good. `column` is the cell to correct, empty where none is; `value` what stands there."""

    code: str
    sentence: str
    column: str = ""
    label: str = ""
    value: str = ""


@dataclass(frozen=True)
class RowFacts:
    """A row of the preview: numbers masked, reasons as sentences, organisations that it could mean."""

    number: int
    line: int
    verdict: str
    verdict_label: str
    outcome_label: str
    cells: tuple[str, ...]
    place: str
    reasons: tuple[Reason, ...]
    is_open: bool
    suggestions: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Counts:
    """Rows by verdict and outcome; `good` can be imported now; `open` are warnings that wait, with how many rows."""

    verdicts: dict[str, int]
    outcomes: dict[str, int]
    good: int
    open: tuple[tuple[str, str, int], ...]


def count_rows(roster: RosterImport) -> Counts:
    """One query."""
    verdicts: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    good = 0
    for verdict, outcome, codes in roster.rows.values_list("verdict", "outcome", "open_reasons").iterator():
        verdicts[verdict] += 1
        outcomes[outcome] += 1
        waiting.update(split(codes))
        good += verdict == RosterVerdict.OK or (verdict == RosterVerdict.WARN and not codes)
    kinds = tuple((code, _in_general(code), number) for code, number in waiting.most_common())
    return Counts(dict(verdicts), dict(outcomes), good, kinds)


def row_facts(roster: RosterImport, rows: Iterable[RosterRow]) -> list[RowFacts]:
    """For one page of rows; one more query for the organisations that are suggested."""
    page = list(rows)
    wanted = {pk for row in page for pk in row.facts.get("places", ())}
    names = full_names(wanted) if wanted else {}
    return [_facts(roster, row, names) for row in page]


def full_names(pks: Iterable[int]) -> dict[int, str]:
    """From the city down; two queries."""
    places = {place.pk: place for place in Organisation.objects.filter(pk__in=list(pks))}
    paths = {place.path[:end] for place in places.values() for end in range(8, len(place.path) + 1, 4)}
    steps = dict(Organisation.objects.filter(path__in=paths).values_list("path", "name"))
    return {
        pk: "".join(steps.get(place.path[:end], "") for end in range(8, len(place.path) + 1, 4)) or place.name
        for pk, place in places.items()
    }


def _facts(roster: RosterImport, row: RosterRow, names: dict[int, str]) -> RowFacts:
    cells = open_cells(row.cells_sealed, roster=roster.pk, number=row.number)
    facts = row.facts.get("of", {})
    return RowFacts(
        number=row.number,
        line=row.line,
        verdict=row.verdict,
        verdict_label=str(RosterVerdict(row.verdict).label),
        outcome_label=str(RosterOutcome(row.outcome).label),
        cells=_shown(row, cells),
        place=row.place.name if row.place else "",
        reasons=tuple(_reason(code, facts.get(code, {}), cells) for code in split(row.reasons)),
        is_open=bool(row.open_reasons),
        suggestions=tuple((pk, names[pk]) for pk in row.facts.get("places", ()) if pk in names),
    )


def _shown(row: RosterRow, cells: dict[RosterColumn, str]) -> tuple[str, ...]:
    """What the file said, or, where that was purged after the import, who the person is."""
    if not cells and row.person:
        return (row.person.real_name, "", mask_phone(row.person.phone) if row.person.phone else "", "", "")
    return tuple(masked(column, cells.get(column, "")) for column in SHOWN)


def _reason(code: str, facts: dict[str, str], cells: dict[RosterColumn, str]) -> Reason:
    column = column_of(code, facts)
    if column is None or not cells:
        return Reason(code, sentence_of(code, facts))
    value = to_edit(column, cells.get(column, ""))
    return Reason(code, sentence_of(code, facts), column.value, str(column.label), value)


def _in_general(code: str) -> str:
    """A warning without the facts of one row."""
    return sentence_of(code, dict.fromkeys(("character", "name", "county", "heirs"), "…"))
