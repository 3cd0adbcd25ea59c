"""Asking what learners think of a course."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people.errors import NotAllowed
from people.models import User

from ..errors.talk import AlreadyEvaluated, NotInThisCourse
from ..models import CourseEvaluation, CoursePage, Enrolment, EvaluationLink
from ..rules import may_edit_course
from .talk import look_for_telltales


@transaction.atomic
def open_evaluation(*, course: CoursePage, by: User, at: dt.datetime) -> EvaluationLink:
    """The link of a course's evaluation; the second time the one there is."""
    if not may_edit_course(by, course):
        raise NotAllowed(_("Only trainers of this course's organisation can do that."))
    link, _created = EvaluationLink.objects.get_or_create(
        course_key=course.course_key, defaults={"made_at": at, "made_by": by}
    )
    return link


@transaction.atomic
def evaluate_course(
    *, course_key: uuid.UUID, ratings: dict[str, int], text: str, by: User, at: dt.datetime, is_sure: bool = False
) -> CourseEvaluation:
    """Keep one person's evaluation. Raises NotInThisCourse, MayTellWho, and AlreadyEvaluated the second time."""
    if not Enrolment.objects.filter(learner=by, course_key=course_key).exists():
        raise NotInThisCourse
    look_for_telltales(text, is_sure=is_sure)
    facts: dict[str, Any] = {**ratings, "text": text}
    try:
        with transaction.atomic():
            return CourseEvaluation.objects.create(course_key=course_key, learner=by, at=at, **facts)
    except IntegrityError as error:
        raise AlreadyEvaluated from error
