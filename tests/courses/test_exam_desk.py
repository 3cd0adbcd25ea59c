"""Trainers set an exam, look at papers, give extra time, mark without names, and read the statistics."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from attendance.services.exams import begin_exam
from courses.enums import BankKind
from courses.enums.exams import ExamState
from courses.models import Exam, ExamMark, ExamResult, ExtraTime
from courses.selectors.exams import exams_using
from people.enums import Role
from people.models import Organisation, User
from tests.factories.courses import make_course
from tests.factories.exams import AT, make_draw, make_exam, sit, take_part
from tests.factories.people import make_organisation, make_person
from tests.factories.questions import make_bank, make_question

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class World:
    organisation: Organisation
    trainer: User
    client: Client


@pytest.fixture
def world(db: None) -> World:
    organisation = make_organisation()
    trainer = make_person(role=Role.TRAINER, organisation=organisation, username="trainer1", name="赵老师")
    client = Client()
    client.force_login(trainer)
    return World(organisation, trainer, client)


def page(world: World, name: str, *args: Any) -> Any:
    answer = world.client.get(reverse(f"exams:{name}", args=args))
    assert answer.status_code == 200
    return answer


def send(world: World, name: str, *args: Any, **fields: Any) -> Any:
    answer = world.client.post(reverse(f"exams:{name}", args=args), fields)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def test_exam_is_made_filled_and_put_into_use(world: World) -> None:
    course = make_course(organisation=world.organisation).page
    bank = make_bank(organisation=world.organisation)
    chosen = make_question(bank=bank)
    for _ in range(2):
        make_question(bank=bank, tags=("伦理",))
    send(
        world, "add", course=course.pk, title="结业考试", pass_percent=60, minutes=90, attempts_allowed=2,
        wait_minutes=0, answers_shown="attempt", opens_at="2026-05-20T12:00",
    )  # fmt: skip
    exam = Exam.objects.get()
    assert (exam.organisation, exam.course_key, exam.opens_at) == (world.organisation, course.course_key, AT)
    refused = world.client.post(reverse("exams:open", args=[exam.pk]))
    assert refused.status_code == 200
    page(world, "choose_bank", exam.pk)
    send(world, "add_chosen", exam.pk, bank.pk, questions=[chosen.pk], points_each="2.5")
    tag = bank.questions.exclude(pk=chosen.pk)[0].tags.get(name="伦理")
    send(world, "add_drawn", exam.pk, bank=bank.pk, count=2, tags=[tag.pk])
    lines = page(world, "detail", exam.pk).context["lines"]
    assert [(line.asked, line.matching, line.is_short) for line in lines] == [(1, 1, False), (2, 2, False)]
    assert len(page(world, "preview", exam.pk).context["asked"]) == 3
    send(world, "open", exam.pk)
    exam.refresh_from_db()
    assert exam.state == ExamState.OPEN
    in_use = world.client.post(reverse("exams:remove_section", args=[exam.pk, 1]))
    assert in_use.status_code == 200
    send(world, "close", exam.pk)
    send(world, "remove_section", exam.pk, 1)
    assert [section.number for section in exam.sections.all()] == [1]
    assert [(use.exam, use.is_chosen) for use in exams_using(bank.questions.last())] == [(exam, False)]
    assert exams_using(chosen) == []


def test_section_in_the_form_is_written_anew(world: World) -> None:
    made = make_exam(organisation=world.organisation, state=ExamState.DRAFT)
    make_draw(made.exam, made.bank, 1, kinds=["single"])
    assert page(world, "drawn", made.exam.pk, 2).context["form"].initial["kinds"] == ["single"]
    send(world, "drawn", made.exam.pk, 2, bank=made.bank.pk, count=2, difficulties=["medium"], points_each="0.5")
    section = made.exam.sections.get(number=2)
    assert (section.count, section.kinds, section.difficulties, section.centipoints) == (2, [], ["medium"], 50)
    assert page(world, "chosen", made.exam.pk, 1).context["form"].initial["questions"]


def test_exam_of_another_organisation_is_not_there(world: World) -> None:
    made = make_exam(organisation=make_organisation())
    for name in ("detail", "edit", "open", "preview", "attempts", "extra_time", "statistics", "statistics_file"):
        assert world.client.get(reverse(f"exams:{name}", args=[made.exam.pk])).status_code == 404
    foreign = make_bank(organisation=make_organisation())
    own = make_exam(organisation=world.organisation, state=ExamState.DRAFT).exam
    assert world.client.get(reverse("exams:add_chosen", args=[own.pk, foreign.pk])).status_code == 404
    refused = world.client.post(reverse("exams:add_drawn", args=[own.pk]), {"bank": foreign.pk, "count": 1})
    assert "bank" in refused.context["form"].errors


def test_extra_time_is_given_to_somebody_who_takes_part(world: World) -> None:
    learner = make_person(username="lisi", phone="13800138000")
    made = make_exam(organisation=world.organisation)
    url = reverse("exams:extra_time", args=[made.exam.pk])
    refused = world.client.post(url, {"learner": "lisi", "percent": 25, "reason": "视力障碍"})
    assert "learner" in refused.context["form"].errors
    take_part(learner, made.exam)
    attempt = begin_exam(exam=made.exam, by=learner, at=AT)
    send(world, "extra_time", made.exam.pk, learner="138 0013 8000", percent=25, reason="视力障碍")
    assert ExtraTime.objects.get().given_by == world.trainer
    attempt.refresh_from_db()
    assert page(world, "attempts", made.exam.pk).context["lines"][0].extra.percent == 25


def test_attempts_show_names_only_to_whoever_may_see_them(world: World) -> None:
    learner = make_person(name="欧阳小明", organisation=make_organisation())
    made = make_exam(organisation=world.organisation, learner=learner)
    sit(learner, made.exam)
    text = page(world, "attempts", made.exam.pk).content.decode()
    assert "欧阳小明" not in text
    assert "100 %" in text


def test_answers_are_marked_one_after_the_other_without_names(world: World) -> None:
    made = make_exam(kinds=(BankKind.ESSAY,), organisation=world.organisation)
    learners = [make_person(name=name, organisation=world.organisation) for name in ("欧阳一", "欧阳二")]
    for learner in learners:
        take_part(learner, made.exam)
        sit(learner, made.exam)
    take_part(world.trainer, made.exam)
    own = sit(world.trainer, made.exam)
    ((exam, count, first),) = page(world, "marking").context["rows"]
    assert (exam, count) == (made.exam, 2)
    marking = page(world, "mark", first.pk)
    assert "我的看法" in marking.content.decode()
    assert "欧阳" not in marking.content.decode()
    too_much = world.client.post(reverse("exams:mark", args=[first.pk]), {"points-r1": "1.01"})
    assert "points-r1" in too_much.context["form"].errors
    following = send(world, "mark", first.pk, **{"points-r1": "0.75", "comment": "要点不全"})
    send(world, "mark", int(following.url.split("/")[-2]), **{"points-r1": "1"})
    assert set(ExamResult.objects.values_list("earned", "is_passed")) == {(75, True), (100, True)}
    assert page(world, "marking").context["rows"] == []
    assert world.client.get(reverse("exams:mark", args=[own.handed_in.get().pk])).status_code == 404
    assert ExamMark.objects.count() == 2


def test_statistics_are_shown_and_downloaded(world: World) -> None:
    made = make_exam(kinds=(BankKind.SINGLE, BankKind.MULTIPLE, BankKind.TRUE_FALSE), organisation=world.organisation)
    for number in range(10):
        learner = make_person()
        take_part(learner, made.exam)
        sit(learner, made.exam, wrong=[1, 2, 3] if number < 5 else [])
    shown = page(world, "statistics", made.exam.pk)
    assert [line.item.discrimination for line in shown.context["lines"]] == [100, 100, 100]
    assert len(shown.context["dots"]) == 3
    file = page(world, "statistics_file", made.exam.pk)
    rows = list(load_workbook(io.BytesIO(file.content)).active.values)
    assert len(rows) == 4
    assert rows[1][2:5] == (10, 0.5, 1)
    assert rows[1][7] == "5 / 3 / 0"


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_queries(world: World, django_assert_num_queries: Any, count: int) -> None:
    for number in range(count):
        made = make_exam(organisation=world.organisation)
        for _ in range(count):
            learner = make_person(organisation=make_organisation())
            take_part(learner, made.exam)
            sit(learner, made.exam, at=AT + dt.timedelta(days=number))
    for name, args, queries in (
        ("index", [], LIST_QUERIES),
        ("attempts", [made.exam.pk], ATTEMPT_QUERIES),
        ("statistics", [made.exam.pk], STATISTICS_QUERIES),
    ):
        world.client.get(reverse(f"exams:{name}", args=args))
        with django_assert_num_queries(queries):
            world.client.get(reverse(f"exams:{name}", args=args))


LIST_QUERIES = 14
ATTEMPT_QUERIES = 22
STATISTICS_QUERIES = 19
