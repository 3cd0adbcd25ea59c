"""Warnings get their yes: on one row, of one kind, or all."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ...enums import RosterVerdict
from ...errors import NothingToConfirm
from ...models import RosterImport, RosterRow, User
from ...rosters.sentences import joined, split
from .columns import lock_ready
from .verdicts import is_confirmable


@transaction.atomic
def confirm_rows(
    *, roster: RosterImport, by: User, at: dt.datetime, number: int | None = None, reason: str = ""
) -> int:
    """Say yes to the warnings of one row, or to one kind of warning on every row; answers how many rows changed."""
    lock_ready(roster, by)
    waiting = roster.rows.filter(verdict=RosterVerdict.WARN).exclude(open_reasons="")
    rows = waiting.filter(number=number) if number is not None else waiting.filter(open_reasons__contains=f",{reason},")
    changed = [row for row in rows if _answer(row, {reason} if reason else set(split(row.open_reasons)))]
    if not changed:
        raise NothingToConfirm(_("There is nothing to confirm here: choose the organisation, or correct the row."))
    RosterRow.objects.bulk_update(changed, ["open_reasons"], batch_size=500)
    facts = {"rows": len(changed), "reason": reason, "row": number}
    log(roster, "people.confirm_roster_rows", user=by, timestamp=at, data=facts)
    return len(changed)


@transaction.atomic
def confirm_all(*, roster: RosterImport, at: dt.datetime) -> int:
    """Every warning at once: for the command line, where the operator has said so beforehand."""
    lock_ready(roster, None)
    rows = list(roster.rows.filter(verdict=RosterVerdict.WARN).exclude(open_reasons=""))
    changed = [row for row in rows if _answer(row, set(split(row.open_reasons)))]
    RosterRow.objects.bulk_update(changed, ["open_reasons"], batch_size=500)
    log(roster, "people.confirm_roster_rows", timestamp=at, data={"rows": len(changed)})
    return len(changed)


def _answer(row: RosterRow, codes: set[str]) -> bool:
    left = [code for code in split(row.open_reasons) if code not in codes or not is_confirmable(code, row.place_id)]
    before, row.open_reasons = row.open_reasons, joined(left)
    return row.open_reasons != before
