"""Two accounts put together, through all apps in one transaction; and what would happen, shown beforehand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from attendance.explaining import duration
from attendance.models import HourEntry
from attendance.services.merging import merge_study
from certificates.models import Certificate
from people.models import PersonMerge, User
from people.services.merging import merge_people


@dataclass(frozen=True)
class Preview:
    """Seconds before and after, and how many rows of which kind change hands."""

    kept_seconds: int
    duplicate_seconds: int
    merged_seconds: int
    moved: dict[str, int]
    certificates: int

    @property
    def kept_words(self) -> str:
        return duration(self.kept_seconds)

    @property
    def duplicate_words(self) -> str:
        return duration(self.duplicate_seconds)

    @property
    def merged_words(self) -> str:
        return duration(self.merged_seconds)

    @property
    def not_twice_words(self) -> str:
        return duration(self.not_twice_seconds)

    @property
    def moved_rows(self) -> int:
        return sum(count for name, count in self.moved.items() if name != "own_data")

    @property
    def not_twice_seconds(self) -> int:
        """What both accounts had for the same content or time; less than nothing where two halves make a whole."""
        return self.kept_seconds + self.duplicate_seconds - self.merged_seconds


class _TakeBack(Exception):  # noqa: N818
    """Ends the trial run."""


@transaction.atomic
def merge_accounts(
    *, kept: User, duplicate: User, reason: str, by: User | None, at: dt.datetime, is_wrong_number: bool = False
) -> PersonMerge:
    """People, study, ledger; certificates stay as they are and follow their holder. Raises what the two services raise.

    Not to be undone.
    """
    merge = merge_people(kept=kept, duplicate=duplicate, reason=reason, by=by, at=at, is_wrong_number=is_wrong_number)
    merge_study(merge=merge)
    return merge


def preview_merge(*, kept: User, duplicate: User, by: User, at: dt.datetime) -> Preview:
    """Do it, count, and take it back: the figures are those of the merge itself."""
    before = _seconds(kept), _seconds(duplicate)
    certificates = Certificate.objects.held_by(duplicate).count()
    try:
        with transaction.atomic():
            merge = merge_accounts(kept=kept, duplicate=duplicate, reason="-", by=by, at=at, is_wrong_number=True)
            moved = {name: len(rows) for name, rows in merge.moved.items() if rows}
            preview = Preview(*before, _seconds(kept), moved, certificates)
            raise _TakeBack
    except _TakeBack:
        kept.refresh_from_db()
        duplicate.refresh_from_db()
    return preview


def _seconds(person: User) -> int:
    return int(HourEntry.objects.filter(learner=person).aggregate(all=Sum("seconds"))["all"] or 0)
