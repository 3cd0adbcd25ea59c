"""The trainers' pages about how a course goes."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from attendance.analytics.reading import Period, course_figures
from attendance.enums import HelpReason, LearnerStatus
from attendance.models import StudyProgress
from attendance.services.quiz import hand_in_quiz
from courses.services.enrolment import enrol
from people.enums import Role
from people.models import User
from tests.factories.courses import Lesson, MadeCourse, Question, make_course
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.study import study

pytestmark = pytest.mark.django_db
LIST_QUERIES, COURSE_QUERIES = 15, 26


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def course(tree: Tree) -> MadeCourse:
    lesson = Lesson(title="走访", questions=[Question(stem="=cmd|'/c calc'!A1")])
    return make_course(title="社区走访", organisation=tree.township, lessons=[lesson])


def signed_in(client: Client, tree: Tree, role: Role) -> User:
    person = make_person(organisation=tree.county, role=role)
    client.force_login(person)
    return person


def enrolled(course: MadeCourse, tree: Tree, name: str = "", days: int = 1) -> User:
    person = make_person(organisation=tree.township, **({"name": name} if name else {}))
    at = timezone.now() - dt.timedelta(days=days)
    enrol(learner=person, course_key=course.page.course_key, course_title=course.page.title, at=at)
    return person


def begun(course: MadeCourse, tree: Tree, name: str = "", days: int = 1, **how: object) -> User:
    person = enrolled(course, tree, name, days)
    study(person, course.edition, at=timezone.now() - dt.timedelta(days=days), **how)
    return person


def failed_twice(person: User, course: MadeCourse) -> None:
    wrong = {
        question["id"]: [next(one["id"] for one in question["options"] if one["id"] not in question["correct"])]
        for question in (course.edition.quiz or {})["questions"]
    }
    for _ in range(2):
        hand_in_quiz(edition=course.edition, answers=wrong, by=person, at=timezone.now())


def test_figures_of_a_course_tell_each_learner_once(tree: Tree, course: MadeCourse) -> None:
    enrolled(course, tree)
    begun(course, tree)
    begun(course, tree, until_ms=15_000)
    quiet = begun(course, tree, until_ms=15_000, days=15)
    failing = begun(course, tree, until_ms=15_000)
    failed_twice(failing, course)
    figures = course_figures(course.page, Period(), timezone.now())
    assert [step.people for step in figures.steps] == [5, 4, 1, 1]
    assert figures.statuses == {
        LearnerStatus.TODO: 1,
        LearnerStatus.GOING: 1,
        LearnerStatus.DONE: 1,
        LearnerStatus.HELP: 2,
    }
    assert [(one.learner_id, one.reasons) for one in figures.in_need] == [
        (quiet.pk, [HelpReason.QUIET]),
        (failing.pk, [HelpReason.QUIZ]),
    ]
    assert [(row.begun, row.finished) for row in figures.lessons] == [(4, 1)]
    recent = course_figures(course.page, Period(since=timezone.now() - dt.timedelta(days=3)), timezone.now())
    assert [step.people for step in recent.steps] == [4, 3, 1, 1]


def test_names_are_shown_to_those_who_look_after_the_people(tree: Tree, course: MadeCourse, client: Client) -> None:
    begun(course, tree, "钱静安", until_ms=15_000, days=15)
    url = reverse("course-analytics-of", args=[course.page.pk])
    signed_in(client, tree, Role.TRAINER)
    assert "钱静安" not in client.get(url).content.decode()
    signed_in(client, tree, Role.ADMINISTRATOR)
    assert "钱静安" in client.get(url).content.decode()


def test_file_holds_the_figures_and_no_formula(tree: Tree, course: MadeCourse, client: Client) -> None:
    for _ in range(5):
        begun(course, tree)
    signed_in(client, tree, Role.TRAINER)
    answer = client.get(reverse("course-analytics-file", args=[course.page.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "=cmd|'/c calc'!A1" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


def test_lesson_shows_no_stretch_of_a_small_group(tree: Tree, course: MadeCourse, client: Client) -> None:
    signed_in(client, tree, Role.TRAINER)
    url = reverse("course-analytics-lesson", args=[course.page.pk, course.edition.lesson_key])
    for _ in range(4):
        begun(course, tree, until_ms=15_000)
    assert '<svg class="columns"' not in client.get(url).content.decode()
    begun(course, tree, until_ms=15_000)
    assert '<svg class="columns"' in client.get(url).content.decode()


def test_course_of_others_and_lesson_of_another_course_are_not_there(
    tree: Tree, course: MadeCourse, client: Client
) -> None:
    elsewhere = make_course(organisation=tree.other_county)
    signed_in(client, tree, Role.TRAINER)
    for name in ("course-analytics-of", "course-analytics-file"):
        assert client.get(reverse(name, args=[elsewhere.page.pk])).status_code == 404
    url = reverse("course-analytics-lesson", args=[course.page.pk, elsewhere.edition.lesson_key])
    assert client.get(url).status_code == 404


def test_wrong_period_is_told_and_changes_nothing(tree: Tree, course: MadeCourse, client: Client) -> None:
    signed_in(client, tree, Role.TRAINER)
    url = reverse("course-analytics-of", args=[course.page.pk])
    page = client.get(url, {"since": "2026-05-20", "until": "2026-05-01"}).content.decode()
    assert 'class="error-message"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_need_the_same_queries_for_any_number(
    rows: int, tree: Tree, course: MadeCourse, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows - 1):
        make_course(organisation=tree.township)
    for _ in range(rows):
        begun(course, tree, until_ms=15_000, days=15)
    signed_in(client, tree, Role.TRAINER)
    urls = [reverse("course-analytics"), reverse("course-analytics-of", args=[course.page.pk])]
    for url in urls:
        client.get(url)
    for url, number in zip(urls, (LIST_QUERIES, COURSE_QUERIES), strict=True):
        with django_assert_num_queries(number):
            client.get(url)
    assert StudyProgress.objects.count() == rows
