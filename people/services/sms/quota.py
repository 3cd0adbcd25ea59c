"""Limits held by the database: one conditional statement each, so that parallel requests never share a place."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F

from ...models import SmsQuota
from ...sms_limits import Limit

# No row comes back where the limit is reached. The ORM's update and create would be two statements with a race.
TAKE = """
INSERT INTO people_smsquota (key, taken, resets_at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET
    taken = CASE WHEN people_smsquota.resets_at <= %s THEN 0 ELSE people_smsquota.taken END + excluded.taken,
    resets_at = CASE WHEN people_smsquota.resets_at <= %s THEN excluded.resets_at ELSE people_smsquota.resets_at END
WHERE people_smsquota.resets_at <= %s OR people_smsquota.taken < %s
RETURNING taken
"""


def take(limit: Limit, *, at: dt.datetime, amount: int = 1) -> int:
    """Take one place: 0, or the seconds to wait when there is none. With `amount=0` only see whether there is one."""
    if limit.most < 1:
        return limit.seconds
    now = connection.ops.adapt_datetimefield_value(at)
    until = connection.ops.adapt_datetimefield_value(at + dt.timedelta(seconds=limit.seconds))
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [limit.key, amount, until, now, now, now, limit.most])
        if cursor.fetchone():
            return 0
    # Nothing there: given back since the statement above, so the place is free again.
    resets_at = SmsQuota.objects.filter(key=limit.key).values_list("resets_at", flat=True).first() or at
    return max(1, math.ceil((resets_at - at).total_seconds()))


def give_back(limits: Iterable[Limit]) -> None:
    """Undo `take`; a place taken alone frees its whole time, so that the next one is counted from its own instant."""
    for limit in limits:  # one by one, in the order in which they are taken: else two requests could deadlock
        row = SmsQuota.objects.filter(key=limit.key)
        row.filter(taken__gt=0).update(taken=F("taken") - 1)
        row.filter(taken=0).delete()


def clear_away_counts(*, at: dt.datetime) -> int:
    """Remove counts whose time is over; those in use at this moment wait for the next cleaning."""
    with transaction.atomic():
        over = SmsQuota.objects.select_for_update(skip_locked=True).filter(resets_at__lt=at)
        return SmsQuota.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:5_000])).delete()[0]
