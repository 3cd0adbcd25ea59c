"""The learner's lock: every call that counts time or issues a certificate sits at this desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from people.models import User

from .. import study
from ..clock import from_ms, to_ms
from ..errors import AccountMerged
from ..models import StudyClock, StudyProgress, StudySession
from ..state import fill_progress, pairs

CLOCK_FIELDS = (
    "last_ms",
    "epoch",
    "tick",
    "days",
    "misses",
    "busy",
    "unchecked_ms",
    "check_after_ms",
    "open_check",
)
MOVING_FIELDS = ("pending_coverage", "pending_windows", "not_counted", "position_ms", "touched_at")
CONFIRMED_FIELDS = ("coverage", "windows", "quiz_passed_at", "finished_at")


@dataclass
class Desk:
    """One learner under the lock: the clock row, its plain state, and the instant of this call in ms."""

    row: StudyClock
    clock: study.Clock
    at_ms: int

    def next_tick(self) -> int:
        """The next place in the learner's order of events."""
        self.row.tick += 1
        return self.row.tick

    def save(self) -> None:
        study.touch(self.clock, self.at_ms)
        self.row.last_ms = self.clock.last_ms
        self.row.days, self.row.misses = self.clock.days, self.clock.misses
        self.row.busy = self.clock.busy
        self.row.unchecked_ms = self.clock.unchecked_ms
        write(self.row, CLOCK_FIELDS)


def lock_learner(learner: User, *, at: dt.datetime, even_merged: bool = False) -> Desk:
    """Take the learner's lock; every call that counts time or issues goes through here, inside a transaction.

    PostgreSQL locks the row. SQLite ignores select_for_update, but the transaction began IMMEDIATE and holds the
    write lock already. Raises AccountMerged for an account that counts no more, unless only its evidence is read:
    a call that waited here while the account was merged must not go on.
    """
    locked = StudyClock.objects.select_for_update().order_by()
    rows = list(locked.filter(pk=learner.pk))
    if not rows:
        StudyClock.objects.get_or_create(learner=learner)
        rows = list(locked.filter(pk=learner.pk))
    if rows[0].is_closed and not even_merged:
        raise AccountMerged
    return desk(rows[0], at)


def desk(row: StudyClock, at: dt.datetime) -> Desk:
    clock = study.Clock(
        last_ms=row.last_ms,
        days={day: list(used) for day, used in row.days.items()},
        misses=list(row.misses),
        busy=pairs(row.busy),
        unchecked_ms=row.unchecked_ms,
    )
    return Desk(row, clock, study.instant(clock, to_ms(at)))


def save_session(row: StudySession, state: study.Session) -> None:
    row.last_at, row.active_at, row.outage_ms = from_ms(state.last_ms), from_ms(state.active_ms), state.outage_ms
    write(row, ("last_at", "active_at", "outage_ms", "last_seq"))


def save_fence(row: StudySession, state: study.Session, tick: int) -> None:
    if state.fenced_ms is None or state.frozen_ms is None:
        raise ValueError("the session is not fenced")
    row.fenced_at, row.frozen_to = from_ms(state.fenced_ms), from_ms(state.frozen_ms)
    row.fence_reason, row.fenced_tick = state.reason, tick
    row.save(update_fields=["fenced_at", "frozen_to", "fence_reason", "fenced_tick"])


def save_progress(row: StudyProgress, state: study.Progress, at_ms: int, *, moving: bool = False) -> None:
    """Store a progress. `moving`: a beat, which touches the pending part only."""
    fill_progress(row, state)
    row.touched_at = from_ms(at_ms)
    write(row, MOVING_FIELDS if moving else (*MOVING_FIELDS, *CONFIRMED_FIELDS))


def write(row: Model, names: Sequence[str]) -> None:
    """UPDATE these columns of one row. Plain SQL: much of a beat's time went into building the same statements."""
    fields = _fields(type(row))
    values = [fields[name].get_db_prep_save(getattr(row, fields[name].attname), connection) for name in names]
    key = row._meta.pk.get_db_prep_save(row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(_update(type(row), tuple(names)), [*values, key])
        if cursor.rowcount != 1:
            raise RuntimeError(f"{row._meta.db_table}: the row to update is gone")


def add(row: Model) -> None:
    """INSERT one row whose key the database gives; plain SQL for the same reason. The row does not learn its key."""
    fields = [field for field in _fields(type(row)).values() if not field.primary_key]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_insert(type(row)), values)


@cache
def _insert(model: type[Model]) -> str:
    columns = [field.column for field in _fields(model).values() if not field.primary_key]
    named, places = ", ".join(f'"{column}"' for column in columns), ", ".join("%s" for _ in columns)
    return f'INSERT INTO "{model._meta.db_table}" ({named}) VALUES ({places})'  # noqa: S608  names of our own models


@cache
def _fields(model: type[Model]) -> dict[str, Field[Any, Any]]:
    return {field.name: field for field in model._meta.concrete_fields}


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{_fields(model)[name].column}" = %s' for name in names)
    key = model._meta.pk.column
    return f'UPDATE "{model._meta.db_table}" SET {columns} WHERE "{key}" = %s'  # noqa: S608  names of our own models
