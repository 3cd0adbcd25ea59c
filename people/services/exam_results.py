"""What people plan for and reached in the national examination; they keep these records themselves."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..enums.qualifications import ExamOutcome
from ..errors import ExamResultImpossible, NotAllowed
from ..models import ExamResult, ExamSubject, User
from ..models.exam_results import FIRST_EXAM_YEAR

YEARS_AHEAD = 5
MOST_SCORE = 150


@transaction.atomic
def record_exam_result(
    *,
    person: User,
    subject: ExamSubject,
    year: int,
    outcome: ExamOutcome | str,
    by: User,
    at: dt.datetime,
    score: int | None = None,
) -> ExamResult:
    """One result a subject and year; entered again it takes the place of the one before."""
    _guard(person, by)
    _check(year, outcome, score, this_year=timezone.localdate(at).year)
    facts = {"outcome": ExamOutcome(outcome), "score": score, "entered_at": at}
    result, __ = ExamResult.objects.update_or_create(person=person, subject=subject, year=year, defaults=facts)
    data = {"subject": subject.code, "level": subject.level, "year": year, "outcome": str(outcome)}
    log(person, "people.record_exam_result", user=by, timestamp=at, data=data)
    return result


@transaction.atomic
def remove_exam_result(*, result: ExamResult, by: User, at: dt.datetime) -> None:
    _guard(result.person, by)
    data = {"subject": result.subject.code, "level": result.subject.level, "year": result.year}
    log(result.person, "people.remove_exam_result", user=by, timestamp=at, data=data)
    result.delete()


def _guard(person: User, by: User) -> None:
    if by.pk != person.pk or not by.is_active:
        raise NotAllowed(_("Only the person can change his or her examination results."))


def _check(year: int, outcome: ExamOutcome | str, score: int | None, *, this_year: int) -> None:
    is_plan = outcome == ExamOutcome.PLANNED
    first, last = (this_year, this_year + YEARS_AHEAD) if is_plan else (FIRST_EXAM_YEAR, this_year)
    if not first <= year <= last:
        sentence = str(_("The year must lie between %(first)d and %(last)d.")) % {"first": first, "last": last}
        raise ExamResultImpossible(sentence, fields={"year": sentence})
    if score is not None and (is_plan or not 0 <= score <= MOST_SCORE):
        sentence = str(_("A score is a number from 0 to %(most)d, of an examination that was sat."))
        sentence %= {"most": MOST_SCORE}
        raise ExamResultImpossible(sentence, fields={"score": sentence})
