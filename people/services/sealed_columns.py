"""Which columns hold sealed values. Apps above register columns of their own."""

from __future__ import annotations

import uuid

from ..sealed_values import SealedColumn

COLUMNS: list[SealedColumn] = [
    SealedColumn("people.User", "id_number_sealed", lambda row: row.pk, index="id_number_index"),
    SealedColumn("people.CorrectionRequest", "before_sealed", lambda row: row.person_id, needs=("person_id",)),
    SealedColumn("people.CorrectionRequest", "after_sealed", lambda row: row.person_id, needs=("person_id",)),
    SealedColumn("people.RosterImport", "headings_sealed", lambda row: row.pk),
    SealedColumn("people.RosterFile", "sealed", lambda row: row.pk, form="bytes"),
    *(
        SealedColumn(
            "people.RosterRow",
            column,
            lambda row: uuid.uuid5(row.roster_id, str(row.number)),
            needs=("roster_id", "number"),
        )
        for column in ("cells_sealed", "before_sealed")
    ),
]
"""Files are not columns: evidence of qualifications is resealed beside them, exports expire within seven days."""


def register_sealed(column: SealedColumn) -> None:
    """For an app's configuration; twice changes nothing."""
    if column.name not in {known.name for known in COLUMNS}:
        COLUMNS.append(column)
