"""Pages of one's own hours, and handing in a quiz."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from courses import grading
from courses.enums import Modality
from courses.models import LessonEdition, LessonPage
from people.errors import Refusal
from people.requests import SignedInRequest

from ..clock import database_now
from ..models import HourEntry, QuizAttempt, StudyProgress
from ..selectors import FOUNDING_SCHEME, lesson_standing, scheme_progress
from ..services.ledger import day_of
from ..services.quiz import hand_in_quiz

PAGE = 20


@login_required
def my_hours(request: SignedInRequest) -> HttpResponse:
    """The ledger of one person, newest first; each entry opens its arithmetic."""
    entries = HourEntry.objects.filter(learner=request.user).select_related("reversed_by")
    if modality := request.GET.get("modality"):
        entries = entries.filter(modality=modality)
    page = Paginator(entries.order_by("-occurred_on", "-pk"), PAGE).get_page(request.GET.get("page"))
    progress = scheme_progress(request.user, FOUNDING_SCHEME, day_of(database_now()))
    under_way = StudyProgress.objects.filter(learner=request.user, finished_at__isnull=True).select_related("edition")
    context = {
        "page": page,
        "progress": progress,
        "under_way": under_way.order_by("-touched_at")[:5],
        "modality": modality,
        "modalities": Modality.choices,
        "query": urlencode({"modality": modality}) if modality else "",
    }
    return render(request, "attendance/hours_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def quiz(request: SignedInRequest, edition: int) -> HttpResponse:
    """A begun lesson's quiz on a page of its own; handed in, the browser is sent on to the result."""
    row = get_object_or_404(
        StudyProgress.objects.select_related("edition"),
        learner=request.user,
        edition=edition,
    )
    if request.method == "GET":
        if row.edition.quiz is None:
            raise Http404
        lesson = {"edition": row.edition, "standing": lesson_standing(request.user, row.edition)}
        return render(request, "attendance/quiz.html", {"lesson": lesson, "lesson_url": lesson_url(row.edition)})
    answers = {
        question["id"]: request.POST.getlist(f"q-{question['id']}")
        for question in (row.edition.quiz or {"questions": []})["questions"]
    }
    try:
        attempt, __ = hand_in_quiz(edition=row.edition, answers=answers, by=request.user, at=database_now())
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
        return redirect(f"{lesson_url(row.edition)}#quiz")
    return redirect("quiz-result", pk=attempt.pk)


@login_required
def quiz_result(request: SignedInRequest, pk: int) -> HttpResponse:
    """Score, right answers and explanations of one attempt, marked anew from the frozen key."""
    attempt = get_object_or_404(QuizAttempt.objects.select_related("edition"), pk=pk, learner=request.user)
    edition = attempt.edition
    grade = grading.grade(edition.quiz or {"pass_percent": 0, "questions": []}, attempt.answers)
    row = StudyProgress.objects.get(learner=request.user, edition=edition)
    entry = HourEntry.objects.filter(learner=request.user, content_key=edition.content_key).order_by("-pk").first()
    context = {
        "attempt": attempt,
        "grade": grade,
        "edition": edition,
        "progress": row,
        "entry": entry,
        "lesson_url": lesson_url(edition),
    }
    return render(request, "attendance/quiz_result.html", context)


def lesson_url(edition: LessonEdition) -> str:
    page = LessonPage.objects.filter(lesson_key=edition.lesson_key).first()
    return (page.url if page else None) or "/my/"
