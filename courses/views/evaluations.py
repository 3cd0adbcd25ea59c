"""Evaluating a course: the page behind the code on the wall."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from people.errors import Refusal
from people.requests import SignedInRequest

from ..errors.talk import MayTellWho
from ..forms.talk import EvaluationForm
from ..models import CourseEvaluation, Enrolment, EvaluationLink
from ..selectors import live_course
from ..services.evaluations import evaluate_course


@login_required
def evaluation(request: SignedInRequest, code: str) -> HttpResponse:
    """Three ratings and a text, once a person; who came by the code without being enrolled is told so."""
    link = get_object_or_404(EvaluationLink, code=code)
    own = {"learner": request.user, "course_key": link.course_key}
    form = EvaluationForm(request.POST or None)
    context = {
        "course": live_course(link.course_key),
        "form": form,
        "is_enrolled": Enrolment.objects.filter(**own).exists(),
        "is_done": CourseEvaluation.objects.filter(**own).exists(),
    }
    if request.method == "POST" and context["is_enrolled"] and not context["is_done"] and form.is_valid():
        context["is_done"] = _kept(form, link, request)
    return render(request, "courses/talk/evaluation.html", context, status=422 if form.errors else 200)


def _kept(form: EvaluationForm, link: EvaluationLink, request: SignedInRequest) -> bool:
    try:
        evaluate_course(
            course_key=link.course_key,
            ratings=form.ratings(),
            text=form.cleaned_data["text"],
            by=request.user,
            at=timezone.now(),
            is_sure=form.is_sure,
        )
    except Refusal as refusal:
        form.add_error("text" if refusal.fields else None, str(refusal.detail))
        if isinstance(refusal, MayTellWho):
            form.warn()
        return False
    return True
