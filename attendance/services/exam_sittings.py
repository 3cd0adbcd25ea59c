"""The end of a sitting, also of one that was forgotten: under the learner's lock, at the next touch."""

from __future__ import annotations

from courses.enums.exams import AttemptState, ClosedReason
from courses.exams import timing
from courses.models import ExamAttempt
from courses.services.exam_attempts import close_attempt
from people.models import User

from .. import study
from ..clock import from_ms, to_ms
from ..errors import ExamUnderWay
from ..intervals import merge
from ..models import ExamSitting, StudyProgress
from ..state import progress_state
from .desk import Desk, save_progress
from .posting import correct_study_credit

OVERLAP = "an exam at the same time"


def open_attempt(learner: User) -> ExamAttempt | None:
    """The attempt under way; its row is locked, because extra time is given past the learner's lock."""
    rows = ExamAttempt.objects.select_for_update(of=("self",)).select_related("exam")
    return rows.filter(learner=learner, state=AttemptState.OPEN).first()


def settle_if_over(desk: Desk, learner: User) -> ExamAttempt | None:
    """Close the attempt whose time is over; answers with the one that goes on."""
    attempt = open_attempt(learner)
    if attempt is None or not timing.is_over(attempt.ends_at, from_ms(desk.at_ms)):
        return attempt
    end_sitting(desk, attempt, ClosedReason.TIME_OVER)
    return None


def end_sitting(desk: Desk, attempt: ExamAttempt, reason: ClosedReason) -> None:
    """Close the attempt and note the time it took. The caller saves the desk."""
    close_attempt(attempt=attempt, reason=reason, at=from_ms(desk.at_ms))
    sitting = ExamSitting.objects.get(attempt=attempt)
    closed_ms = to_ms(attempt.closed_at or attempt.ends_at)
    began_ms, ended_ms = to_ms(sitting.began_at), max(closed_ms, to_ms(sitting.began_at))
    sitting.ended_at, sitting.ended_tick = from_ms(ended_ms), desk.next_tick()
    sitting.save(update_fields=["ended_at", "ended_tick"])
    _occupy(desk, attempt.learner, merge([(began_ms, ended_ms)]), ended_ms)


def _occupy(desk: Desk, learner: User, sat: list[tuple[int, int]], ended_ms: int) -> None:
    """Study of the same time goes, as with a class; the fence at the beginning leaves none."""
    rows = list(StudyProgress.objects.select_related("edition").filter(learner=learner).order_by("pk"))
    states = [progress_state(row) for row in rows]
    before = [(state.windows, state.pending_windows) for state in states]
    study.occupy(desk.clock, states, sat)
    study.touch(desk.clock, ended_ms)
    changed = []
    for row, state, old in zip(rows, states, before, strict=True):
        if (state.windows, state.pending_windows) != old:
            save_progress(row, state, desk.at_ms)
            changed.append(row)
    for row in changed:
        correct_study_credit(desk, learner, row, reason=OVERLAP)


def require_no_exam(desk: Desk, learner: User) -> None:
    """Raises ExamUnderWay; an attempt whose time is over is closed instead."""
    attempt = settle_if_over(desk, learner)
    if attempt is not None:
        raise ExamUnderWay(attempt.exam.title)
