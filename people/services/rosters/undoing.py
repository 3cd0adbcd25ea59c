"""An import taken back within 24 hours: who came with it goes, what it changed is as before.

Nothing is taken away that has grown on since: then the account is disabled, or the later change stays, and the row
says so.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ...enums import RosterOutcome, RosterState
from ...errors import UndoTooLate
from ...models import RosterImport, RosterRow, User
from ..log_rows import log_people
from .columns import require_roster, too_late
from .undoing_people import undo_changed, undo_created

IN_TIME = dt.timedelta(hours=24)
CHUNK = 200
TO_UNDO = (RosterOutcome.CREATED, RosterOutcome.CHANGED)


@transaction.atomic
def begin_undo(*, roster: RosterImport, by: User, at: dt.datetime) -> RosterImport:
    """Decide to take an import back; `undo_chunk` then does it."""
    require_roster(by, roster)
    if roster.written_at is not None and at - roster.written_at > IN_TIME:
        raise UndoTooLate(_("An import can be undone within 24 hours. Change the people one by one."))
    waiting = RosterImport.objects.filter(pk=roster.pk, state=RosterState.WRITTEN, purged_at=None)
    total = roster.rows.filter(outcome__in=TO_UNDO).count()
    if not waiting.update(state=RosterState.UNDOING, total=total, done=0, worked_at=at):
        raise too_late()
    log(roster, "people.undo_roster", user=by, timestamp=at, data={"rows": total})
    roster.refresh_from_db()
    return roster


@transaction.atomic
def undo_chunk(*, roster: RosterImport, at: dt.datetime) -> bool:
    """Take the next rows back; false when there is nothing left to do."""
    locked = RosterImport.objects.select_for_update(of=("self",)).select_related("by").get(pk=roster.pk)
    if locked.state != RosterState.UNDOING:
        return False
    rows = list(locked.rows.filter(outcome__in=TO_UNDO).select_related("person", "membership")[:CHUNK])
    people = [(row.person, {"roster": str(locked.pk), "row": row.number}) for row in rows if row.person]
    log_people(people, "people.undo_by_roster", by=locked.by, at=at, batch=locked.pk)
    undo_created([row for row in rows if row.outcome == RosterOutcome.CREATED], at)
    for row in rows:
        if row.outcome == RosterOutcome.CHANGED:
            undo_changed(row, at)
    RosterRow.objects.bulk_update(rows, ["outcome", "reasons", "before_sealed"], batch_size=100)
    locked.done, locked.worked_at = locked.done + len(rows), at
    if not rows:
        locked.state = RosterState.UNDONE
    locked.save(update_fields=["done", "worked_at", "state"])
    return bool(rows)
