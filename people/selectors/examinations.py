"""How far somebody is in the national examination."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from ..enums.qualifications import LEVELS_UPWARDS, ExamOutcome, QualificationLevel, QualificationState
from ..exams import ExamStanding, Pass, Passing, exam_standing
from ..models import (
    ExamResult,
    ExamSubject,
    PassingRule,
    Qualification,
    User,
)


@dataclass(frozen=True)
class SubjectProgress:
    """One subject: the results entered, the last year a pass counts for, and the next year planned."""

    subject: ExamSubject
    results: tuple[ExamResult, ...]
    passed_in: int | None
    counts_until: int | None
    planned_in: int | None


@dataclass(frozen=True)
class Preparation:
    """The examination of one level as it stands for a person."""

    level: QualificationLevel
    rule: PassingRule
    standing: ExamStanding
    subjects: tuple[SubjectProgress, ...]

    @property
    def missing(self) -> tuple[ExamSubject, ...]:
        return tuple(one.subject for one in self.subjects if one.subject.code in self.standing.missing)


def preparations(person: User, *, on: dt.date) -> tuple[Preparation, ...]:
    """Levels with results that are not verified yet, and the next one above what the person holds."""
    results: dict[str, list[ExamResult]] = defaultdict(list)
    for result in ExamResult.objects.filter(person=person).select_related("subject").order_by("year"):
        results[result.subject.level].append(result)
    verified = Qualification.objects.filter(person=person, state=QualificationState.VERIFIED)
    held = set(verified.values_list("level", flat=True))
    highest = max((LEVELS_UPWARDS.index(QualificationLevel(level)) for level in held), default=-1)
    wanted = {level for level in LEVELS_UPWARDS if results[level] and level not in held}
    wanted |= set(LEVELS_UPWARDS[highest + 1 : highest + 2])
    rules = {rule.level: rule for rule in PassingRule.objects.on(on).order_by("effective_from")}
    subjects: dict[str, list[ExamSubject]] = defaultdict(list)
    for subject in ExamSubject.objects.on(on).order_by("position", "effective_from"):
        subjects[subject.level].append(subject)
    return tuple(
        _preparation(level, rules[level], subjects[level], results[level], on.year)
        for level in LEVELS_UPWARDS
        if level in wanted and level in rules
    )


def _preparation(
    level: QualificationLevel, rule: PassingRule, subjects: list[ExamSubject], results: list[ExamResult], year: int
) -> Preparation:
    passing = Passing(
        frozenset(one.code for one in subjects), rule.within_years, rule.proof_years, needs_review=rule.needs_review
    )
    passes = [Pass(one.year, one.subject.code) for one in results if one.outcome == ExamOutcome.PASSED]
    standing = exam_standing(passing, passes, year=year)
    return Preparation(
        level, rule, standing, tuple(_progress(subject, results, dict(standing.held), year) for subject in subjects)
    )


def _progress(subject: ExamSubject, results: list[ExamResult], held: dict[str, int], year: int) -> SubjectProgress:
    own = tuple(one for one in results if one.subject.code == subject.code)
    passed = [one.year for one in own if one.outcome == ExamOutcome.PASSED]
    planned = [one.year for one in own if one.outcome == ExamOutcome.PLANNED and one.year >= year]
    return SubjectProgress(subject, own, max(passed, default=None), held.get(subject.code), min(planned, default=None))
