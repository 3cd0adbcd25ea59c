"""Setting exams: what is asked, and when an exam is in use."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.errors import NotAllowed
from people.models import User

from .. import rules
from ..enums.exams import ExamState
from ..errors.exams import TooFewQuestions
from ..models import CoursePage, Exam
from ..selectors.exams import lacks_of, rules_of, sections_of

CHANGEABLE = (
    *("title", "instructions", "pass_percent", "minutes", "attempts_allowed", "wait_minutes", "opens_at", "closes_at"),
    *("shuffles_questions", "shuffles_options", "answers_shown", "is_required", "is_anonymous", "needs_second_mark"),
)


def require_manager(by: User, exam: Exam) -> None:
    """Raises NotAllowed."""
    if not rules.may_manage_exam(by, exam):
        raise NotAllowed(_("You may not set exams of this course."))


@transaction.atomic
def create_exam(*, course: CoursePage, facts: dict[str, Any], by: User, at: dt.datetime) -> Exam:
    """A new exam, not yet in use. `facts`: CHANGEABLE. Raises NotAllowed."""
    if not rules.may_edit_course(by, course):
        raise NotAllowed(_("You may not set exams of this course."))
    exam = Exam.objects.create(
        course_key=course.course_key,
        course_title=course.title,
        organisation=course.organisation,
        created_at=at,
        created_by=by,
        **{name: facts[name] for name in CHANGEABLE if name in facts},
    )
    log(exam, "courses.create_exam", user=by, timestamp=at)
    return exam


@transaction.atomic
def change_exam(*, exam: Exam, facts: dict[str, Any], by: User, at: dt.datetime) -> Exam:
    """Change what holds for attempts that begin later. Raises NotAllowed."""
    require_manager(by, exam)
    names = [name for name in CHANGEABLE if name in facts]
    changed = [name for name in names if getattr(exam, name) != facts[name]]
    for name in changed:
        setattr(exam, name, facts[name])
    course = CoursePage.objects.filter(course_key=exam.course_key).first()
    if course is not None:  # the course may have got another title or organisation since
        exam.course_title, exam.organisation = course.title, course.organisation
    exam.save(update_fields=[*names, "course_title", "organisation"])
    log(exam, "courses.change_exam", user=by, timestamp=at, data={"fields": changed})
    return exam


@transaction.atomic
def open_exam(*, exam: Exam, by: User, at: dt.datetime) -> Exam:
    """Put it into use. Raises NotAllowed, and TooFewQuestions where a paper cannot be drawn."""
    require_manager(by, exam)
    if missing := lacks_of(rules_of(sections_of(exam))):
        raise TooFewQuestions(missing)
    return _set_state(exam, ExamState.OPEN, "courses.open_exam", by, at)


@transaction.atomic
def close_exam(*, exam: Exam, by: User, at: dt.datetime) -> Exam:
    """Take it out of use: nobody begins any more; attempts under way go on to their end. Raises NotAllowed."""
    require_manager(by, exam)
    return _set_state(exam, ExamState.CLOSED, "courses.close_exam", by, at)


def _set_state(exam: Exam, state: ExamState, action: str, by: User, at: dt.datetime) -> Exam:
    if exam.state != state:
        exam.state = state
        exam.save(update_fields=["state"])
        log(exam, action, user=by, timestamp=at)
    return exam
