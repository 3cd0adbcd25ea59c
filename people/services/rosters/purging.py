"""What rosters say about people goes when the import is over, and at the latest after seven days."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from ...enums import RosterState
from ...models import RosterFile, RosterImport

AT_WORK = dt.timedelta(days=1)
WORKING = (RosterState.WRITING, RosterState.UNDOING)
# Where an import stays that nobody brought to its end.
ENDED = {
    RosterState.READING: RosterState.CANCELLED,
    RosterState.MAPPING: RosterState.CANCELLED,
    RosterState.READY: RosterState.CANCELLED,
    RosterState.WRITING: RosterState.WRITTEN,
    RosterState.UNDOING: RosterState.UNDONE,
}


def purge_rosters(*, at: dt.datetime) -> int:
    """Empty every import whose time is over; answers how many. Counts, verdicts and outcomes stay."""
    still_at_work = Q(state__in=WORKING, worked_at__gt=at - AT_WORK)
    due = RosterImport.objects.filter(purged_at=None, expires_at__lte=at).exclude(still_at_work)
    return sum(_purge(roster, at) for roster in due)


@transaction.atomic
def _purge(roster: RosterImport, at: dt.datetime) -> int:
    state = RosterState(roster.state)
    found = RosterImport.objects.filter(pk=roster.pk, purged_at=None, state=state)
    if not found.update(purged_at=at, headings_sealed="", state=ENDED.get(state, state)):
        return 0
    forget_file(roster)
    roster.rows.update(cells_sealed="", before_sealed="")
    return 1


def forget_file(roster: RosterImport) -> None:
    RosterFile.objects.filter(roster=roster).delete()
