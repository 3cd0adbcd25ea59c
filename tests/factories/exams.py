"""Exams with questions of every kind, and attempts at them through the product's own services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from attendance.services.exams import begin_exam, hand_in_exam, save_answer
from courses.enums import BankKind
from courses.enums.exams import ExamState, SectionKind
from courses.models import CoursePage, Exam, ExamAttempt, ExamSection, Question, QuestionBank
from courses.services.enrolment import enrol
from people.models import Organisation, User
from tests.factories.courses import make_course
from tests.factories.questions import DRAFTS, make_bank, make_question, right_answer

AT = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)
MACHINE_MARKED = (
    *(BankKind.SINGLE, BankKind.MULTIPLE, BankKind.TRUE_FALSE, BankKind.FILL),
    *(BankKind.MATCHING, BankKind.ORDERING, BankKind.SHORT, BankKind.CASE),
)


@dataclass(frozen=True)
class MadeExam:
    exam: Exam
    bank: QuestionBank
    questions: list[Question]


def make_exam(
    *,
    kinds: Sequence[BankKind] = (BankKind.SINGLE, BankKind.TRUE_FALSE),
    course: CoursePage | None = None,
    organisation: Organisation | None = None,
    learner: User | None = None,
    bank: QuestionBank | None = None,
    drafted: Callable[[BankKind], dict[str, Any]] = lambda kind: {},
    **fields: Any,
) -> MadeExam:
    """An exam in use with one section of chosen questions, one of each of `kinds`; `learner` takes part already.

    `drafted` gives what is other than usual in the draft of a question.
    """
    if course is None:
        course = make_course(organisation=organisation).page
    bank = bank or make_bank(organisation=organisation or course.organisation)
    facts: dict[str, Any] = {"title": "结业考试", "minutes": 60, "shuffles_questions": False, "state": ExamState.OPEN}
    exam = Exam.objects.create(
        course_key=course.course_key,
        course_title=course.title,
        organisation=course.organisation,
        created_at=AT,
        **{**facts, **fields},
    )
    questions = [make_question(bank=bank, kind=kind, **drafted(kind)) for kind in kinds]
    if questions:
        section = ExamSection.objects.create(exam=exam, number=1, kind=SectionKind.FIXED)
        for position, question in enumerate(questions, 1):
            section.chosen.create(question=question, position=position)
    if learner is not None:
        take_part(learner, exam)
    return MadeExam(exam, bank, questions)


def take_part(learner: User, exam: Exam) -> None:
    enrol(learner=learner, course_key=exam.course_key, course_title=exam.course_title, at=AT)


def make_draw(exam: Exam, bank: QuestionBank, count: int, **fields: Any) -> ExamSection:
    number = exam.sections.count() + 1
    return ExamSection.objects.create(
        exam=exam, number=number, kind=SectionKind.DRAWN, bank=bank, count=count, **fields
    )


def answer_all(attempt: ExamAttempt, learner: User, *, at: dt.datetime, wrong: Sequence[int] = ()) -> None:
    """Right answers to all positions but `wrong`; an essay gets some text."""
    for asked in attempt.paper.select_related("version"):
        if asked.position in wrong:
            continue
        kind = BankKind(asked.version.kind)
        save_answer(
            attempt=attempt,
            epoch=attempt.epoch,
            position=asked.position,
            answer="我的看法。" if kind == BankKind.ESSAY else right_answer(kind),
            is_flagged=False,
            seq=1,
            by=learner,
            at=at,
        )


def form_of(kind: str, answer: Any, name: str = "a") -> dict[str, list[str]]:
    """An answer as the fields of a posted form."""
    if answer is None:
        return {}
    if kind == BankKind.CASE:
        kinds = {part["id"]: part["kind"] for part in DRAFTS[BankKind.CASE][0]["parts"]}
        parts = [form_of(kinds[part], given, f"{name}.{part}") for part, given in answer.items()]
        return {field: values for form in parts for field, values in form.items()}
    if kind == BankKind.MATCHING:
        return {f"{name}-{left}": [right] for left, right in answer.items()}
    if kind == BankKind.ORDERING:
        return {f"{name}-{item}": [str(place)] for place, item in enumerate(answer, 1)}
    if kind == BankKind.FILL:
        return {f"{name}-{place}": [text] for place, text in enumerate(answer)}
    if kind == BankKind.TRUE_FALSE:
        return {name: [str(answer).lower()]}
    return {name: answer if isinstance(answer, list) else [answer]}


def sit(
    learner: User, exam: Exam, *, at: dt.datetime = AT, wrong: Sequence[int] = (), minutes: int = 10
) -> ExamAttempt:
    """A whole attempt: begun at `at`, handed in some minutes later."""
    attempt = begin_exam(exam=exam, by=learner, at=at, seed=7)
    answer_all(attempt, learner, at=at + dt.timedelta(minutes=1), wrong=wrong)
    return hand_in_exam(attempt=attempt, by=learner, at=at + dt.timedelta(minutes=minutes))
