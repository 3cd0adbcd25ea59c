"""The trainers' desk for talk: what waits, what is announced, what learners think."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from courses.models import Announcement, EvaluationLink, LessonQuestion
from courses.models.evaluations import RATINGS
from courses.services.announcements import announce
from courses.services.enrolment import enrol
from courses.services.evaluations import evaluate_course
from courses.services.talk import ask_about_lesson
from people.enums import Role
from people.models import User
from tests.factories.courses import MadeCourse, make_course
from tests.factories.people import Tree, make_person, make_tree

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)
LIST_QUERIES = {"lesson_questions": 14, "announcements": 14, "evaluations": 14}


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def course(tree: Tree) -> MadeCourse:
    return make_course(organisation=tree.township)


@pytest.fixture
def trainer(tree: Tree, client: Client) -> User:
    person = make_person(organisation=tree.county, role=Role.TRAINER)
    client.force_login(person)
    return person


@pytest.fixture
def signed_in(client: Client, trainer: User) -> Client:
    return client


def enrolled(course: MadeCourse) -> User:
    person = make_person()
    enrol(learner=person, course_key=course.page.course_key, course_title=course.page.title, at=AT)
    return person


def announced(course: MadeCourse, trainer: User, title: str = "面授改期") -> Announcement:
    until = timezone.localdate() + dt.timedelta(days=7)
    at = timezone.now()
    return announce(course=course.page, title=title, text="改到周五。", shown_until=until, by=trainer, at=at)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", LIST_QUERIES)
def test_lists_cost_the_same_queries(
    signed_in: Client,
    course: MadeCourse,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
    rows: int,
) -> None:
    learner, trainer = enrolled(course), User.objects.get(memberships__role=Role.TRAINER)
    for number in range(rows):
        ask_about_lesson(edition=course.edition, text=f"问题{number}", by=learner, at=AT)
        announced(course, trainer, f"通知{number}")
        if number:
            make_course(organisation=course.page.organisation)
    address = reverse(f"{name}:index")
    signed_in.get(address)
    with django_assert_num_queries(LIST_QUERIES[name]):
        assert signed_in.get(address).status_code == 200


def test_trainer_sees_only_the_talk_of_courses_below(client: Client, tree: Tree, course: MadeCourse) -> None:
    ask_about_lesson(edition=course.edition, text="第一次走访该说什么？", by=enrolled(course), at=AT)
    client.force_login(make_person(organisation=tree.other_township, role=Role.TRAINER))
    assert "第一次走访" not in client.get(reverse("lesson_questions:index")).content.decode()


def test_questions_are_found_by_where_they_stand(client: Client, course: MadeCourse, trainer: User) -> None:
    learner = enrolled(course)
    for text in ("等待的问题", "转交的问题", "答过的问题"):
        ask_about_lesson(edition=course.edition, text=text, by=learner, at=AT)
    LessonQuestion.objects.filter(text="转交的问题").update(escalated_at=AT)
    LessonQuestion.objects.filter(text="答过的问题").update(answered_at=AT)
    page = client.get(reverse("lesson_questions:index"), {"state": "escalated"}).content.decode()
    assert "转交的问题" in page
    assert "等待的问题" not in page


def test_announcement_is_guarded_shown_and_withdrawn(client: Client, course: MadeCourse, trainer: User) -> None:
    until = (timezone.localdate() + dt.timedelta(days=7)).isoformat()
    form = {"course": course.page.pk, "title": "案例", "text": "案主王小芳，女，怎么办", "shown_until": until}
    address = reverse("announcements:announce")
    warned = client.post(address, form)
    assert warned.context["form"].errors["text"]
    assert not Announcement.objects.exists()
    client.post(address, {**form, "text": "周五交作业。"})
    announcement = Announcement.objects.get()
    client.post(reverse("announcements:withdraw", args=[announcement.pk]))
    announcement.refresh_from_db()
    assert announcement.withdrawn_at is not None


def test_day_that_has_passed_is_refused_at_its_field(client: Client, course: MadeCourse, trainer: User) -> None:
    form = {"course": course.page.pk, "title": "通知", "text": "周五交作业。", "shown_until": "2020-01-01"}
    assert client.post(reverse("announcements:announce"), form).context["form"].errors["shown_until"]


def test_evaluation_page_goes_from_no_code_to_figures_and_a_file(
    client: Client, course: MadeCourse, trainer: User
) -> None:
    address = reverse("evaluations:detail", args=[course.page.pk])
    assert client.get(address).context["link"] is None
    client.post(reverse("evaluations:open", args=[course.page.pk]))
    link = EvaluationLink.objects.get()
    assert link.code in client.get(address).content.decode()
    for number in range(5):
        ratings = dict.fromkeys(RATINGS, number + 1)
        text = "=1+1" if number == 0 else ""
        evaluate_course(course_key=link.course_key, ratings=ratings, text=text, by=enrolled(course), at=AT)
    page = client.get(address).content.decode()
    assert "3.0" in page
    file = client.get(reverse("evaluations:file", args=[course.page.pk]))
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(file.content)).active for cell in row if cell.value]
    assert all(cell.data_type != "f" for cell in cells)
    assert "=1+1" in [cell.value for cell in cells]
