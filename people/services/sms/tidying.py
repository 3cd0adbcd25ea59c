"""Rows that nobody needs any more."""

from __future__ import annotations

import datetime as dt

from ...models import SmsCode
from .quota import clear_away_counts

KEPT = dt.timedelta(hours=1)


def clear_away(*, at: dt.datetime) -> int:
    """Remove codes that nobody can ask to have sent again, and counts that start anew; answers how many codes."""
    clear_away_counts(at=at)
    return SmsCode.objects.filter(expires_at__lt=at - KEPT).delete()[0]
