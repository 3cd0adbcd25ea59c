"""Evaluation of courses: once a person, behind a code, and only together."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from courses.errors.talk import AlreadyEvaluated, MayTellWho, NotInThisCourse
from courses.models import CourseEvaluation, EvaluationLink
from courses.models.evaluations import RATINGS
from courses.selectors.evaluations import evaluation_results
from courses.services.enrolment import enrol
from courses.services.evaluations import evaluate_course, open_evaluation
from courses.talk.ratings import FEWEST, shown_number, spread
from people.enums import Role
from people.errors import NotAllowed
from people.models import User
from tests.factories.courses import MadeCourse, make_course
from tests.factories.people import make_person, make_tree

AT = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)
GOOD = dict.fromkeys(RATINGS, 5)


@pytest.fixture
def course(db: None) -> MadeCourse:
    return make_course(organisation=make_tree().county)


@pytest.fixture
def trainer(course: MadeCourse) -> User:
    return make_person(organisation=course.page.organisation, role=Role.TRAINER)


def enrolled(course: MadeCourse) -> User:
    person = make_person()
    enrol(learner=person, course_key=course.page.course_key, course_title=course.page.title, at=AT)
    return person


def evaluate(course: MadeCourse, by: User, text: str = "", **ratings: int) -> CourseEvaluation:
    return evaluate_course(course_key=course.page.course_key, ratings={**GOOD, **ratings}, text=text, by=by, at=AT)


def test_only_who_takes_part_evaluates_and_once(course: MadeCourse) -> None:
    with pytest.raises(NotInThisCourse):
        evaluate(course, make_person())
    learner = enrolled(course)
    evaluate(course, learner)
    with pytest.raises(AlreadyEvaluated):
        evaluate(course, learner, content_rating=1)
    assert CourseEvaluation.objects.get().content_rating == 5


@pytest.mark.parametrize("rating", [0, 6])
def test_rating_outside_one_to_five_is_refused_by_the_database(course: MadeCourse, rating: int) -> None:
    facts = {**GOOD, "content_rating": rating}
    with pytest.raises(IntegrityError), transaction.atomic():
        CourseEvaluation.objects.create(course_key=uuid.uuid4(), learner=make_person(), text="", at=AT, **facts)


def test_text_that_may_tell_who_is_not_kept_before_a_second_look(course: MadeCourse) -> None:
    with pytest.raises(MayTellWho):
        evaluate(course, enrolled(course), "案主王小芳，女，讲得太细")
    assert not CourseEvaluation.objects.exists()


def test_nothing_is_shown_under_five_answers(course: MadeCourse) -> None:
    for number in range(4):
        evaluate(course, enrolled(course), f"意见{number}")
    results = evaluation_results(course.page.course_key)
    assert (results.answers, results.shown, results.ratings, results.texts) == (4, 0, [], [])


def test_sixth_answer_is_not_told_by_the_difference_to_five(course: MadeCourse) -> None:
    for _ in range(5):
        evaluate(course, enrolled(course))
    before = evaluation_results(course.page.course_key)
    evaluate(course, enrolled(course), "只有我这样说", content_rating=1)
    after = evaluation_results(course.page.course_key)
    assert (after.answers, after.ratings, after.texts) == (6, before.ratings, before.texts)
    assert before.ratings[0].spread.mean_tenths == 50


@given(st.integers(0, 1000))
def test_answers_are_shown_in_whole_fives(answers: int) -> None:
    assert answers - FEWEST < shown_number(answers) <= answers
    assert shown_number(answers) % FEWEST == 0


@given(st.lists(st.integers(1, 5), min_size=1, max_size=50))
def test_spread_counts_everybody_once_and_the_mean_lies_between(ratings: list[int]) -> None:
    counted = spread(ratings)
    assert counted.total == len(ratings)
    assert min(ratings) * 10 <= counted.mean_tenths <= max(ratings) * 10


def test_link_is_made_once_by_a_trainer_of_the_course(course: MadeCourse, trainer: User) -> None:
    with pytest.raises(NotAllowed):
        open_evaluation(course=course.page, by=enrolled(course), at=AT)
    first = open_evaluation(course=course.page, by=trainer, at=AT)
    assert open_evaluation(course=course.page, by=trainer, at=AT) == first


def test_code_leads_a_learner_through_the_form_to_thanks(client: Client, course: MadeCourse, trainer: User) -> None:
    link: EvaluationLink = open_evaluation(course=course.page, by=trainer, at=AT)
    address = reverse("evaluation", args=[link.code])
    assert client.get(address).status_code == 302
    client.force_login(enrolled(course))
    assert client.get(address).context["is_done"] is False
    assert client.post(address, {"text": "很好"}).status_code == 422
    sent = client.post(address, {**dict.fromkeys(RATINGS, "4"), "text": "很好"})
    assert sent.context["is_done"] is True
    assert client.get(address).context["is_done"] is True
    assert CourseEvaluation.objects.count() == 1


def test_code_tells_a_stranger_to_enrol_first(client: Client, course: MadeCourse, trainer: User) -> None:
    link = open_evaluation(course=course.page, by=trainer, at=AT)
    client.force_login(make_person())
    address = reverse("evaluation", args=[link.code])
    assert client.get(address).context["is_enrolled"] is False
    client.post(address, dict.fromkeys(RATINGS, "4"))
    assert not CourseEvaluation.objects.exists()
