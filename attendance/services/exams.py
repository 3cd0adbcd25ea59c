"""Sitting an exam: one transaction a call, under the learner's lock; only the server's clock counts (docs/adr/0020)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from courses.enums.exams import AttemptState, ClosedReason
from courses.errors import exams as errors
from courses.exams import timing
from courses.models import Exam, ExamAnswer, ExamAttempt
from courses.services.exam_attempts import draw_attempt, store_answer, take_over
from people.models import User

from .. import study
from ..clock import from_ms, to_ms
from ..enums import FenceReason
from ..models import ExamSitting
from .checks import settle_if_late
from .desk import Desk, lock_learner
from .exam_sittings import end_sitting, open_attempt, settle_if_over
from .study import fence_live


@transaction.atomic
def begin_exam(*, exam: Exam, by: User, at: dt.datetime, seed: int | None = None) -> ExamAttempt:
    """Begin an attempt, or answer with the one of this exam that is under way.

    The study session that goes on ends here. Raises what courses.services.exam_attempts refuses, and OtherAttemptOpen.
    """
    desk = lock_learner(by, at=at)
    exam = Exam.objects.select_related("organisation").get(pk=exam.pk)
    running = settle_if_over(desk, by)
    if running is not None:
        if running.exam_id == exam.pk:
            return running
        raise errors.OtherAttemptOpen(running.exam.title)
    now = from_ms(desk.at_ms)
    attempt = draw_attempt(exam=exam, learner=by, at=now, seed=seed)
    settle_if_late(desk, by)
    fence_live(desk, by, FenceReason.EXAM)
    ExamSitting.objects.create(attempt=attempt, learner=by, began_tick=desk.next_tick(), began_at=now)
    desk.save()
    return attempt


@transaction.atomic
def continue_here(*, attempt: ExamAttempt, by: User, at: dt.datetime) -> ExamAttempt:
    """Go on on this device: the one before saves no more. An attempt whose time is over comes back closed."""
    _desk, current = _locked(attempt, by, at)
    if current.state == AttemptState.OPEN:
        take_over(attempt=current)
    return current


def save_answer(
    *,
    attempt: ExamAttempt,
    epoch: int,
    position: int,
    answer: Any,
    is_flagged: bool | None,
    seq: int | None,
    by: User,
    at: dt.datetime,
) -> ExamAnswer:
    """Save one answer while the time lasts. Raises UnknownAttempt, AttemptClosed, TakenOver and StaleAnswer.

    A closing that was due stays, although the answer is refused.
    """
    with transaction.atomic():
        desk, current = _locked(attempt, by, at)
        if current.state == AttemptState.OPEN:
            if current.epoch != epoch:
                raise errors.TakenOver
            if not current.paper.filter(position=position).exists():
                raise errors.UnknownAttempt
            return store_answer(
                attempt=current,
                position=position,
                answer=answer,
                is_flagged=is_flagged,
                seq=seq,
                at=from_ms(desk.at_ms),
            )
    raise errors.AttemptClosed


@transaction.atomic
def hand_in_exam(*, attempt: ExamAttempt, by: User, at: dt.datetime) -> ExamAttempt:
    """Hand in; the second time, and after the time, the result is the same. Raises UnknownAttempt."""
    desk, current = _locked(attempt, by, at)
    if current.state == AttemptState.OPEN:
        end_sitting(desk, current, ClosedReason.HANDED_IN)
        _save(desk, by)
    return current


@transaction.atomic
def touch_attempt(*, attempt: ExamAttempt, by: User, at: dt.datetime) -> ExamAttempt:
    """The attempt as it stands now, closed if its time is over. Raises UnknownAttempt."""
    return _locked(attempt, by, at)[1]


@transaction.atomic
def close_due_attempt(*, attempt: ExamAttempt, at: dt.datetime) -> bool:
    """Close one attempt whose time is over, whoever forgot it; False where there is nothing to do."""
    learner = attempt.learner
    desk = lock_learner(learner, at=at, even_merged=True)
    if open_attempt(learner) is None or settle_if_over(desk, learner) is not None:
        return False
    _save(desk, learner)
    return True


def due_attempts(at: dt.datetime) -> list[ExamAttempt]:
    """Attempts whose time is over and which nobody has touched since."""
    due = ExamAttempt.objects.filter(state=AttemptState.OPEN, ends_at__lt=at - timing.GRACE)
    return list(due.select_related("learner").order_by("ends_at"))


def _locked(attempt: ExamAttempt, by: User, at: dt.datetime) -> tuple[Desk, ExamAttempt]:
    """Lock the learner, close what is over, and read the attempt anew. Raises UnknownAttempt for somebody else's."""
    desk = lock_learner(by, at=at)
    tick = desk.row.tick
    settle_if_over(desk, by)
    if desk.row.tick != tick:
        _save(desk, by)
    current = ExamAttempt.objects.select_related("exam").filter(pk=attempt.pk, learner=by).first()
    if current is None:
        raise errors.UnknownAttempt
    return desk, current


def _save(desk: Desk, learner: User) -> None:
    """After a closing: the clock goes to the end of the sitting, not to this call, which leaves no trace."""
    sitting = ExamSitting.objects.get(learner=learner, ended_tick=desk.row.tick)
    now_ms = desk.at_ms
    if sitting.ended_at is not None:
        desk.at_ms = study.instant(desk.clock, to_ms(sitting.ended_at))
    desk.save()
    desk.at_ms = now_ms
