"""Counting checks, one step a window, so that parallel requests cannot take one place twice."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from ..errors import TooManyChecks
from ..limits import DAY, MINUTE, Limits
from ..models import CheckCount

# One statement on both databases; the ORM's update and create would be two, with a race between them.
COUNT = """
INSERT INTO certificates_checkcount (key, taken, expires_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET taken = certificates_checkcount.taken + 1 RETURNING taken
"""


def count_check(asker: str, at: dt.datetime, limits: Limits) -> None:
    """Count one check of a network or an account. Raises TooManyChecks with the seconds to wait.

    A check refused by the minute does not count for the day: who waits as told is not locked out until tomorrow.
    """
    second = int(at.timestamp())
    wait = 0
    with transaction.atomic(savepoint=False):
        for length, most in ((MINUTE, limits.per_minute), (DAY, limits.per_day)):
            window, passed = divmod(second, length)
            taken = _take(f"{length}:{window}:{asker}", at + dt.timedelta(seconds=length - passed))
            if taken > most:
                wait = length - passed
                break
        if not wait and taken == 1:  # the asker's first check of the day clears what nobody needs any more
            CheckCount.objects.filter(expires_at__lt=at).delete()
    if wait:
        raise TooManyChecks(wait)


def _take(key: str, expires_at: dt.datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key, connection.ops.adapt_datetimefield_value(expires_at)])
        return int(cursor.fetchone()[0])
