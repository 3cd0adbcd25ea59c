"""Nothing is imported, and the file is forgotten."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from wagtail.log_actions import log

from ...enums import RosterState
from ...models import RosterImport, User
from .columns import require_roster, too_late
from .purging import forget_file


@transaction.atomic
def cancel_import(*, roster: RosterImport, by: User, at: dt.datetime) -> None:
    """Import nothing, and forget the file and its rows."""
    require_roster(by, roster)
    waiting = RosterImport.objects.filter(
        pk=roster.pk, state__in=[RosterState.READING, RosterState.MAPPING, RosterState.READY]
    )
    if not waiting.update(state=RosterState.CANCELLED, worked_at=at, purged_at=at, headings_sealed=""):
        raise too_late()
    forget_file(roster)
    roster.rows.update(cells_sealed="")
    log(roster, "people.cancel_roster", user=by, timestamp=at)
    roster.refresh_from_db()
