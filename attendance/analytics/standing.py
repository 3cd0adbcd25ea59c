"""The way through a course in counts, and the status of one learner. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..enums import HelpReason, LearnerStatus

FEWEST = 5
"""Under so many people a rate tells about single ones, and is not shown."""

QUIET_FOR = dt.timedelta(days=14)
FAILED_TIMES = 2
MISSED_CHECKS = 3


@dataclass(frozen=True)
class Step:
    """`percent` of those enrolled, cut; None for fewer than FEWEST of them."""

    people: int
    percent: int | None


@dataclass(frozen=True)
class LearnerFacts:
    """What is known of one learner in one course. `touched_at`: when study was recorded last, None if never.

    `failed_times`: the most times a quiz was failed that is not passed yet; `missed`: presence checks missed of late.
    """

    lessons_finished: int
    touched_at: dt.datetime | None
    failed_times: int = 0
    missed: int = 0


def share(part: int, whole: int) -> int | None:
    """Percent, cut; None where the whole is too small a group."""
    return part * 100 // whole if whole >= FEWEST else None


def funnel(enrolled: int, started: int, finished: int, passed: int) -> list[Step]:
    return [Step(people, share(people, enrolled)) for people in (enrolled, started, finished, passed)]


def help_reasons(facts: LearnerFacts, lessons: int, at: dt.datetime) -> list[HelpReason]:
    """Why somebody who has begun and not finished needs help; empty for all others."""
    if facts.touched_at is None or _is_done(facts, lessons):
        return []
    told = {
        HelpReason.QUIET: at - facts.touched_at > QUIET_FOR,
        HelpReason.QUIZ: facts.failed_times >= FAILED_TIMES,
        HelpReason.CHECKS: facts.missed >= MISSED_CHECKS,
    }
    return [reason for reason, is_so in told.items() if is_so]


def status_of(facts: LearnerFacts, lessons: int, at: dt.datetime) -> LearnerStatus:
    """Exactly one for everybody; `lessons` is how many the course offers now."""
    if _is_done(facts, lessons):
        return LearnerStatus.DONE
    if facts.touched_at is None:
        return LearnerStatus.TODO
    return LearnerStatus.HELP if help_reasons(facts, lessons, at) else LearnerStatus.GOING


def _is_done(facts: LearnerFacts, lessons: int) -> bool:
    return 0 < lessons <= facts.lessons_finished
