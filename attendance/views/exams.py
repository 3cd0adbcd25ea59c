"""Sitting an exam: one question a page, saved as one goes; everything works by posting page after page."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.enums.exams import AttemptState
from courses.errors import exams as errors
from courses.exams import answering, timing
from courses.models import ExamAttempt
from courses.selectors.exam_results import asked_at, paper_of, saved_answers
from people.errors import Refusal
from people.requests import SignedInRequest

from ..clock import database_now
from ..exam_pages import places, question_page
from ..services.exams import continue_here, hand_in_exam, save_answer, touch_attempt

LAST_STEP = "check"


def device_key(attempt: uuid.UUID) -> str:
    """Where this browser's sign-in session keeps which opening of the attempt it is."""
    return f"exam-{attempt}"


def own_attempt(request: SignedInRequest, pk: uuid.UUID) -> ExamAttempt:
    """The learner's own; one whose time is over is closed first. Raises Http404."""
    attempt = ExamAttempt.objects.select_related("exam").filter(pk=pk, learner=request.user).first()
    if attempt is None:
        raise Http404
    at = database_now()
    if attempt.state == AttemptState.OPEN and timing.is_over(attempt.ends_at, at):
        return touch_attempt(attempt=attempt, by=request.user, at=at)
    return attempt


def is_this_device(request: SignedInRequest, attempt: ExamAttempt) -> bool:
    return bool(request.session.get(device_key(attempt.pk)) == attempt.epoch)


@login_required
@never_cache
def question(request: SignedInRequest, pk: uuid.UUID, position: int) -> HttpResponse:
    """Shows a question; a POST saves it and goes where the pressed button says."""
    attempt = own_attempt(request, pk)
    if attempt.state != AttemptState.OPEN:
        return redirect("exam-result", pk=pk)
    if request.method == "POST":
        return _save_and_go(request, attempt, position)
    if not is_this_device(request, attempt):
        return render(request, "attendance/exam_elsewhere.html", {"attempt": attempt, "position": position})
    paper = paper_of(attempt)
    if not 1 <= position <= len(paper):
        raise Http404
    page = question_page(attempt, paper, saved_answers(attempt), position, database_now())
    return render(request, "attendance/exam_question.html", {"page": page, "attempt": attempt})


def _save_and_go(request: SignedInRequest, attempt: ExamAttempt, position: int) -> HttpResponse:
    try:
        _save(request, attempt, position, seq=None)
    except errors.AttemptClosed:
        return redirect("exam-result", pk=attempt.pk)
    except errors.TakenOver:
        context = {"attempt": attempt, "position": position, "was_here": True}
        return render(request, "attendance/exam_elsewhere.html", context, status=409)
    target = request.POST.get("go", "")
    if target == LAST_STEP:
        return redirect("exam-check", pk=attempt.pk)
    wanted = int(target) if target.isascii() and target.isdecimal() and len(target) < 5 else position
    return redirect("exam-question", pk=attempt.pk, position=wanted)


def _save(request: SignedInRequest, attempt: ExamAttempt, position: int, *, seq: int | None) -> Any:
    """Read the form by the question's own content. Raises what `save_answer` refuses."""
    asked = asked_at(attempt, position)
    if asked is None:
        raise errors.UnknownAttempt
    return save_answer(
        attempt=attempt,
        epoch=_number(request, "epoch"),
        position=position,
        answer=answering.read(asked.version.kind, asked.version.content, request.POST.getlist),
        is_flagged="flag" in request.POST,
        seq=seq,
        by=request.user,
        at=database_now(),
    )


def _number(request: SignedInRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


@login_required
@require_POST
@never_cache
def autosave(request: SignedInRequest, pk: uuid.UUID, position: int) -> JsonResponse:
    """The same form, sent while one goes on; answers in JSON."""
    attempt = ExamAttempt.objects.filter(pk=pk, learner=request.user).first()
    if attempt is None:
        refusal: Refusal = errors.UnknownAttempt()
        return JsonResponse({"code": refusal.code, "detail": str(refusal.detail)}, status=refusal.status)
    try:
        row = _save(request, attempt, position, seq=max(1, _number(request, "seq")))
    except Refusal as refusal:
        facts = {"code": refusal.code, "detail": str(refusal.detail), **refusal.facts}
        return JsonResponse(facts, status=refusal.status)
    attempt.refresh_from_db(fields=["ends_at"])
    return JsonResponse(
        {
            "seq": row.seq,
            "saved": timezone.localtime(row.saved_at).strftime("%H:%M"),
            "seconds_left": timing.seconds_left(attempt.ends_at, database_now()),
        }
    )


@login_required
@require_POST
def take_here(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Go on on this device; the one before is told as soon as it saves."""
    attempt = own_attempt(request, pk)
    current = continue_here(attempt=attempt, by=request.user, at=database_now())
    request.session[device_key(pk)] = current.epoch
    return redirect("exam-question", pk=pk, position=max(1, _number(request, "position")))


@login_required
@never_cache
def check(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Before handing in: what is not answered yet, and what was flagged."""
    attempt = own_attempt(request, pk)
    if attempt.state != AttemptState.OPEN:
        return redirect("exam-result", pk=pk)
    if not is_this_device(request, attempt):
        return render(request, "attendance/exam_elsewhere.html", {"attempt": attempt, "position": 1})
    table = places(paper_of(attempt), saved_answers(attempt))
    context = {
        "attempt": attempt,
        "open": [place for place in table if place.state != "answered"],
        "flagged": [place for place in table if place.is_flagged],
        "map": table,
        "seconds_left": timing.seconds_left(attempt.ends_at, database_now()),
    }
    return render(request, "attendance/exam_check.html", context)


@login_required
@require_POST
def hand_in(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Pressed twice, or after the time, the result is the same."""
    attempt = own_attempt(request, pk)
    hand_in_exam(attempt=attempt, by=request.user, at=database_now())
    request.session.pop(device_key(pk), None)
    return redirect(reverse("exam-result", args=[pk]))
