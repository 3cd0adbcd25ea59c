"""From an author's draft to an edition: who takes which step, what is written, and who is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from courses.models import HoursAssessment, LessonEdition, LessonPage, Regulation
from people.enums import Role
from tests.factories.courses import Lesson, Question
from tests.factories.flow import Flow, make_flow
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def flow() -> Flow:
    return make_flow()


def edition(flow: Flow) -> LessonEdition:
    return LessonEdition.objects.filter(lesson_key=flow.lesson.lesson_key).latest("number")


def names(flow: Flow) -> list[str]:
    states = TaskState.objects.filter(workflow_state__object_id=str(flow.lesson.pk)).order_by("pk")
    return [f"{state.task.name}: {state.status}" for state in states]


def test_a_lesson_passes_three_people_and_freezes_the_least_of_all_minutes(flow: Flow) -> None:
    flow.publish(minutes=15, category="law")
    page = LessonPage.objects.get(pk=flow.lesson.pk)
    frozen = edition(flow)
    assessment = HoursAssessment.objects.get()
    assert page.live
    assert (frozen.credited_seconds, frozen.category) == (15 * 60, "law")
    assert frozen.assessed.assessment == assessment
    assert (assessment.assessed_by, assessment.schemes, assessment.minutes) == (flow.assessor, ["zj-120"], 15)


@pytest.mark.parametrize(("claimed", "approved", "credited"), [(12, 15, 720), (20, 600, 1200), (None, 600, 1200)])
def test_credit_is_never_above_claimed_or_measured(claimed: int | None, approved: int, credited: int) -> None:
    flow = make_flow(Lesson(characters=8000, questions=[Question()], claimed_minutes=claimed))
    flow.publish(minutes=approved)
    assert edition(flow).credited_seconds == credited


def test_steps_go_by_role_and_organisation(flow: Flow) -> None:
    flow.submit()
    page = flow.draft()
    elsewhere = make_person(role=Role.TRAINER, organisation=flow.tree.other_county)
    above = make_person(role=Role.TRAINER, organisation=flow.tree.city)
    below = make_person(role=Role.TRAINER, organisation=flow.tree.township)
    review = page.current_workflow_task
    may = {person: bool(review.get_actions(page, person)) for person in (flow.author, flow.reviewer, above)}
    assert may == {flow.author: False, flow.reviewer: True, above: True}
    for stranger in (elsewhere, below, flow.assessor, flow.publisher):
        assert review.get_actions(page, stranger) == []
        assert review.locked_for_user(page, stranger)
        assert not TaskState.objects.reviewable_by(stranger).exists()
    assert TaskState.objects.reviewable_by(flow.reviewer).count() == 1
    assert not TaskState.objects.reviewable_by(flow.author).exists()
    flow.take(flow.reviewer)
    assert flow.draft().permissions_for_user(flow.assessor).can_edit()
    assert TaskState.objects.reviewable_by(flow.assessor).count() == 1


def test_whoever_wrote_a_part_does_not_review_it(flow: Flow) -> None:
    flow.save(by=flow.reviewer, practice="换一种练习")
    flow.submit()
    page = flow.draft()
    assert page.current_workflow_task.get_actions(page, flow.reviewer) == []


def test_a_course_of_the_whole_province_is_for_those_at_the_top(flow: Flow) -> None:
    flow.course.organisation = None
    flow.course.save(update_fields=["organisation"])
    flow.submit()
    page = flow.draft()
    top = make_person(role=Role.TRAINER, organisation=flow.tree.province)
    assert page.current_workflow_task.get_actions(page, flow.reviewer) == []
    assert page.current_workflow_task.get_actions(page, top)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"minutes": 0, "category": "law"},
        {"minutes": 721, "category": "law"},
        {"minutes": 5, "category": "x"},
        {"minutes": "x", "category": "law"},
        {"minutes": 5, "category": "law", "schemes": 7},
    ],
)
def test_hours_that_the_form_would_not_send_are_refused(flow: Flow, given: dict[str, Any]) -> None:
    flow.submit()
    flow.take(flow.reviewer)
    with pytest.raises(PermissionDenied):
        flow.take(flow.assessor, **given)
    assert not HoursAssessment.objects.exists()
    assert flow.step is not None
    assert flow.step.task.name == names(flow)[-1].split(":")[0]


def test_a_typo_skips_the_assessor_and_a_change_of_hours_does_not(flow: Flow) -> None:
    flow.publish(minutes=18)
    flow.save(practice="改了一个错字")
    flow.submit()
    flow.take(flow.reviewer)
    assert flow.step is not None
    assert flow.step.task.specific.role == Role.ADMINISTRATOR
    skipped = TaskState.objects.filter(finished_by=None, status=TaskState.STATUS_APPROVED).get()
    assert "18" in skipped.comment
    flow.take(flow.publisher)
    assert (edition(flow).number, edition(flow).credited_seconds) == (2, 18 * 60)
    flow.save(claimed_minutes=19)
    flow.submit()
    flow.take(flow.reviewer)
    assert flow.step.task.specific.role == Role.ASSESSOR


def test_hours_changed_after_they_were_approved_go_back_to_the_assessor(flow: Flow) -> None:
    flow.submit()
    flow.take(flow.reviewer)
    flow.assess(minutes=20)
    flow.save(by=flow.publisher, claimed_minutes=10)
    flow.take(flow.publisher)
    assert not LessonEdition.objects.exists()
    assert flow.step is not None
    assert flow.step.task.specific.role == Role.ASSESSOR
    flow.assess(minutes=10)
    flow.take(flow.publisher)
    assert edition(flow).credited_seconds == 600


def test_nothing_is_published_that_the_preflight_stands_against(flow: Flow) -> None:
    flow.submit()
    flow.take(flow.reviewer)
    flow.assess()
    Regulation.objects.create(title="某某暂行办法", repealed_on=timezone.localdate())
    course = flow.course
    course.regulations = "《某某暂行办法》"
    course.save_revision()
    assert flow.take(flow.publisher) == reverse("course_preflight", args=[flow.lesson.pk])
    assert not LessonEdition.objects.exists()
    assert flow.step is not None


def test_publishing_without_the_workflow_keeps_to_the_last_assessment(flow: Flow) -> None:
    flow.publish(minutes=15)
    flow.save(claimed_minutes=20).save_revision().publish()
    assert edition(flow).credited_seconds == 15 * 60


def test_a_scheduled_lesson_goes_live_on_its_day_within_all_bounds(flow: Flow) -> None:
    flow.save(go_live_at=timezone.now() + dt.timedelta(days=3))
    flow.publish(minutes=15)
    page = LessonPage.objects.get(pk=flow.lesson.pk)
    assert (page.live, LessonEdition.objects.count()) == (False, 0)
    page.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=timezone.now() - dt.timedelta(hours=1))
    page.refresh_from_db()
    revision = page.revisions.exclude(approved_go_live_at=None).get()
    revision.content["go_live_at"] = (timezone.now() - dt.timedelta(hours=1)).isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert edition(flow).credited_seconds == 15 * 60


def recipients() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


def test_everybody_who_acted_is_told_once_and_in_chinese(flow: Flow, django_capture_on_commit_callbacks: Any) -> None:
    """In the second round, too: the reviewer of the first one, whom Wagtail forgets."""
    flow.submit()
    flow.take(flow.reviewer)
    flow.take(flow.assessor, "reject", comment="时长说不清")
    flow.save(practice="说清了")
    flow.submit()
    flow.assess()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        flow.take(flow.publisher, "reject", comment="标题太长")
    people = (flow.author, flow.reviewer, flow.assessor)
    assert recipients() == sorted(person.email for person in people)
    message = mail.outbox[0]
    assert "标题太长" in message.body
    assert "周管" in message.body
    assert f"/manage/pages/{flow.lesson.pk}/edit/" in message.body
    assert "退回" in message.subject


def test_whoever_is_next_is_told_with_the_day_it_is_due(flow: Flow, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        flow.submit()
    (message,) = [one for one in mail.outbox if one.to == [flow.reviewer.email]]
    assert (timezone.localdate() + dt.timedelta(days=5)).isoformat() in message.body
    assert flow.author.email not in recipients()


def test_steps_that_wait_show_their_day_and_the_late_ones(flow: Flow, client: Client) -> None:
    flow.submit()
    client.force_login(flow.assessor)
    url = reverse("course_steps")
    assert flow.lesson.title in client.get(url).content.decode()
    assert flow.lesson.title not in client.get(url, {"late": "late"}).content.decode()
    TaskState.objects.update(started_at=timezone.now() - dt.timedelta(days=6))
    assert flow.lesson.title in client.get(url, {"late": "late"}).content.decode()
    table = client.get(url, {"export": "csv"})
    assert flow.lesson.title in b"".join(table.streaming_content).decode()
    client.force_login(make_person(role=Role.TRAINER, organisation=flow.tree.other_county))
    assert flow.lesson.title not in client.get(url).content.decode()
