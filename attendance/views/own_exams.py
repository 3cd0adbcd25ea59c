"""One's exams: the list, the page before an attempt, and the page after it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.enums.exams import AttemptState
from courses.errors.exams import ExamNotOffered
from courses.models import Exam
from courses.selectors.exam_results import handed_in_answers, result_of, shows_answers
from courses.services.exam_results import standing
from people.errors import Refusal
from people.requests import SignedInRequest

from ..clock import database_now
from ..exam_review import review
from ..own_exams import before_attempt, exam_rows
from ..services.exams import begin_exam, continue_here
from .exams import device_key, is_this_device, own_attempt


@login_required
@never_cache
def my_exams(request: SignedInRequest) -> HttpResponse:
    """The exams of the courses one takes part in, and one's attempts."""
    return render(request, "attendance/exam_list.html", {"rows": exam_rows(request.user, database_now())})


@login_required
@never_cache
def before(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """Number of questions, pass mark, attempts, time, and what happens; one button."""
    facts = before_attempt(request.user, key, database_now())
    if facts is None:
        raise Http404
    return render(request, "attendance/exam_before.html", {"facts": facts, "exam": facts.exam})


@login_required
@require_POST
def begin(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """Begin, or go on with the attempt that is under way, on this device."""
    exam = Exam.objects.filter(key=key).first()
    if exam is None:
        raise Http404
    try:
        attempt = begin_exam(exam=exam, by=request.user, at=database_now())
    except Refusal as refusal:
        if isinstance(refusal, ExamNotOffered):
            raise Http404 from None
        messages.error(request, str(refusal.detail))
        return redirect("exam-before", key=key)
    if not is_this_device(request, attempt):
        attempt = continue_here(attempt=attempt, by=request.user, at=database_now())
        request.session[device_key(attempt.pk)] = attempt.epoch
    return redirect("exam-question", pk=attempt.pk, position=1)


@login_required
@never_cache
def result(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Score, pass or fail, and each question with what is allowed to be seen."""
    attempt = own_attempt(request, pk)
    if attempt.state == AttemptState.OPEN:
        return redirect("exam-question", pk=pk, position=1)
    at = database_now()
    with_answers = shows_answers(attempt, at)
    answers = handed_in_answers(attempt)
    worth = [(one, standing(one, needs_second=attempt.exam.needs_second_mark)) for one in answers]
    context = {
        "attempt": attempt,
        "exam": attempt.exam,
        "result": result_of(attempt),
        "answered": sum(1 for one in answers if one.is_answered),
        "waiting": sum(1 for _one, earned in worth if earned is None),
        "reviewed": review(worth, with_answers=with_answers),
        "with_answers": with_answers,
        "facts": before_attempt(request.user, attempt.exam.key, at),
    }
    return render(request, "attendance/exam_result.html", context)
