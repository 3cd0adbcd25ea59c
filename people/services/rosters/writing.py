"""The good rows of a roster become people and memberships, a chunk at a time; each chunk is one transaction.

A worker may be killed between two chunks, and two may run at once: rows that are through are not touched again.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ...enums import RosterOutcome, RosterState, RosterVerdict
from ...errors import NothingToConfirm
from ...models import RosterImport, User
from .columns import require_roster, too_late
from .purging import forget_file
from .row_writing import import_rows

CHUNK = 500
GOOD = Q(verdict=RosterVerdict.OK) | Q(verdict=RosterVerdict.WARN, open_reasons="")


@transaction.atomic
def begin_import(*, roster: RosterImport, by: User | None, at: dt.datetime) -> RosterImport:
    """Decide to import the good rows; `import_chunk` then does it. The others stay out, with their reasons."""
    require_roster(by, roster)
    total = roster.rows.filter(GOOD, outcome=RosterOutcome.PENDING).count()
    waiting = RosterImport.objects.filter(pk=roster.pk, state=RosterState.READY, purged_at=None)
    if not waiting.update(state=RosterState.WRITING, total=total, done=0, worked_at=at):
        raise too_late()
    if not total:
        raise NothingToConfirm(_("No row is good enough to import. Correct or confirm some first."))
    log(roster, "people.import_roster", user=by, timestamp=at, data={"rows": total})
    roster.refresh_from_db()
    return roster


def has_good_rows(roster: RosterImport) -> bool:
    return bool(roster.rows.filter(GOOD, outcome=RosterOutcome.PENDING).exists())


@transaction.atomic
def import_chunk(*, roster: RosterImport, at: dt.datetime) -> bool:
    """Import the next rows; false when there is nothing left to do."""
    locked = RosterImport.objects.select_for_update(of=("self",)).select_related("by", "organisation").get(pk=roster.pk)
    if locked.state != RosterState.WRITING:
        return False
    rows = list(locked.rows.filter(GOOD, outcome=RosterOutcome.PENDING).select_related("place")[:CHUNK])
    if rows:
        import_rows(locked, rows, at)
        locked.done += len(rows)
    else:
        locked.state, locked.written_at = RosterState.WRITTEN, at
        forget_file(locked)
    locked.worked_at = at
    locked.save(update_fields=["done", "worked_at", "state", "written_at"])
    return bool(rows)
