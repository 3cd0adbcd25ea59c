"""The columns of a file assigned by hand, and remembered for the next file with the same headings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ... import rules
from ...enums import RosterColumn, RosterState
from ...errors import ColumnsMissing, NotAllowed, RosterElsewhere
from ...models import ColumnMapping, RosterImport, User
from ...rosters.columns import missing

MAY_ASSIGN = (RosterState.MAPPING, RosterState.READY)


@transaction.atomic
def set_columns(
    *, roster: RosterImport, columns: Mapping[RosterColumn, int], by: User, at: dt.datetime
) -> RosterImport:
    """Assign positions to columns; the file is then judged anew, and what was corrected or confirmed is gone."""
    require_roster(by, roster)
    require_columns(columns)
    if len(set(columns.values())) != len(columns):
        raise ColumnsMissing(_("One column of the file was chosen twice."))
    chosen = {column.value: position for column, position in columns.items()}
    waiting = RosterImport.objects.filter(pk=roster.pk, state__in=MAY_ASSIGN, purged_at=None)
    if not waiting.update(state=RosterState.READING, columns=chosen, worked_at=at):
        raise too_late()
    ColumnMapping.objects.update_or_create(
        organisation_id=roster.organisation_id,
        signature=roster.signature,
        defaults={"columns": chosen, "by": by, "at": at},
    )
    log(roster, "people.set_roster_columns", user=by, timestamp=at, data={"columns": chosen})
    roster.refresh_from_db()
    return roster


def require_columns(columns: Mapping[RosterColumn, int]) -> None:
    """Refuse where names or mobile phone numbers are not found: no row could be judged."""
    if absent := missing(columns):
        fields = {column.value: str(_("Choose the column of the file that holds this.")) for column in absent}
        raise ColumnsMissing(_("No column holds the names, or none the mobile phone numbers."), fields=fields)


def require_roster(by: User | None, roster: RosterImport) -> None:
    if by is not None and not rules.may_see_roster(by, roster):
        raise NotAllowed(_("You may not change this import."))


def too_late() -> RosterElsewhere:
    return RosterElsewhere(_("This import has moved on in the meantime. Open it again."))


def lock_ready(roster: RosterImport, by: User | None) -> None:
    """Under lock, so that nothing is corrected while it is being imported."""
    require_roster(by, roster)
    found = RosterImport.objects.select_for_update().filter(pk=roster.pk, state=RosterState.READY, purged_at=None)
    if not found.exists():
        raise too_late()
