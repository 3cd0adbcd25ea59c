"""Some rows of a roster, judged once more and written together."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from ...enums import RosterOutcome, RowFault
from ...models import RosterImport, RosterRow
from ...rosters.accounts import judge_account
from ...rosters.entries import read_entry
from ...rosters.findings import Entry
from ...rosters.payload import open_cells
from ...rosters.sentences import joined, split
from ...selectors.roster_accounts import known_accounts
from ...selectors.rosters import reach_of, scope_of
from .landing import Landing

DONE_FIELDS = ["outcome", "person", "membership", "before_sealed", "cells_sealed", "reasons"]


def import_rows(roster: RosterImport, rows: list[RosterRow], at: dt.datetime) -> None:
    """All rows in a few statements; where another writer has taken a number meanwhile, row by row."""
    try:
        with transaction.atomic():
            _land(roster, rows, at)
    except IntegrityError:
        for row in rows:
            _import_alone(roster, row.pk, at)


def _import_alone(roster: RosterImport, pk: int, at: dt.datetime) -> None:
    """From the database again: the attempt that failed has left its traces on the row in memory."""
    rows = roster.rows.select_related("place")
    try:
        with transaction.atomic():
            _land(roster, [rows.get(pk=pk)], at)
    except IntegrityError:
        row = rows.get(pk=pk)
        _fail(row, RowFault.PHONE_TAKEN.value)
        row.save(update_fields=DONE_FIELDS)


def _land(roster: RosterImport, rows: list[RosterRow], at: dt.datetime) -> None:
    """Judge once more against what the database holds now, then write."""
    today = timezone.localdate(at)
    read = [(row, _entry(roster, row, today)) for row in rows]
    accounts = known_accounts(
        (entry.id_number for _, entry in read), (entry.phone for _, entry in read), reach=reach_of(roster), on=today
    )
    scope = tuple(scope_of(roster))
    landing = Landing(roster, at)
    for row, entry in read:
        entry.findings.clear()
        account = judge_account(entry, row.place_id, accounts)
        asked = {str(finding.reason.value) for finding in entry.findings} - set(split(row.reasons))
        if row.place is None or not row.place.path.startswith(scope or ("-",)):
            _fail(row, RowFault.PLACE_OUTSIDE.value)
        elif asked:
            _fail(row, *sorted(asked))
        elif account is None:
            landing.add(row, entry)
        else:
            landing.meet(row, entry, account)
    landing.write()
    # An upsert by id: bulk_update would build a CASE of six columns times five hundred rows.
    RosterRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=DONE_FIELDS)


def _entry(roster: RosterImport, row: RosterRow, today: dt.date) -> Entry:
    cells = open_cells(row.cells_sealed, roster=roster.pk, number=row.number)
    return read_entry(row.number, row.line, cells, today=today, from_1904=roster.is_from_1904)


def _fail(row: RosterRow, *codes: str) -> None:
    row.outcome, row.reasons = RosterOutcome.FAILED, joined([*split(row.reasons), *codes])
