"""Extra time of a person at an exam; it reaches an attempt that is under way."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from wagtail.log_actions import log

from people.models import User
from people.phones import normalise

from ..enums.exams import AttemptState
from ..errors.exams import ExtraTimeWrong, LearnerNotFound
from ..exams import timing
from ..models import Enrolment, Exam, ExamAttempt, ExtraTime
from .exams import require_manager

MOST_PERCENT, MOST_MINUTES = 300, 600


def participant(exam: Exam, text: str) -> User:
    """Who takes part in the exam's course, by phone number or account name. Raises LearnerNotFound."""
    taking_part = Enrolment.objects.filter(course_key=exam.course_key).values("learner")
    people = User.objects.filter(pk__in=taking_part)
    phone = normalise(text)
    found = people.filter(phone=phone).first() if phone else None
    found = found or people.filter(username=text.strip()).first()
    if found is None:
        raise LearnerNotFound
    return found


@transaction.atomic
def give_extra_time(
    *, exam: Exam, learner: User, percent: int, minutes: int, reason: str, by: User, at: dt.datetime
) -> ExtraTime:
    """Percent or minutes; both nothing takes it back. Raises NotAllowed and ExtraTimeWrong."""
    require_manager(by, exam)
    in_range = 0 <= percent <= MOST_PERCENT and 0 <= minutes <= MOST_MINUTES
    if not reason.strip() or (percent and minutes) or not in_range:
        raise ExtraTimeWrong
    # The row that beginning and closing lock as well: an attempt under way is found here or begins with the new time.
    open_attempt = (
        ExamAttempt.objects.select_for_update(of=("self",))
        .filter(exam=exam, learner=learner, state=AttemptState.OPEN)
        .first()
    )
    extra = ExtraTime.objects.create(
        exam=exam,
        learner=learner,
        number=ExtraTime.objects.filter(exam=exam, learner=learner).count() + 1,
        percent=percent,
        minutes=minutes,
        reason=reason.strip(),
        given_at=at,
        given_by=by,
    )
    if open_attempt is not None and not timing.is_over(open_attempt.ends_at, at):
        _extend(open_attempt, extra, at)
    log(exam, "courses.give_extra_time", user=by, timestamp=at, data={"number": extra.pk})
    return extra


def _extend(attempt: ExamAttempt, extra: ExtraTime, at: dt.datetime) -> None:
    """From its beginning on; taken back, it never ends before now."""
    ends_at = timing.last_instant(
        began_at=attempt.began_at,
        minutes=attempt.exam.minutes,
        closes_at=attempt.exam.closes_at,
        percent=extra.percent,
        extra_minutes=extra.minutes,
    )
    attempt.ends_at = max(ends_at, at)
    attempt.save(update_fields=["ends_at"])
