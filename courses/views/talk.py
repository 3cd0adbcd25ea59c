"""Questions about a lesson: reading, asking, answering, and a trainer's decisions."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.errors import Refusal
from people.requests import SignedInRequest

from ..errors.talk import MayTellWho
from ..forms.talk import AnswerForm, AskForm, GuardedForm
from ..models import LessonAnswer, LessonQuestion
from ..selectors import current_edition
from ..selectors.talk import questions_of_lesson, shown_questions
from ..services import talk
from ..talk.access import may_lead, may_moderate, may_talk

PAGE = 10


@login_required
def lesson_questions(request: SignedInRequest, lesson: uuid.UUID) -> HttpResponse:
    """All questions about a lesson, and the field for one's own."""
    edition = current_edition(lesson)
    if edition is None or not may_talk(request.user, edition.course_key):
        raise Http404
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def ask() -> None:
            at = timezone.now()
            talk.ask_about_lesson(
                edition=edition, text=form.cleaned_data["text"], by=request.user, at=at, is_sure=form.is_sure
            )

        if _done(form, ask):
            messages.success(request, _("Your question is posted. Trainers answer within three days."))
            return redirect("lesson-questions", lesson=lesson)
    leads = may_lead(request.user, edition.course_key)
    page = Paginator(questions_of_lesson(lesson, leads=leads), PAGE).get_page(request.GET.get("page"))
    shown = shown_questions(page.object_list, request.user, leads=leads)  # type: ignore[arg-type]
    context = {"edition": edition, "form": form, "page": page, "questions": shown, "leads": leads}
    return render(request, "courses/talk/lesson.html", context, status=422 if form.errors else 200)


@login_required
def lesson_question(request: SignedInRequest, pk: int) -> HttpResponse:
    """One question with its answers, and the field for another one."""
    question = _question(request, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def answer() -> None:
            at = timezone.now()
            talk.answer_question(
                question=question, text=form.cleaned_data["text"], by=request.user, at=at, is_sure=form.is_sure
            )

        if _done(form, answer):
            messages.success(request, _("Your answer is posted."))
            return redirect("lesson-question", pk=pk)
    leads = may_moderate(request.user, question)
    shown = shown_questions(LessonQuestion.objects.filter(pk=pk), request.user, leads=leads)[0]
    context = {"question": shown, "lesson_key": question.lesson_key, "form": form, "leads": leads}
    return render(request, "courses/talk/question.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def decide_about_question(request: SignedInRequest, pk: int, decision: str) -> HttpResponse:
    """`hide` or `show`: for those who lead the course."""
    question = _question(request, pk)
    decide = {"hide": talk.hide_question, "show": talk.show_question_again}[decision]
    return _decide(request, question, lambda: decide(question=question, by=request.user, at=timezone.now()))


@login_required
@require_POST
def decide_about_answer(request: SignedInRequest, pk: int, decision: str) -> HttpResponse:
    """`endorse`, `unendorse` or `hide`: for those who lead the course."""
    answer = get_object_or_404(LessonAnswer.objects.select_related("question"), pk=pk)
    question = _question(request, answer.question_id)
    decisions = {
        "endorse": talk.endorse_answer,
        "unendorse": talk.take_endorsement_back,
        "hide": talk.hide_answer,
    }
    return _decide(request, question, lambda: decisions[decision](answer=answer, by=request.user, at=timezone.now()))


def _question(request: SignedInRequest, pk: int) -> LessonQuestion:
    question = get_object_or_404(LessonQuestion, pk=pk)
    leads = may_moderate(request.user, question)
    if not leads and (question.hidden_at or not may_talk(request.user, question.course_key)):
        raise Http404
    return question


def _decide(request: SignedInRequest, question: LessonQuestion, decide: Callable[[], None]) -> HttpResponse:
    if not may_moderate(request.user, question):
        raise Http404
    try:
        decide()
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
    else:
        messages.success(request, _("Done."))
    return redirect("lesson-question", pk=question.pk)


def _done(form: GuardedForm, write: Callable[[], object]) -> bool:
    """Whether it was written; else the form says why, and keeps the text."""
    try:
        write()
    except Refusal as refusal:
        form.add_error("text" if refusal.fields else None, str(refusal.detail))
        if isinstance(refusal, MayTellWho):
            form.warn()
        return False
    return True
