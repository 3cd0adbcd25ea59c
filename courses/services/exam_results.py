"""From marks to results: a result is written when all is marked, and again after each later mark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.errors import NotAllowed
from people.models import User

from .. import rules
from ..enums.exams import AttemptState
from ..errors.exams import MarkNotPossible, MarkOutOfRange
from ..exams import rubrics, scoring
from ..models import ExamAttempt, ExamMark, ExamResult, HandedInAnswer


def sheet_of(answer: HandedInAnswer) -> rubrics.Sheet:
    """What a person gives points for."""
    version = answer.asked.version
    return rubrics.sheet(version.kind, version.content, version.key, answer.answer, version.centipoints)


def standing(answer: HandedInAnswer, *, needs_second: bool) -> int | None:
    """What an answer is worth now; None while somebody has to mark it. `marks` may be prefetched."""
    if answer.earned is not None:
        return answer.earned
    marks = sorted(answer.marks.all(), key=lambda one: one.number)
    return scoring.standing_mark(((str(one.marker_id), one.earned) for one in marks), needs_second=needs_second)


def settle_result(*, attempt: ExamAttempt, at: dt.datetime) -> ExamResult | None:
    """Write the result if nothing waits and it differs from the one there is."""
    answers = list(attempt.handed_in.select_related("asked").prefetch_related("marks"))
    worth = [standing(one, needs_second=attempt.exam.needs_second_mark) for one in answers]
    earned = [one for one in worth if one is not None]
    if len(earned) < len(worth):
        return None
    last = attempt.results.order_by("-number").first()
    total, possible = sum(earned), sum(one.asked.centipoints for one in answers)
    if last is not None and last.earned == total:
        return last
    if attempt.state != AttemptState.MARKED:
        attempt.state = AttemptState.MARKED
        attempt.save(update_fields=["state"])
    return ExamResult.objects.create(
        attempt=attempt,
        number=last.number + 1 if last else 1,
        earned=total,
        possible=possible,
        is_passed=scoring.is_passed(total, possible, attempt.pass_percent),
        decided_at=at,
    )


@transaction.atomic
def mark_answer(
    *, answer: HandedInAnswer, given: Mapping[str, int], comment: str, by: User, at: dt.datetime
) -> ExamMark:
    """Give points for an answer that a machine cannot mark; marking it again adds a row. Raises NotAllowed,
    MarkNotPossible and MarkOutOfRange."""
    attempt = ExamAttempt.objects.select_for_update(of=("self",)).select_related("exam").get(pk=answer.attempt_id)
    if not rules.may_mark(by, answer):
        raise NotAllowed(_("You may not mark this answer: it is your own, or of a course you do not train for."))
    if answer.earned is not None:
        raise MarkNotPossible(_("This answer was marked by its key."))
    try:
        earned = sheet_of(answer).earned(given, answer.asked.centipoints)
    except ValueError:
        raise MarkOutOfRange from None
    number = answer.marks.count() + 1
    mark = ExamMark.objects.create(
        handed_in=answer,
        number=number,
        marker=by,
        rubric=dict(given),
        earned=earned,
        comment=comment,
        marked_at=at,
    )
    settle_result(attempt=attempt, at=at)
    log(attempt.exam, "courses.mark_exam_answer", user=by, timestamp=at, data={"answer": answer.pk, "mark": number})
    return mark
