"""What a certificate rests on: the ledger's answer for one learner, in one form for every product."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import wording
from .credits import breakdown_tenths, tenths
from .enums import Product

if TYPE_CHECKING:
    from attendance.selectors import CourseStanding, SchemeProgress

# A course certificate belongs to no scheme: its hours are of 60 minutes, as the founding policy's.
COURSE_MINUTES_PER_CREDIT = 60


@dataclass(frozen=True)
class Basis:
    """Plain facts; equal facts give an equal certificate. `position` is the last ledger entry considered.

    `period` keeps a second scheme window from being taken for the first; a course has none.
    """

    product: Product
    subject_key: str
    subject: str
    period: str
    categories: tuple[str, ...]
    seconds: int
    target_seconds: int | None
    by_modality: tuple[tuple[str, int], ...]
    minutes_per_credit: int
    first_on: dt.date | None
    last_on: dt.date | None
    quiz_percent: int | None
    rule: str
    position: int = field(compare=False)

    @property
    def words(self) -> dict[str, str]:
        """The variables of the wording, as they are printed."""
        period = wording.period_words(self.first_on, self.last_on) if self.first_on and self.last_on else ""
        parts = breakdown_tenths(self.seconds, dict(self.by_modality), self.minutes_per_credit)
        target = self.target_seconds or 0
        return {
            "subject": self.subject,
            "period": period,
            "hours": wording.credit_words(tenths(self.seconds, self.minutes_per_credit)),
            "breakdown": wording.breakdown_words(parts),
            "target": wording.credit_words(tenths(target, self.minutes_per_credit)),
            "assessment": wording.ASSESSED if self.quiz_percent is not None else "",
            "category": wording.category_words(self.categories),
        }

    @property
    def facts(self) -> dict[str, Any]:
        """The figures behind the words, for the snapshot."""
        return {
            "subject_key": self.subject_key,
            "period": self.period,
            "seconds": self.seconds,
            "target_seconds": self.target_seconds,
            "by_modality": dict(self.by_modality),
            "minutes_per_credit": self.minutes_per_credit,
            "first_on": self.first_on.isoformat() if self.first_on else None,
            "last_on": self.last_on.isoformat() if self.last_on else None,
            "quiz_percent": self.quiz_percent,
            "rule": self.rule,
        }


def of_course(standing: CourseStanding) -> Basis:
    return Basis(
        product=Product.COURSE,
        subject_key=str(standing.course_key),
        subject=standing.title,
        period="",
        categories=(standing.category,),
        seconds=standing.seconds,
        target_seconds=None,
        by_modality=tuple(sorted(standing.by_modality.items())),
        minutes_per_credit=COURSE_MINUTES_PER_CREDIT,
        first_on=standing.began_on,
        last_on=standing.finished_on,
        quiz_percent=standing.assessed_percent,
        rule="",
        position=standing.entry_position,
    )


def of_scheme(progress: SchemeProgress) -> Basis:
    return Basis(
        product=Product.SCHEME,
        subject_key=progress.scheme_key,
        subject=progress.title,
        period=f"{progress.starts_on}/{progress.ends_on}",
        categories=tuple(sorted(progress.by_category)),
        seconds=progress.counted_seconds,
        target_seconds=progress.target_seconds,
        by_modality=tuple(sorted(progress.by_modality.items())),
        minutes_per_credit=progress.minutes_per_credit,
        first_on=progress.first_on,
        last_on=progress.last_on,
        quiz_percent=None,
        rule=wording.rule_words(progress.scheme_key, progress.version_number),
        position=progress.entry_position,
    )
