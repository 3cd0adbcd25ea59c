"""The rows that were not imported go back to whoever uploaded them; every time is noted."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log

from ...enums import RosterColumn, RosterOutcome, RosterVerdict
from ...models import RosterImport, RosterRow, User
from ...rosters.payload import open_cells
from .columns import require_roster

NOT_IMPORTED = Q(outcome__in=[RosterOutcome.PENDING, RosterOutcome.FAILED])
REFUSED = Q(verdict=RosterVerdict.ERROR) | ~Q(open_reasons="") | Q(outcome=RosterOutcome.FAILED)


@transaction.atomic
def refused_rows(*, roster: RosterImport, by: User, at: dt.datetime) -> list[tuple[RosterRow, dict[RosterColumn, str]]]:
    """Refused rows and those that wait for a yes, with their cells as they stood in the file."""
    require_roster(by, roster)
    rows = list(roster.rows.filter(NOT_IMPORTED & REFUSED).exclude(cells_sealed=""))
    log(roster, "people.download_refused_rows", user=by, timestamp=at, data={"rows": len(rows)})
    return [(row, open_cells(row.cells_sealed, roster=roster.pk, number=row.number)) for row in rows]
