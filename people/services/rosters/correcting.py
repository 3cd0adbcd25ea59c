"""A cell corrected, an organisation chosen: then every row of the file is judged again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ...enums import RosterColumn, RosterVerdict
from ...errors import PlaceUnknown
from ...models import Organisation, RosterImport, RosterRow, User
from ...querysets import under
from ...rosters.entries import TEXT_SIGN
from ...rosters.payload import open_cells, seal_cells
from ...rosters.sentences import joined, split
from ...rosters.sheets import MAX_CELL
from ...selectors.rosters import scope_of
from .columns import lock_ready, too_late
from .verdicts import PLACE_COLUMNS, Judged, Staged, judge_rows

FIELDS = ["verdict", "reasons", "open_reasons", "facts", "place", "level", "cells_sealed", "is_place_chosen"]


@transaction.atomic
def fix_cells(
    *, roster: RosterImport, number: int, texts: Mapping[RosterColumn, str], by: User, at: dt.datetime
) -> RosterRow:
    """Put other texts into cells of one row. What is typed here is meant as it stands, never rounded by Excel."""
    row = _locked_row(roster, number, by)
    cells = open_cells(row.cells_sealed, roster=roster.pk, number=number)
    for column, text in texts.items():
        sign = TEXT_SIGN if column == RosterColumn.ID_NUMBER and text.strip() else ""
        cells[column] = sign + text.strip()[:MAX_CELL]
    row.cells_sealed = seal_cells(cells, roster=roster.pk, number=number)
    if PLACE_COLUMNS.intersection(texts):
        row.is_place_chosen = False
    row.save(update_fields=["cells_sealed", "is_place_chosen"])
    _judge_again(roster, anew=number, at=at)
    facts = {"row": number, "columns": sorted(column.value for column in texts)}
    log(roster, "people.fix_roster_row", user=by, timestamp=at, data=facts)
    row.refresh_from_db()
    return row


@transaction.atomic
def choose_place(
    *, roster: RosterImport, number: int, organisation: Organisation, by: User, at: dt.datetime
) -> RosterRow:
    """Say which organisation a row means; only one that this import may put people into."""
    row = _locked_row(roster, number, by)
    if not Organisation.objects.filter(under(scope_of(roster)), pk=organisation.pk).exists():
        raise PlaceUnknown(_("This import may not put anybody into that organisation."))
    row.place, row.is_place_chosen = organisation, True
    row.save(update_fields=["place", "is_place_chosen"])
    _judge_again(roster, anew=0, at=at)
    log(roster, "people.fix_roster_row", user=by, timestamp=at, data={"row": number, "organisation": organisation.pk})
    row.refresh_from_db()
    return row


def _locked_row(roster: RosterImport, number: int, by: User) -> RosterRow:
    lock_ready(roster, by)
    row = roster.rows.filter(number=number).first()
    if row is None:
        raise too_late()
    return row


def _judge_again(roster: RosterImport, *, anew: int, at: dt.datetime) -> None:
    """Rows hang together (numbers that stand twice): all are judged. A yes stays, except on the row `anew`."""
    rows = list(roster.rows.all())
    staged = [_staged(roster.pk, row) for row in rows]
    judged = judge_rows(roster=roster, staged=staged, today=timezone.localdate(at), from_1904=roster.is_from_1904)
    changed = [row for row, verdict in zip(rows, judged, strict=True) if _take_over(row, verdict, row.number == anew)]
    RosterRow.objects.bulk_update(changed, FIELDS, batch_size=200)
    RosterImport.objects.filter(pk=roster.pk).update(worked_at=at)


def _staged(roster: uuid.UUID, row: RosterRow) -> Staged:
    cells = open_cells(row.cells_sealed, roster=roster, number=row.number)
    return Staged(row.number, row.line, cells, row.place_id if row.is_place_chosen else None)


def _take_over(row: RosterRow, judged: Judged, is_anew: bool) -> bool:
    confirmed: set[str] = set()
    if row.verdict == RosterVerdict.WARN and not is_anew:
        confirmed = set(split(row.reasons)) - set(split(row.open_reasons))
    fresh = judged.stored()
    if judged.verdict == RosterVerdict.WARN:
        fresh["open_reasons"] = joined([code for code in judged.reasons if code not in confirmed])
    before = {name: getattr(row, name) for name in fresh}
    for name, value in fresh.items():
        setattr(row, name, value)
    return before != fresh or is_anew
