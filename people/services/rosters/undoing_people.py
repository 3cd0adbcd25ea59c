"""Taking back what one import did to people: accounts removed or disabled, fields and memberships as before."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from ...enums import RosterOutcome, UndoNote
from ...models import RosterRow, User
from ...rosters.payload import open_facts
from .levels import take_back_level
from .removing import end_membership, in_use, keep_row, remove_people, with_more, with_other_memberships

PERSON_FIELDS = ("real_name", "phone")
MEMBERSHIP_FIELDS = ("worker_category", "post", "starts_on")


def undo_created(rows: list[RosterRow], at: dt.datetime) -> None:
    """Remove the accounts that nothing hangs on; disable those that are in use or carry anything."""
    people = {row.person.pk: row.person for row in rows if row.person}
    busy = in_use(people.values()) | with_more(people)
    elsewhere = with_other_memberships(rows)
    for row in rows:
        row.outcome = RosterOutcome.UNDONE
        if row.person is None:
            continue
        end_membership(row, at)
        if row.person.pk in elsewhere:
            keep_row(row, UndoNote.ELSEWHERE)
        elif row.person.pk in busy:
            User.objects.filter(pk=row.person.pk).update(is_active=False)
            keep_row(row, UndoNote.DISABLED)
    remove_people([row for row in rows if row.person and row.outcome == RosterOutcome.UNDONE])


def undo_changed(row: RosterRow, at: dt.datetime) -> None:
    """Put back every field that still is as the import left it."""
    changes = open_facts(row.before_sealed, roster=row.roster_id, number=row.number)
    row.outcome, row.before_sealed = RosterOutcome.UNDONE, ""
    if row.person is None:
        return
    before = {name: changes[name] for name in PERSON_FIELDS if name in changes}
    # Claimed since: whoever gets the number of an account that is in use could sign in to it.
    kept = "phone" in before and bool(in_use([row.person])) and bool(before.pop("phone"))
    kept |= _restore(row.person, before)
    if row.membership:
        kept |= _restore(row.membership, {name: changes[name] for name in MEMBERSHIP_FIELDS if name in changes})
    if "id_number" in changes:
        held = User.objects.filter(pk=row.person.pk, id_number_index=changes["id_number"][1])
        kept |= not held.update(id_number_sealed="", id_number_index="")
    if "level" in changes:
        kept |= not take_back_level(row.person, changes["level"][1], at)
    if "membership" in changes:
        end_membership(row, at)
    if kept:
        keep_row(row, UndoNote.CHANGED_SINCE)


def _restore(instance: Any, changes: dict[str, list[str]]) -> bool:
    """Whether a field has changed since and therefore stays."""
    back = {name: before for name, (before, after) in changes.items() if str(getattr(instance, name)) == after}
    if back:
        try:
            with transaction.atomic():
                type(instance)._base_manager.filter(pk=instance.pk).update(**back)
        except IntegrityError:
            return True  # somebody else has that phone number by now
    return len(back) < len(changes)
