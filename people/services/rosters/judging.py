"""A roster is read and every row gets its verdict. Nothing is written about people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from ...enums import RosterColumn, RosterState
from ...errors import Malformed
from ...models import ColumnMapping, Organisation, RosterFile, RosterImport, RosterRow
from ...rosters.columns import cells_of, missing
from ...rosters.reading import Table, read_table
from ...sealing import unseal_bytes
from .columns import require_columns
from .purging import forget_file
from .staging import facts_of, row_of
from .verdicts import Judged, Staged, judge_rows


def judge_import(*, roster: RosterImport, at: dt.datetime) -> None:
    """Read the file and judge its rows; a file that cannot be used ends the import, nothing else is left behind.

    Delivered twice, the second time finds the import in another state and changes nothing.
    """
    kept = RosterFile.objects.filter(roster=roster).first()
    if roster.state != RosterState.READING or kept is None:
        return
    try:
        table = read_table(roster.file_name, unseal_bytes(bytes(kept.sealed), owner=roster.pk))
    except Malformed as refusal:
        _refuse(roster, refusal, at)
        return
    columns = _chosen(roster) or _remembered(roster, table) or dict(table.heading.columns)
    if missing(columns):
        _ask_for_columns(roster, table, columns, at)
        return
    _keep(roster, table, columns, _judge(roster, table, columns, at), at)


def judge_only(*, name: str, content: bytes, organisation: Organisation, at: dt.datetime) -> list[Judged]:
    """The verdicts on a file, of which nothing is kept. Raises `Malformed` or `ColumnsMissing`."""
    roster = RosterImport(organisation=organisation)
    table = read_table(name, content)
    columns = _remembered(roster, table) or dict(table.heading.columns)
    require_columns(columns)
    return _judge(roster, table, columns, at)


def _judge(roster: RosterImport, table: Table, columns: Mapping[RosterColumn, int], at: dt.datetime) -> list[Judged]:
    first = table.heading.line - 1
    staged = [Staged(line.number - first, line.number, cells_of(line, columns)) for line in table.lines]
    return judge_rows(roster=roster, staged=staged, today=timezone.localdate(at), from_1904=table.from_1904)


def _refuse(roster: RosterImport, refusal: Malformed, at: dt.datetime) -> None:
    with transaction.atomic():
        waiting = RosterImport.objects.filter(pk=roster.pk, state=RosterState.READING)
        if waiting.update(state=RosterState.REFUSED, fault=refusal.code, worked_at=at, purged_at=at):
            forget_file(roster)
    roster.refresh_from_db()


def _ask_for_columns(roster: RosterImport, table: Table, columns: Mapping[RosterColumn, int], at: dt.datetime) -> None:
    facts = facts_of(roster, table, columns)
    waiting = RosterImport.objects.filter(pk=roster.pk, state=RosterState.READING)
    waiting.update(state=RosterState.MAPPING, worked_at=at, **facts)
    roster.refresh_from_db()


@transaction.atomic
def _keep(
    roster: RosterImport,
    table: Table,
    columns: Mapping[RosterColumn, int],
    judged: list[Judged],
    at: dt.datetime,
) -> None:
    waiting = RosterImport.objects.filter(pk=roster.pk, state=RosterState.READING)
    facts = facts_of(roster, table, columns)
    if not waiting.update(state=RosterState.READY, worked_at=at, total=len(judged), done=0, **facts):
        return
    roster.rows.all().delete()
    RosterRow.objects.bulk_create((row_of(roster, row) for row in judged), batch_size=500)
    roster.refresh_from_db()


def _chosen(roster: RosterImport) -> dict[RosterColumn, int]:
    return {RosterColumn(column): position for column, position in roster.columns.items()}


def _remembered(roster: RosterImport, table: Table) -> dict[RosterColumn, int]:
    """What the organisation's people chose for the same headings before."""
    found = ColumnMapping.objects.filter(organisation=roster.organisation_id, signature=table.heading.signature).first()
    return {RosterColumn(column): position for column, position in found.columns.items()} if found else {}
