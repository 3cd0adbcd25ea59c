"""Questions about lessons, and their answers.

The confidentiality guard stands before every text: what may tell who a client is is refused once, with what was found;
`is_sure` says that a person has read the warning.
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.errors import NotAllowed
from people.models import User

from ..errors.talk import AlreadyEndorsed, MayTellWho, NotInThisCourse
from ..models import LessonAnswer, LessonEdition, LessonQuestion
from ..talk.access import may_answer, may_moderate, may_talk
from ..talk.confidential import findings

LONGEST = 2000


@transaction.atomic
def ask_about_lesson(
    *, edition: LessonEdition, text: str, by: User, at: dt.datetime, is_sure: bool = False
) -> LessonQuestion:
    """Raises NotInThisCourse and MayTellWho. The same text by the same person within the lesson is asked once."""
    if not may_talk(by, edition.course_key):
        raise NotInThisCourse
    look_for_telltales(text, is_sure=is_sure)
    question, _created = LessonQuestion.objects.get_or_create(
        lesson_key=edition.lesson_key,
        asked_by=by,
        text=text,
        hidden_at=None,
        defaults={
            "course_key": edition.course_key,
            "lesson_title": edition.title,
            "course_title": edition.course_title,
            "asked_at": at,
        },
    )
    return question


@transaction.atomic
def answer_question(
    *, question: LessonQuestion, text: str, by: User, at: dt.datetime, is_sure: bool = False
) -> LessonAnswer:
    """Anybody in the course may answer; only a trainer's answer stops the clock of escalation."""
    if not may_answer(by, question):
        raise NotInThisCourse
    look_for_telltales(text, is_sure=is_sure)
    by_trainer = may_moderate(by, question)
    answer = LessonAnswer.objects.create(question=question, text=text, by=by, by_trainer=by_trainer, at=at)
    if by_trainer:
        LessonQuestion.objects.filter(pk=question.pk, answered_at=None).update(answered_at=at)
    return answer


@transaction.atomic
def endorse_answer(*, answer: LessonAnswer, by: User, at: dt.datetime) -> None:
    """Say that this answer is right; at most one a question, which the database holds. Endorsing answers it."""
    _guard(by, answer.question)
    try:
        with transaction.atomic():
            LessonAnswer.objects.filter(pk=answer.pk, endorsed_at=None, hidden_at=None).update(
                endorsed_at=at, endorsed_by=by
            )
    except IntegrityError as error:
        raise AlreadyEndorsed from error
    LessonQuestion.objects.filter(pk=answer.question_id, answered_at=None).update(answered_at=at)


@transaction.atomic
def take_endorsement_back(*, answer: LessonAnswer, by: User, at: dt.datetime) -> None:
    _guard(by, answer.question)
    LessonAnswer.objects.filter(pk=answer.pk).update(endorsed_at=None, endorsed_by=None)
    log(answer, "courses.take_endorsement_back", user=by, timestamp=at)


@transaction.atomic
def hide_question(*, question: LessonQuestion, by: User, at: dt.datetime) -> None:
    """Take a question off the pages; the row stays, and it can be shown again."""
    _guard(by, question)
    if LessonQuestion.objects.filter(pk=question.pk, hidden_at=None).update(hidden_at=at):
        log(question, "courses.hide_question", user=by, timestamp=at)


@transaction.atomic
def show_question_again(*, question: LessonQuestion, by: User, at: dt.datetime) -> None:
    _guard(by, question)
    if LessonQuestion.objects.filter(pk=question.pk).exclude(hidden_at=None).update(hidden_at=None):
        log(question, "courses.show_question_again", user=by, timestamp=at)


@transaction.atomic
def hide_answer(*, answer: LessonAnswer, by: User, at: dt.datetime) -> None:
    """An endorsed answer that is hidden is no longer endorsed."""
    _guard(by, answer.question)
    hidden = LessonAnswer.objects.filter(pk=answer.pk, hidden_at=None)
    if hidden.update(hidden_at=at, endorsed_at=None, endorsed_by=None):
        log(answer, "courses.hide_answer", user=by, timestamp=at)


@transaction.atomic
def escalate_questions(*, at: dt.datetime, after: dt.timedelta) -> list[LessonQuestion]:
    """Pass on what no trainer answered in time: those above the course's organisation see it as theirs from then on."""
    due = LessonQuestion.objects.due_before(at - after).order_by("asked_at")
    passed_on = [one for one in due if _pass_on(one, at)]
    for question in passed_on:
        log(question, "courses.escalate_question", timestamp=at)
    return passed_on


def look_for_telltales(text: str, *, is_sure: bool) -> None:
    """Raises MayTellWho with the kinds that were found; never with the words themselves."""
    found = findings(text)
    if found and not is_sure:
        kinds = ", ".join(dict.fromkeys(str(one.kind.label) for one in found))
        raise MayTellWho(
            _("This may tell who a client is: it holds %(kinds)s. Cover it, or confirm that it may be read by all.")
            % {"kinds": kinds}
        )


def _guard(by: User, question: LessonQuestion) -> None:
    if not may_moderate(by, question):
        raise NotAllowed(_("Only trainers of this course's organisation can do that."))


def _pass_on(question: LessonQuestion, at: dt.datetime) -> bool:
    """False when somebody else did, or answered, meanwhile."""
    still_due = LessonQuestion.objects.waiting().filter(pk=question.pk, escalated_at=None)
    return bool(still_due.update(escalated_at=at))
