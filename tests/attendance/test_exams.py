"""Sitting an exam: exact time, one device at a time, nothing after the end, and no study time meanwhile."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from attendance.enums import FenceReason
from attendance.errors import ExamUnderWay
from attendance.models import ExamSitting, StudyProgress, StudySession
from attendance.selectors import course_standing
from attendance.services.exams import (
    begin_exam,
    close_due_attempt,
    continue_here,
    hand_in_exam,
    save_answer,
    touch_attempt,
)
from attendance.services.rebuild import examine
from attendance.services.study import open_session, record_beat
from certificates import basis, eligibility
from certificates.enums import Lack
from certificates.selectors.offers import finished_courses
from courses.enums import BankKind
from courses.enums.exams import AttemptState, ClosedReason, ExamState
from courses.errors import exams as errors
from courses.models import ExamAttempt, ExamResult, HandedInAnswer
from courses.selectors.exam_results import result_of, unmarked_by
from courses.services.exam_results import mark_answer
from courses.services.exams import open_exam
from courses.services.extra_time import give_extra_time
from people.enums import Role
from people.errors import NotAllowed
from people.models import User
from tests.factories.courses import make_course
from tests.factories.exams import AT, MACHINE_MARKED, MadeExam, make_draw, make_exam, sit, take_part
from tests.factories.people import make_organisation, make_person
from tests.factories.questions import make_bank, make_question
from tests.factories.study import study

MINUTE = dt.timedelta(minutes=1)
SECOND = dt.timedelta(seconds=1)
MS = dt.timedelta(milliseconds=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(db: None) -> User:
    return make_person(name="李四", username="lisi")


@pytest.fixture
def made(learner: User) -> MadeExam:
    return make_exam(learner=learner)


def save(attempt: ExamAttempt, learner: User, at: dt.datetime, **facts: object) -> object:
    given = {"epoch": attempt.epoch, "position": 1, "answer": ["c"], "is_flagged": False, "seq": 1, **facts}
    return save_answer(attempt=attempt, by=learner, at=at, **given)


def score(attempt: ExamAttempt) -> tuple[int, int, bool]:
    return ExamResult.objects.filter(attempt=attempt).values_list("earned", "possible", "is_passed").latest("number")


def test_every_kind_of_question_is_asked_and_marked(learner: User) -> None:
    made = make_exam(kinds=MACHINE_MARKED, learner=learner)
    attempt = sit(learner, made.exam)
    assert attempt.state == AttemptState.MARKED
    assert score(attempt) == (900, 900, True)
    wrong = sit(learner, made.exam, at=AT + 60 * MINUTE, wrong=range(1, 9))
    assert score(wrong) == (0, 900, False)


def test_time_is_exact_to_the_grace_of_five_seconds(learner: User, made: MadeExam) -> None:
    attempt = begin_exam(exam=made.exam, by=learner, at=AT)
    assert attempt.ends_at == AT + 60 * MINUTE
    save(attempt, learner, AT + 60 * MINUTE + 5 * SECOND)
    with pytest.raises(errors.AttemptClosed):
        save(attempt, learner, AT + 60 * MINUTE + 5 * SECOND + MS, answer=["a"], seq=2)
    attempt.refresh_from_db()
    assert (attempt.closed_reason, attempt.closed_at) == (ClosedReason.TIME_OVER, attempt.ends_at)
    assert score(attempt) == (100, 200, False)


def test_browser_clock_and_a_clock_set_back_give_no_time(learner: User, made: MadeExam) -> None:
    attempt = begin_exam(exam=made.exam, by=learner, at=AT)
    hand_in_exam(attempt=attempt, by=learner, at=AT + 30 * MINUTE)
    again = begin_exam(exam=made.exam, by=learner, at=AT - 60 * MINUTE)
    assert again.began_at == AT + 30 * MINUTE


def test_handed_in_twice_gives_the_same_result(learner: User, made: MadeExam) -> None:
    attempt = sit(learner, made.exam)
    again = hand_in_exam(attempt=attempt, by=learner, at=AT + 20 * MINUTE)
    assert again.closed_at == attempt.closed_at
    assert ExamResult.objects.filter(attempt=attempt).count() == 1
    with pytest.raises(errors.AttemptClosed):
        save(attempt, learner, AT + 11 * MINUTE, answer=["a"], seq=9)


def test_begun_again_is_the_same_attempt_with_the_same_paper(learner: User, made: MadeExam) -> None:
    attempt = begin_exam(exam=made.exam, by=learner, at=AT)
    save(attempt, learner, AT + MINUTE)
    again = begin_exam(exam=made.exam, by=learner, at=AT + 10 * MINUTE)
    assert (again.pk, again.ends_at) == (attempt.pk, attempt.ends_at)
    assert [one.position for one in again.paper.all()] == [1, 2]
    assert again.answers.get().answer == ["c"]


def test_newer_device_takes_over_and_the_other_loses_nothing(learner: User, made: MadeExam) -> None:
    first = begin_exam(exam=made.exam, by=learner, at=AT)
    save(first, learner, AT + MINUTE)
    second = continue_here(attempt=first, by=learner, at=AT + 2 * MINUTE)
    with pytest.raises(errors.TakenOver):
        save(first, learner, AT + 3 * MINUTE, answer=["a"], seq=2)
    save(second, learner, AT + 4 * MINUTE, position=2, answer=True)
    back = continue_here(attempt=first, by=learner, at=AT + 5 * MINUTE)
    save(back, learner, AT + 5 * MINUTE, answer=["a"], seq=2)
    assert dict(back.answers.values_list("position", "answer")) == {1: ["a"], 2: True}


def test_last_write_stands_by_its_number_and_the_same_write_changes_nothing(learner: User, made: MadeExam) -> None:
    attempt = begin_exam(exam=made.exam, by=learner, at=AT)
    save(attempt, learner, AT + MINUTE, seq=3, answer=["b"])
    save(attempt, learner, AT + 2 * MINUTE, seq=3, answer=["b"])
    with pytest.raises(errors.StaleAnswer) as refusal:
        save(attempt, learner, AT + 2 * MINUTE, seq=2, answer=["a"])
    assert refusal.value.facts == {"seq": 3}
    save(attempt, learner, AT + 3 * MINUTE, seq=None, answer=["c"])
    assert attempt.answers.values_list("answer", "seq").get() == (["c"], 4)


def test_abandoned_attempt_is_closed_and_marked_by_whoever_comes_first(learner: User, made: MadeExam) -> None:
    attempt = begin_exam(exam=made.exam, by=learner, at=AT)
    save(attempt, learner, AT + MINUTE)
    assert not close_due_attempt(attempt=attempt, at=AT + 60 * MINUTE)
    assert close_due_attempt(attempt=attempt, at=AT + 90 * MINUTE)
    assert not close_due_attempt(attempt=attempt, at=AT + 91 * MINUTE)
    assert score(attempt) == (100, 200, False)
    assert touch_attempt(attempt=attempt, by=learner, at=AT + 92 * MINUTE).state == AttemptState.MARKED
    assert examine(learner).projections == []


def test_stranger_reaches_nothing(learner: User, made: MadeExam) -> None:
    attempt = begin_exam(exam=made.exam, by=learner, at=AT)
    stranger = make_person(name="王五")
    for call in (touch_attempt, hand_in_exam, continue_here):
        with pytest.raises(errors.UnknownAttempt):
            call(attempt=attempt, by=stranger, at=AT)
    with pytest.raises(errors.UnknownAttempt):
        save(attempt, stranger, AT)
    with pytest.raises(errors.ExamNotOffered):
        begin_exam(exam=made.exam, by=stranger, at=AT)


def test_rules_of_attempts(learner: User) -> None:
    made = make_exam(
        learner=learner, attempts_allowed=2, wait_minutes=30, opens_at=AT, closes_at=AT + dt.timedelta(days=1)
    )
    with pytest.raises(errors.ExamNotYetOpen):
        begin_exam(exam=made.exam, by=learner, at=AT - SECOND)
    sit(learner, made.exam, wrong=[1, 2])
    with pytest.raises(errors.AttemptTooSoon):
        begin_exam(exam=made.exam, by=learner, at=AT + 39 * MINUTE)
    with pytest.raises(errors.ExamOver):
        begin_exam(exam=made.exam, by=learner, at=AT + dt.timedelta(days=1))
    sit(learner, made.exam, at=AT + 40 * MINUTE)
    with pytest.raises(errors.NoAttemptsLeft):
        begin_exam(exam=made.exam, by=learner, at=AT + dt.timedelta(hours=5))


def test_two_exams_are_not_sat_at_once(learner: User, made: MadeExam) -> None:
    begin_exam(exam=made.exam, by=learner, at=AT)
    other = make_exam(learner=learner, title="另一场")
    with pytest.raises(errors.OtherAttemptOpen, match="结业考试"):
        begin_exam(exam=other.exam, by=learner, at=AT + MINUTE)
    attempt = ExamAttempt.objects.get()
    attempt.pk, attempt.number, attempt.exam = uuid.uuid4(), 5, other.exam
    with pytest.raises(IntegrityError), transaction.atomic():
        attempt.save(force_insert=True)


def test_exam_with_too_few_questions_is_not_put_into_use(learner: User) -> None:
    organisation = make_organisation()
    trainer = make_person(role=Role.TRAINER, organisation=organisation)
    bank = make_bank(organisation=organisation)
    make_question(bank=bank)
    made = make_exam(organisation=organisation, kinds=(), state=ExamState.DRAFT, bank=bank, learner=learner)
    with pytest.raises(errors.TooFewQuestions):
        open_exam(exam=made.exam, by=trainer, at=AT)
    make_draw(made.exam, bank, 2)
    with pytest.raises(errors.TooFewQuestions, match="1"):
        open_exam(exam=made.exam, by=trainer, at=AT)
    make_question(bank=bank)
    open_exam(exam=made.exam, by=trainer, at=AT)
    bank.questions.update(retired_at=AT)
    with pytest.raises(errors.TooFewQuestions):
        begin_exam(exam=made.exam, by=learner, at=AT)
    assert not ExamAttempt.objects.exists()


def test_extra_time_reaches_the_attempt_that_is_under_way(learner: User) -> None:
    organisation = make_organisation()
    trainer = make_person(role=Role.TRAINER, organisation=organisation)
    made = make_exam(organisation=organisation, learner=learner)
    attempt = begin_exam(exam=made.exam, by=learner, at=AT)

    def give(percent: int, minutes: int, at: dt.datetime) -> dt.datetime:
        give_extra_time(
            exam=made.exam, learner=learner, percent=percent, minutes=minutes, reason="视力障碍", by=trainer, at=at
        )
        attempt.refresh_from_db()
        return attempt.ends_at

    assert give(50, 0, AT + MINUTE) == AT + 90 * MINUTE
    assert give(0, 20, AT + 2 * MINUTE) == AT + 80 * MINUTE
    save(attempt, learner, AT + 79 * MINUTE)
    assert give(0, 0, AT + 79 * MINUTE) == AT + 79 * MINUTE
    for percent, minutes in ((10, 10), (301, 0), (0, -1)):
        with pytest.raises(errors.ExtraTimeWrong):
            give(percent, minutes, AT)
    with pytest.raises(NotAllowed):
        give_extra_time(
            exam=made.exam, learner=learner, percent=0, minutes=60, reason="我要", by=learner, at=AT + MINUTE
        )


def test_human_marks_make_the_result_and_a_new_mark_makes_a_new_one(learner: User) -> None:
    organisation = make_organisation()
    trainers = [make_person(role=Role.TRAINER, organisation=organisation) for _ in range(2)]
    made = make_exam(kinds=(BankKind.SINGLE, BankKind.ESSAY), organisation=organisation, learner=learner)
    attempt = sit(learner, made.exam)
    assert attempt.state == AttemptState.WAITING
    assert result_of(attempt) is None
    with pytest.raises(errors.AttemptWaiting):
        begin_exam(exam=made.exam, by=learner, at=AT + 60 * MINUTE)
    answer = unmarked_by(trainers[0]).get()
    facts = {"answer": answer, "comment": "", "at": AT + 60 * MINUTE}
    with pytest.raises(errors.MarkOutOfRange):
        mark_answer(given={"r1": 101}, by=trainers[0], **facts)
    mark_answer(given={"r1": 10}, by=trainers[0], **facts)
    assert score(attempt) == (110, 200, False)
    assert not unmarked_by(trainers[0]).exists()
    mark_answer(given={"r1": 60}, by=trainers[1], **facts)
    assert score(attempt) == (160, 200, True)
    assert ExamResult.objects.filter(attempt=attempt).count() == 2


def test_two_markers_are_asked_where_the_exam_wants_it_and_nobody_marks_the_own(learner: User) -> None:
    organisation = make_organisation()
    trainers = [make_person(role=Role.TRAINER, organisation=organisation) for _ in range(2)]
    made = make_exam(kinds=(BankKind.ESSAY,), organisation=organisation, needs_second_mark=True)
    take_part(trainers[0], made.exam)
    attempt = sit(trainers[0], made.exam)
    answer = HandedInAnswer.objects.get()
    facts = {"answer": answer, "comment": "", "at": AT + 60 * MINUTE}
    assert not unmarked_by(trainers[0]).exists()
    with pytest.raises(NotAllowed):
        mark_answer(given={"r1": 100}, by=trainers[0], **facts)
    mark_answer(given={"r1": 55}, by=trainers[1], **facts)
    assert result_of(attempt) is None
    third = make_person(role=Role.ADMINISTRATOR, organisation=organisation)
    assert not unmarked_by(trainers[1]).exists()
    assert unmarked_by(third).get() == answer
    mark_answer(given={"r1": 66}, by=third, **facts)
    assert score(attempt) == (61, 100, True)


def test_what_was_handed_in_cannot_be_changed(learner: User, made: MadeExam) -> None:
    sit(learner, made.exam)
    for change in (
        lambda: HandedInAnswer.objects.update(earned=1),
        lambda: ExamResult.objects.update(is_passed=True),
        lambda: ExamResult.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_exam_ends_the_study_session_and_no_study_time_falls_into_it(learner: User) -> None:
    made_course = make_course(lessons=2)
    made = make_exam(course=made_course.page, learner=learner)
    opened = open_session(
        edition=made_course.edition, device="a", nonce="n1", signed_in_at=AT, by=learner, at=AT
    ).session
    record_beat(session=opened, seq=0, ranges=[(0, 15_000)], mode="live", by=learner, at=AT + 15 * SECOND)
    attempt = begin_exam(exam=made.exam, by=learner, at=AT + 20 * SECOND)
    fenced = StudySession.objects.get()
    assert (fenced.fence_reason, fenced.fenced_at) == (FenceReason.EXAM, AT + 20 * SECOND)
    record_beat(session=opened, seq=1, ranges=[(15_000, 20_000)], mode="live", by=learner, at=AT + 40 * SECOND)
    with pytest.raises(ExamUnderWay, match="结业考试"):
        open_session(edition=made_course.edition, device="a", nonce="n2", signed_in_at=AT, by=learner, at=AT + MINUTE)
    hand_in_exam(attempt=attempt, by=learner, at=AT + 2 * MINUTE)
    assert StudyProgress.objects.get().pending_windows == [[_ms(AT), _ms(AT + 20 * SECOND)]]
    sitting = ExamSitting.objects.get()
    assert (sitting.began_at, sitting.ended_at) == (AT + 20 * SECOND, AT + 2 * MINUTE)
    study(learner, made_course.editions[1], at=AT + 3 * MINUTE)
    findings = examine(learner)
    assert (findings.projections, findings.ledger) == ([], [])


def test_studying_after_a_forgotten_exam_closes_it_at_its_end(learner: User) -> None:
    made_course = make_course()
    made = make_exam(course=made_course.page, learner=learner)
    begin_exam(exam=made.exam, by=learner, at=AT)
    study(learner, made_course.edition, at=AT + 90 * MINUTE)
    assert ExamSitting.objects.get().ended_at == AT + 60 * MINUTE
    findings = examine(learner)
    assert (findings.projections, findings.ledger) == ([], [])


def test_course_is_finished_only_with_its_required_exam(learner: User) -> None:
    made_course = make_course()
    course = made_course.page
    study(learner, made_course.edition, at=AT - dt.timedelta(days=1))
    standing = course_standing(learner, course.course_key)
    assert standing is not None
    assert standing.is_finished
    assert finished_courses(learner) == [(course.course_key, course.title)]
    made = make_exam(course=course, learner=learner)
    optional = make_exam(course=course, is_required=False)
    standing = course_standing(learner, course.course_key)
    assert standing is not None
    assert not standing.is_finished
    assert [one.title for one in standing.exams] == [made.exam.title]
    assert [reason.code for reason in eligibility.of_course(standing)] == [Lack.EXAM]
    assert finished_courses(learner) == []
    sit(learner, made.exam)
    standing = course_standing(learner, course.course_key)
    assert standing is not None
    assert standing.is_finished
    assert basis.of_course(standing).quiz_percent == 100
    assert eligibility.of_course(standing) == []
    assert finished_courses(learner) == [(course.course_key, course.title)]
    assert optional.exam.state == ExamState.OPEN


def _ms(at: dt.datetime) -> int:
    return int(at.timestamp() * 1000)
