"""The database's clock: the only instant that evidence is dated by."""

from __future__ import annotations

import datetime as dt

from django.db import connection

QUERIES = {
    "postgresql": "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint",
    "sqlite": "SELECT CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)",
}


def database_now() -> dt.datetime:
    """Now in UTC, to the millisecond. Read once at the edge and passed down as `at`."""
    with connection.cursor() as cursor:
        cursor.execute(QUERIES[connection.vendor])
        return from_ms(cursor.fetchone()[0])


def from_ms(ms: int) -> dt.datetime:
    """An instant from milliseconds since 1970, without passing through a float."""
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=ms)


def to_ms(at: dt.datetime) -> int:
    """Milliseconds since 1970; anything finer is cut off."""
    return (at - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(milliseconds=1)
