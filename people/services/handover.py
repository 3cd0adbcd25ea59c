"""Roles moved on from one organisation to another from a day on: the old ones end the day before, new ones begin."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from ..models import Membership, Organisation

BATCH = 500
Key = tuple[Any, str]


def still_on(day: dt.date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gte=day)


def hand_over(memberships: Iterable[Membership], heir: Organisation, day: dt.date) -> int:
    """Move on what is in force on `day` or begins later; answers how many roles were begun at the heir.

    Who holds the same role at the heir already gets no second one for the same time.
    """
    held = list(memberships)
    there = _held_at(heir, day, {one.person_id for one in held})
    running = [one for one in held if one.starts_on < day]
    begun = [new for one in running for new in _successors(one, heir, day, there[one.person_id, one.role])]
    pks = [one.pk for one in running]
    for start in range(0, len(pks), BATCH):
        Membership.objects.filter(pk__in=pks[start : start + BATCH]).update(ends_on=day - dt.timedelta(days=1))
    Membership.objects.bulk_create(begun, batch_size=BATCH)
    for new in begun:
        there[new.person_id, new.role].append(new)
    # What begins on the day or later never held at the old organisation: it is the heir's from its first day.
    later = [one for one in held if one.starts_on >= day]
    for one in later:
        _repoint(one, heir, there[one.person_id, one.role])
    Membership.objects.bulk_update(later, ["organisation", "ends_on"], batch_size=BATCH)
    return len(begun)


def _held_at(heir: Organisation, day: dt.date, people: set[Any]) -> dict[Key, list[Membership]]:
    there: dict[Key, list[Membership]] = defaultdict(list)
    for one in Membership.objects.filter(still_on(day), organisation=heir).order_by("starts_on"):
        if one.person_id in people:
            there[one.person_id, one.role].append(one)
    return there


def _successors(one: Membership, heir: Organisation, day: dt.date, there: Sequence[Membership]) -> list[Membership]:
    """The new role, cut where the heir's own of the same person cover the time."""
    start, parts = day, []
    for other in sorted(there, key=lambda held: held.starts_on):
        if one.ends_on is not None and other.starts_on > one.ends_on:
            break
        if other.starts_on > start:
            parts.append(_part(one, heir, start, other.starts_on - dt.timedelta(days=1)))
        if other.ends_on is None:
            return parts
        start = max(start, other.ends_on + dt.timedelta(days=1))
    if one.ends_on is None or start <= one.ends_on:
        parts.append(_part(one, heir, start, one.ends_on))
    return parts


def _part(one: Membership, heir: Organisation, starts_on: dt.date, ends_on: dt.date | None) -> Membership:
    return Membership(
        person_id=one.person_id,
        organisation=heir,
        role=one.role,
        worker_category=one.worker_category,
        post=one.post,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _repoint(one: Membership, heir: Organisation, there: list[Membership]) -> None:
    """Two open roles of one kind cannot stand side by side: the later one is kept as a day's note."""
    one.organisation = heir
    if one.ends_on is None and any(other.ends_on is None for other in there):
        one.ends_on = one.starts_on
    there.append(one)
