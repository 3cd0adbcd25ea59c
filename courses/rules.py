"""Who may do what with courses, banks and packages. Each predicate has a queryset as its twin."""

from __future__ import annotations

from people.enums import Role
from people.models import Organisation, User
from people.querysets import overseen_paths

from .models import (
    CoursePage,
    EnrolmentRequest,
    Exam,
    ExamAttempt,
    HandedInAnswer,
    Programme,
    Question,
    QuestionBank,
    moderators,
)
from .querysets import DECIDING_ROLES, TEACHING_ROLES, administers_the_whole


def may_edit_course(user: User, course: CoursePage) -> bool:
    """Whoever trains for or administers its organisation or one above; without one, who administers the whole.

    Twin of `CoursePage.objects.editable_by`.
    """
    if not user.is_active:
        return False
    if administers_the_whole(user):
        return True
    if course.organisation is None:
        return False
    return _inside(course.organisation.path, overseen_paths(user, TEACHING_ROLES))


def may_author_for(user: User, organisation: Organisation) -> bool:
    """Make courses, texts and files of an organisation. Twin of `querysets.authored_by`."""
    if not user.is_active:
        return False
    return bool(user.is_superuser) or _inside(organisation.path, overseen_paths(user, TEACHING_ROLES))


def may_edit_bank(user: User, bank: QuestionBank) -> bool:
    """Whoever trains for or administers its organisation or one above. Twin of `QuestionBank.objects.visible_to`."""
    return may_author_for(user, bank.organisation)


def may_edit_question(user: User, question: Question) -> bool:
    """With its bank. Twin of `Question.objects.visible_to`."""
    return may_edit_bank(user, question.bank)


def may_manage_exam(user: User, exam: Exam) -> bool:
    """Set it, see its attempts and mark them: whoever may edit its course. Twin of `Exam.objects.visible_to`."""
    if not user.is_active:
        return False
    if administers_the_whole(user):
        return True
    if exam.organisation is None:
        return False
    return _inside(exam.organisation.path, overseen_paths(user, TEACHING_ROLES))


def may_view_attempt(user: User, attempt: ExamAttempt) -> bool:
    """At the desk. Twin of `ExamAttempt.objects.visible_to`."""
    return may_manage_exam(user, attempt.exam)


def may_mark(user: User, answer: HandedInAnswer) -> bool:
    """Nobody marks an answer of the own. Twin of `selectors.exam_results.unmarked_by`, for those that still wait."""
    learner = answer.attempt.learner
    return user.pk not in {learner.pk, learner.merged_into_id} and may_manage_exam(user, answer.attempt.exam)


def may_decide_enrolment(user: User, asked: EnrolmentRequest) -> bool:
    """A trainer, HR officer or administrator of the course's organisation or one above; never about oneself.

    Twin of `EnrolmentRequest.objects.visible_to`.
    """
    if not user.is_active or user.pk == asked.learner_id:
        return False
    if administers_the_whole(user):
        return True
    course = CoursePage.objects.filter(course_key=asked.course_key).select_related("organisation").first()
    if course is None or course.organisation is None:
        return False
    return _inside(course.organisation.path, overseen_paths(user, DECIDING_ROLES))


def may_edit_programme(user: User, programme: Programme) -> bool:
    """With its organisation. Twin of `Programme.objects.visible_to`."""
    return may_author_for(user, programme.organisation)


def _inside(path: str, paths: list[str]) -> bool:
    return any(path.startswith(start) for start in paths)


def may_see_editions(user: User, course: CoursePage) -> bool:
    """Who may edit the course, and the hours assessors of its organisation. Twin of `CoursePage.objects.seen_by`."""
    if not user.is_active:
        return False
    return may_edit_course(user, course) or moderators.covers(
        user, Role.ASSESSOR, course.organisation.path if course.organisation else ""
    )
