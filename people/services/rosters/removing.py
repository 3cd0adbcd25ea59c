"""Accounts and memberships that an import made, taken away where nothing hangs on them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import ForeignObjectRel
from django.db.models.deletion import ProtectedError, RestrictedError
from django.utils import timezone

from ...enums import RosterOutcome, UndoNote
from ...models import Membership, Qualification, RosterRow, User
from ...rosters.sentences import joined, split
from .levels import untouched_claims

# What an import itself leaves at a person; anything else that points to one has grown on since.
OWN = {"people.Membership", "people.RosterRow"}


def end_membership(row: RosterRow, at: dt.datetime) -> None:
    """Without the membership if nothing points to it, else with its last day today."""
    membership, row.membership = row.membership, None
    if membership is None:
        return
    RosterRow.objects.filter(membership=membership).update(membership=None)
    try:
        with transaction.atomic():
            membership.delete()
    except (ProtectedError, RestrictedError, IntegrityError):
        last = max(membership.starts_on, timezone.localdate(at))
        Membership.objects.filter(pk=membership.pk, ends_on=None).update(ends_on=last)


def remove_people(rows: list[RosterRow]) -> None:
    try:
        with transaction.atomic():
            untouched_claims().filter(person__in=[row.person_id for row in rows]).delete()
            User.objects.filter(pk__in=[row.person_id for row in rows]).delete()
        for row in rows:
            row.person = None
    except (ProtectedError, RestrictedError, IntegrityError):
        if len(rows) == 1:
            User.objects.filter(pk=rows[0].person_id).update(is_active=False)
            keep_row(rows[0], UndoNote.DISABLED)
            return
        for row in rows:
            remove_people([row])


def in_use(people: Iterable[User]) -> set[uuid.UUID]:
    return {
        person.pk
        for person in people
        if person.last_login or person.claimed_at or person.has_usable_password() or person.is_superuser
    }


def with_more(people: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those that any row of any table points to, beside what the import made."""
    found: set[uuid.UUID] = set()
    for relation in User._meta.get_fields(include_hidden=True):
        if not (isinstance(relation, ForeignObjectRel) and relation.field.concrete):
            continue
        if relation.related_model._meta.label in OWN:
            continue
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": list(people)})
        if relation.related_model is Qualification:
            rows = rows.exclude(pk__in=untouched_claims())
        found.update(rows.values_list(relation.field.name, flat=True))
    return found


def with_other_memberships(rows: list[RosterRow]) -> set[uuid.UUID]:
    own = [row.membership_id for row in rows if row.membership_id]
    people = [row.person_id for row in rows if row.person_id]
    others = Membership.objects.filter(person__in=people).exclude(pk__in=own)
    return set(others.values_list("person", flat=True))


def keep_row(row: RosterRow, note: UndoNote) -> None:
    row.outcome, row.reasons = RosterOutcome.KEPT, joined([*split(row.reasons), note.value])
