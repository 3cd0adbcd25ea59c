"""The time of an attempt. Pure; instants come from the server's clock only."""

from __future__ import annotations

import datetime as dt

LONGEST = dt.timedelta(hours=24)
"""Of an attempt without a limit: nobody is kept from studying for ever by an exam that was forgotten."""

GRACE = dt.timedelta(seconds=5)
"""For an answer that was on its way when the time was over."""


def last_instant(
    *,
    began_at: dt.datetime,
    minutes: int | None,
    closes_at: dt.datetime | None,
    percent: int = 0,
    extra_minutes: int = 0,
) -> dt.datetime:
    """When an attempt ends: by its own limit or when the exam closes, whichever comes first, and then extra time.

    `percent` is of the time the attempt would have had without it; parts of a second are cut off.
    """
    ends_at = began_at + (dt.timedelta(minutes=minutes) if minutes else LONGEST)
    if closes_at is not None and began_at < closes_at < ends_at:
        ends_at = closes_at
    seconds = (ends_at - began_at) // dt.timedelta(seconds=1)
    return ends_at + dt.timedelta(seconds=seconds * percent // 100, minutes=extra_minutes)


def is_over(ends_at: dt.datetime, at: dt.datetime) -> bool:
    """Whether nothing more can be saved."""
    return at > ends_at + GRACE


def seconds_left(ends_at: dt.datetime, at: dt.datetime) -> int:
    """Whole seconds, never below nothing."""
    return max(0, (ends_at - at) // dt.timedelta(seconds=1))


def next_attempt_at(last_closed_at: dt.datetime | None, wait_minutes: int) -> dt.datetime | None:
    """From when one may try again; None: at once."""
    if last_closed_at is None or wait_minutes == 0:
        return None
    return last_closed_at + dt.timedelta(minutes=wait_minutes)
