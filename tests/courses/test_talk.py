"""Questions about lessons: who may ask, answer and decide; the guard before every text; what waits too long."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from courses.enums.talk import AskedState
from courses.errors.talk import AlreadyEndorsed, MayTellWho, NotInThisCourse
from courses.models import LessonAnswer, LessonQuestion
from courses.services import talk
from courses.services.enrolment import enrol
from people.enums import Role
from people.errors import NotAllowed
from people.models import User
from tests.factories.courses import MadeCourse, make_course
from tests.factories.people import make_person, make_tree

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)
LIST_QUERIES = 11
TELLING = "案主王小芳，女，住三楼，怎么开口？"


@pytest.fixture
def course() -> MadeCourse:
    return make_course(organisation=make_tree().county)


@pytest.fixture
def learner(course: MadeCourse) -> User:
    return enrolled(course, "李梅")


@pytest.fixture
def trainer(course: MadeCourse) -> User:
    return make_person(name="周教员", organisation=course.page.organisation, role=Role.TRAINER)


def enrolled(course: MadeCourse, name: str) -> User:
    person = make_person(name=name)
    enrol(learner=person, course_key=course.page.course_key, course_title=course.page.title, at=AT)
    return person


def ask(course: MadeCourse, by: User, text: str = "第一次走访该说什么？", at: dt.datetime = AT) -> LessonQuestion:
    return talk.ask_about_lesson(edition=course.edition, text=text, by=by, at=at)


def test_stranger_neither_asks_nor_answers(course: MadeCourse, learner: User) -> None:
    stranger = make_person()
    with pytest.raises(NotInThisCourse):
        ask(course, stranger)
    with pytest.raises(NotInThisCourse):
        talk.answer_question(question=ask(course, learner), text="先说明来意。", by=stranger, at=AT)


def test_same_question_sent_twice_is_asked_once(course: MadeCourse, learner: User) -> None:
    assert ask(course, learner).pk == ask(course, learner).pk


def test_text_that_may_tell_who_is_posted_only_after_a_second_look(course: MadeCourse, learner: User) -> None:
    with pytest.raises(MayTellWho) as refused:
        ask(course, learner, TELLING)
    assert "王小芳" not in str(refused.value.detail)
    assert not LessonQuestion.objects.exists()
    talk.ask_about_lesson(edition=course.edition, text=TELLING, by=learner, at=AT, is_sure=True)
    assert LessonQuestion.objects.get().text == TELLING


def test_only_a_trainers_answer_or_endorsement_answers(course: MadeCourse, learner: User, trainer: User) -> None:
    question = ask(course, learner)
    answer = talk.answer_question(question=question, text="先说明来意。", by=enrolled(course, "吴青"), at=AT)
    question.refresh_from_db()
    assert (question.answered_at, question.state) == (None, AskedState.WAITING)
    talk.endorse_answer(answer=answer, by=trainer, at=AT)
    question = LessonQuestion.objects.get()
    assert (question.answered_at, question.state) == (AT, AskedState.ENDORSED)


def test_one_endorsed_answer_a_question_and_it_can_be_taken_back(
    course: MadeCourse, learner: User, trainer: User
) -> None:
    question = ask(course, learner)
    first, second = (
        talk.answer_question(question=question, text=text, by=trainer, at=AT) for text in ("说明来意。", "亮明身份。")
    )
    talk.endorse_answer(answer=first, by=trainer, at=AT)
    with pytest.raises(AlreadyEndorsed):
        talk.endorse_answer(answer=second, by=trainer, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonAnswer.objects.update(endorsed_at=AT, endorsed_by=trainer)
    talk.take_endorsement_back(answer=first, by=trainer, at=AT)
    talk.endorse_answer(answer=second, by=trainer, at=AT)
    assert LessonAnswer.objects.get(endorsed_at__isnull=False) == second


def test_learner_decides_nothing(course: MadeCourse, learner: User, trainer: User) -> None:
    question = ask(course, learner)
    answer = talk.answer_question(question=question, text="先说明来意。", by=trainer, at=AT)
    for decide in (
        lambda: talk.endorse_answer(answer=answer, by=learner, at=AT),
        lambda: talk.hide_answer(answer=answer, by=learner, at=AT),
        lambda: talk.hide_question(question=question, by=learner, at=AT),
    ):
        with pytest.raises(NotAllowed):
            decide()


def test_hidden_question_is_gone_for_learners_and_comes_back(
    client: Client, course: MadeCourse, learner: User, trainer: User
) -> None:
    question = ask(course, learner)
    address = reverse("lesson-question", args=[question.pk])
    talk.hide_question(question=question, by=trainer, at=AT)
    client.force_login(learner)
    assert client.get(address).status_code == 404
    client.force_login(trainer)
    assert client.get(address).status_code == 200
    client.post(reverse("lesson-question-decide", args=[question.pk, "show"]))
    client.force_login(learner)
    assert client.get(address).status_code == 200


def test_unanswered_question_is_passed_on_after_three_days_once(course: MadeCourse, learner: User) -> None:
    now = timezone.now()
    old = ask(course, learner, at=now - dt.timedelta(days=3, minutes=1))
    ask(course, learner, "还有呢？", at=now - dt.timedelta(days=2))
    call_command("escalate_questions")
    assert list(LessonQuestion.objects.exclude(escalated_at=None)) == [old]
    assert talk.escalate_questions(at=timezone.now(), after=dt.timedelta(days=3)) == []


def test_page_warns_keeps_the_text_and_offers_a_covered_one(client: Client, course: MadeCourse, learner: User) -> None:
    client.force_login(learner)
    address = reverse("lesson-questions", args=[course.edition.lesson_key])
    warned = client.post(address, {"text": TELLING})
    assert warned.status_code == 422
    page = warned.content.decode()
    assert TELLING in page
    assert "案主王*，女" in page
    client.post(address, {"text": TELLING, "cover": "1"})
    assert LessonQuestion.objects.get().text == "案主王*，女，住三楼，怎么开口？"


def test_confirmation_holds_for_the_text_that_was_warned_of_alone(
    client: Client, course: MadeCourse, learner: User
) -> None:
    client.force_login(learner)
    address = reverse("lesson-questions", args=[course.edition.lesson_key])
    form = client.post(address, {"text": TELLING}).context["form"]
    warned = form["warned"].value()
    other = "案主赵明，女，住三楼，怎么开口？"
    assert client.post(address, {"text": other, "warned": warned, "confirm": "1"}).status_code == 422
    assert client.post(address, {"text": TELLING, "warned": warned, "confirm": "1"}).status_code == 302


def test_names_are_masked_and_markup_is_text(client: Client, course: MadeCourse, learner: User) -> None:
    ask(course, learner, "<script>alert(1)</script>")
    client.force_login(enrolled(course, "吴青"))
    page = client.get(reverse("lesson-questions", args=[course.edition.lesson_key])).content.decode()
    assert "李梅" not in page
    assert "李*" in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_questions_of_a_lesson_cost_the_same_queries(
    client: Client, course: MadeCourse, learner: User, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        question = ask(course, learner, f"问题{number}")
        talk.answer_question(question=question, text="先说明来意。", by=learner, at=AT)
    client.force_login(learner)
    address = reverse("lesson-questions", args=[course.edition.lesson_key])
    client.get(address)
    with django_assert_num_queries(LIST_QUERIES):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("text", ["", " ", "字" * 2001, "\x00"])
def test_text_that_says_nothing_or_too_much_is_refused_with_a_sentence(
    client: Client, course: MadeCourse, learner: User, text: str
) -> None:
    client.force_login(learner)
    response = client.post(reverse("lesson-questions", args=[course.edition.lesson_key]), {"text": text})
    assert response.status_code == 422
    assert response.context["form"].errors["text"]
