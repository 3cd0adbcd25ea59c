"""The rows of an attempt. Called under the learner's lock by attendance.services.exams, which minds study time."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from people.models import User

from ..enums.exams import AttemptState, ClosedReason
from ..errors import exams as errors
from ..exams import answering, drawing, timing
from ..exams.rubrics import machine
from ..models import (
    Exam,
    ExamAnswer,
    ExamAttempt,
    HandedInAnswer,
    PaperQuestion,
    Question,
)
from ..selectors.exam_results import extra_time_of, own_attempts, saved_answers
from ..selectors.exams import lacks_of, offered_to, rules_of, sections_of
from .exam_results import settle_result


def require_may_begin(exam: Exam, learner: User, at: dt.datetime) -> list[ExamAttempt]:
    """The attempts so far. Raises the refusal that stands in the way of one more."""
    if not offered_to(learner).filter(pk=exam.pk).exists():
        raise errors.ExamNotOffered
    if exam.opens_at is not None and at < exam.opens_at:
        raise errors.ExamNotYetOpen(exam.opens_at)
    if exam.closes_at is not None and at >= exam.closes_at:
        raise errors.ExamOver(exam.closes_at)
    attempts = own_attempts(learner, exam)
    if any(one.state == AttemptState.WAITING for one in attempts):
        raise errors.AttemptWaiting
    if exam.attempts_allowed is not None and len(attempts) >= exam.attempts_allowed:
        raise errors.NoAttemptsLeft(exam.attempts_allowed)
    last = max((one.closed_at for one in attempts if one.closed_at), default=None)
    next_at = timing.next_attempt_at(last, exam.wait_minutes)
    if next_at is not None and at < next_at:
        raise errors.AttemptTooSoon(next_at)
    return attempts


def draw_attempt(*, exam: Exam, learner: User, at: dt.datetime, seed: int | None = None) -> ExamAttempt:
    """Begin: draw the paper and freeze it. Raises what stands in the way, and TooFewQuestions."""
    attempts = require_may_begin(exam, learner, at)
    sections = sections_of(exam)
    draw_by = rules_of(sections)
    if missing := lacks_of(draw_by):
        raise errors.TooFewQuestions(missing)
    seed = secrets.randbits(drawing.SEED_BITS) if seed is None else seed
    extra = extra_time_of(learner, exam)
    attempt = ExamAttempt.objects.create(
        exam=exam,
        learner=learner,
        number=sum(1 for one in attempts if one.learner_id == learner.pk) + 1,
        seed=seed,
        pass_percent=exam.pass_percent,
        shuffles_options=exam.shuffles_options,
        began_at=at,
        ends_at=timing.last_instant(
            began_at=at,
            minutes=exam.minutes,
            closes_at=exam.closes_at,
            percent=extra.percent if extra else 0,
            extra_minutes=extra.minutes if extra else 0,
        ),
    )
    drawn = drawing.draw(draw_by, seed=seed, shuffle=exam.shuffles_questions)
    _freeze(attempt, drawn, {section.number: section.centipoints for section in sections})
    return attempt


def _freeze(attempt: ExamAttempt, drawn: list[drawing.Drawn], points: dict[int, int | None]) -> None:
    asked = Question.objects.filter(pk__in=[one.question for one in drawn]).select_related("newest")
    newest = {question.pk: question.newest for question in asked}
    rows = []
    for position, one in enumerate(drawn, 1):
        version = newest[one.question]
        if version is None:
            raise ValueError("a question without a version")
        centipoints = points[one.section] or version.centipoints
        rows.append(PaperQuestion(attempt=attempt, position=position, version=version, centipoints=centipoints))
    PaperQuestion.objects.bulk_create(rows)


def store_answer(
    *, attempt: ExamAttempt, position: int, answer: Any, is_flagged: bool | None, seq: int | None, at: dt.datetime
) -> ExamAnswer:
    """Save one answer of an attempt that is open. `seq=None`: somebody pressed a button, so it is the newest.

    `is_flagged=None` leaves the mark as it is. Raises StaleAnswer; the same write again changes nothing.
    """
    row = ExamAnswer.objects.filter(attempt=attempt, position=position).first()
    if row is None:
        return ExamAnswer.objects.create(
            attempt=attempt, position=position, answer=answer, is_flagged=bool(is_flagged), seq=seq or 1, saved_at=at
        )
    flagged = row.is_flagged if is_flagged is None else is_flagged
    if (row.answer, row.is_flagged) == (answer, flagged):
        if seq is not None and seq > row.seq:
            row.seq = seq
            row.save(update_fields=["seq"])
        return row
    if seq is not None and seq <= row.seq:
        raise errors.StaleAnswer(row.seq)
    row.answer, row.is_flagged, row.seq, row.saved_at = answer, flagged, seq or row.seq + 1, at
    row.save(update_fields=["answer", "is_flagged", "seq", "saved_at"])
    return row


def take_over(*, attempt: ExamAttempt) -> ExamAttempt:
    """Another device goes on; the one before saves no more."""
    attempt.epoch += 1
    attempt.save(update_fields=["epoch"])
    return attempt


def close_attempt(*, attempt: ExamAttempt, reason: ClosedReason, at: dt.datetime) -> ExamAttempt:
    """Copy what is saved to rows that never change, mark what a machine can, and settle the result if that is all."""
    saved = saved_answers(attempt)
    rows = []
    for asked in attempt.paper.select_related("version"):
        version, row = asked.version, saved.get(asked.position)
        answer = row.answer if row else None
        earned = machine(
            version.kind,
            version.content,
            version.key,
            answer,
            own=version.centipoints,
            centipoints=asked.centipoints,
        )
        is_whole = answering.is_whole(version.kind, version.content, answer)
        rows.append(
            HandedInAnswer(
                attempt=attempt,
                asked=asked,
                position=asked.position,
                answer=answer,
                earned=earned,
                is_answered=is_whole,
            )
        )
    HandedInAnswer.objects.bulk_create(rows)
    attempt.closed_at = min(at, attempt.ends_at)
    attempt.closed_reason, attempt.state = reason, AttemptState.WAITING
    attempt.save(update_fields=["closed_at", "closed_reason", "state"])
    settle_result(attempt=attempt, at=at)
    return attempt
