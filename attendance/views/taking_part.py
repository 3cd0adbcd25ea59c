"""Asking to take part in a course, taking the request back, leaving. Hours stay, whatever is done here."""

from __future__ import annotations

import uuid
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.enums.enrolment import EnrolmentRequestState
from courses.models import CoursePage, Enrolment
from courses.selectors import live_course
from courses.selectors.enrolment import latest_request
from courses.services.enrolment import leave
from courses.services.enrolment_requests import ask_to_take_part, withdraw_request
from people.errors import Refusal
from people.requests import SignedInRequest

from ..clock import database_now
from ..finishing import finished_courses


def _course(key: uuid.UUID) -> CoursePage:
    course = live_course(key)
    if course is None:
        raise Http404
    return course


@login_required
@require_POST
def ask(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    course = _course(key)
    try:
        ask_to_take_part(
            course=course, finished=partial(finished_courses, request.user), by=request.user, at=database_now()
        )
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
    else:
        messages.success(request, _("You have asked to take part. The answer appears on this page."))
    return redirect(course.get_url(request) or "/courses/")


@login_required
@require_POST
def withdraw(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    asked = latest_request(request.user, key)
    if asked is None or asked.state != EnrolmentRequestState.ASKED:
        raise Http404
    try:
        withdraw_request(asked=asked, by=request.user, at=database_now())
    except Refusal as refusal:
        messages.error(request, str(refusal.detail))
    else:
        messages.success(request, _("You have taken your request back."))
    course = live_course(key)
    return redirect((course.get_url(request) if course else None) or "/courses/")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def leave_course(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """Asks again first, and says that the hours stay."""
    enrolment = Enrolment.objects.filter(learner=request.user, course_key=key).first()
    if enrolment is None:
        raise Http404
    course = live_course(key)
    back = (course.get_url(request) if course else None) or "/courses/"
    if request.method == "GET":
        return render(request, "attendance/course_leave.html", {"enrolment": enrolment, "back": back})
    leave(learner=request.user, course_key=key, at=database_now())
    messages.success(request, _("You have left the course. Everything you studied and every credit hour is kept."))
    return redirect(back)
