"""Submitting, publishing and approving in Wagtail's editor; the preflight's page; editions."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from attendance.models import HourEntry
from attendance.selectors import edition_for
from cms.selectors import learners_on
from cms.site import set_up_site
from courses.models import CoursePage, HoursAssessment, LessonEdition, LessonPage, Regulation
from courses.rules import may_see_editions
from courses.selectors import edition_digest, editions_of
from courses.services.authoring import assign_course
from courses.services.regulations import load_regulations
from people.enums import Role
from tests.factories.courses import Lesson, Question, body_of, make_course
from tests.factories.flow import Flow, make_flow
from tests.factories.people import make_person, make_tree
from tests.factories.study import study

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_no_second_factor")]
TEXT = "走访" * 2000
QUIZ = {
    "pass_percent": "60",
    "questions-count": "1",
    "questions-0-deleted": "",
    "questions-0-order": "0",
    "questions-0-id": "",
    "questions-0-value-kind": "single",
    "questions-0-value-stem": "第一件事？",
    "questions-0-value-explanation": "",
    "questions-0-value-options-count": "2",
    **{
        f"questions-0-value-options-{n}-{key}": value
        for n in range(2)
        for key, value in (("deleted", ""), ("order", str(n)), ("id", ""), ("value-text", f"选项{n}"))
    },
    "questions-0-value-options-0-value-is_correct": "on",
}


@pytest.fixture
def _no_second_factor() -> Any:
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        yield


@pytest.fixture
def flow() -> Flow:
    found = make_flow()
    set_up_site()
    assign_course(course=found.course, organisation=found.tree.county, by=None, at=timezone.now())
    return found


def lesson_data(claimed: str, action: str, **changes: str) -> dict[str, Any]:
    data = nested_form_data(
        {
            "title": "走访第一课",
            "slug": "first",
            "goals": "能说清三个步骤",
            "practice": "走一户",
            "claimed_minutes": claimed,
            "body": streamfield([("text", rich_text(f"<p>{TEXT}</p>")), ("quiz", {})]),
            "comments": inline_formset([]),
            action: "1",
            **changes,
        }
    )
    return data | {f"body-1-value-{name}": value for name, value in QUIZ.items()}


def sentences(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize("action", ["action-submit", "action-publish"])
def test_overclaiming_is_held_back_with_the_arithmetic_and_saved(flow: Flow, client: Client, action: str) -> None:
    client.force_login(flow.publisher)
    url = reverse("wagtailadmin_pages:edit", args=[flow.lesson.pk])
    with override_settings(LANGUAGE_CODE="en"):
        answer = client.post(url, lesson_data("45", action), follow=True)
    assert "45" in sentences(answer)
    assert "10" in sentences(answer)
    assert flow.step is None
    assert not LessonEdition.objects.exists()
    draft = flow.draft()
    assert (draft.title, draft.claimed_minutes) == ("走访第一课", 45)
    client.post(url, lesson_data("10", action), follow=True)
    assert (flow.step is not None) == (action == "action-submit")
    assert LessonEdition.objects.exists() == (action == "action-publish")


@pytest.mark.parametrize("action", ["action-submit", "action-publish"])
def test_a_new_lesson_that_is_held_back_is_a_draft(flow: Flow, client: Client, action: str) -> None:
    client.force_login(flow.publisher)
    url = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", flow.course.pk])
    client.post(url, lesson_data("45", action), follow=True)
    page = LessonPage.objects.get(slug="first")
    assert (page.live, page.workflow_in_progress, LessonEdition.objects.count()) == (False, False, 0)
    client.post(url, lesson_data("10", action, slug="second"), follow=True)
    page = LessonPage.objects.get(slug="second")
    assert (page.live, page.workflow_in_progress) == (action == "action-publish", action == "action-submit")


def test_an_invalid_form_is_wagtails_own_affair(flow: Flow, client: Client) -> None:
    client.force_login(flow.author)
    url = reverse("wagtailadmin_pages:edit", args=[flow.lesson.pk])
    answer = client.post(url, lesson_data("45", "action-submit", title=""))
    assert answer.status_code == 200
    assert flow.step is None


def test_publishing_many_at_once_is_all_or_none(flow: Flow, client: Client) -> None:
    flow.save(claimed_minutes=400)
    client.force_login(flow.publisher)
    url = f"/manage/bulk/wagtailcore/page/publish/?next=/manage/&id={flow.lesson.pk}"
    assert "400" in sentences(client.post(url, follow=True))
    course = f"/manage/bulk/wagtailcore/page/publish/?next=/manage/&id={flow.course.pk}"
    client.post(course, {"include_descendants": "on"})
    assert not LessonEdition.objects.exists()
    flow.save(claimed_minutes=4)
    client.post(url)
    assert LessonEdition.objects.count() == 1


def step_url(flow: Flow, action: str) -> str:
    step = flow.step
    assert step is not None
    return reverse("wagtailadmin_pages:workflow_action", args=[flow.lesson.pk, action, step.pk])


def test_the_assessors_form_shows_the_arithmetic_and_writes_what_it_asks(flow: Flow, client: Client) -> None:
    flow.submit()
    flow.take(flow.reviewer)
    client.force_login(flow.assessor)
    asked = client.get(step_url(flow, "approve")).content.decode()
    for word in ("minutes", "category", "schemes", "zj-120"):
        assert word in asked
    assert client.post(step_url(flow, "approve"), {"minutes": "999", "category": "law"}).status_code == 302
    assert not HoursAssessment.objects.exists()
    client.post(step_url(flow, "approve"), {"minutes": "12", "category": "law", "schemes": ["zj-120"], "comment": "好"})
    assessment = HoursAssessment.objects.get()
    assert (assessment.minutes, assessment.category, assessment.schemes) == (12, "law", ["zj-120"])
    assert PageLogEntry.objects.filter(action="courses.assess_hours", page=flow.lesson.pk, user=flow.assessor).exists()


def test_sending_back_needs_a_reason(flow: Flow, client: Client) -> None:
    flow.submit()
    client.force_login(flow.reviewer)
    client.post(step_url(flow, "reject"), {"comment": ""})
    assert flow.step is not None
    client.post(step_url(flow, "reject"), {"comment": "目标写得不清楚"})
    assert flow.step is None
    assert TaskState.objects.get(status=TaskState.STATUS_REJECTED).comment == "目标写得不清楚"


def test_who_does_not_take_the_step_gets_no_form(flow: Flow, client: Client) -> None:
    flow.submit()
    for stranger in (flow.author, flow.publisher, make_person(role=Role.TRAINER, organisation=flow.tree.other_county)):
        client.force_login(stranger)
        for answer in (client.get(step_url(flow, "approve")), client.post(step_url(flow, "approve"), {"comment": ""})):
            assert answer.status_code == 302
    assert flow.step is not None


def test_an_approval_in_the_editor_is_held_back_as_well(flow: Flow, client: Client) -> None:
    """The publisher claims more while approving: nothing is published, and the preflight's page says why."""
    flow.submit()
    flow.take(flow.reviewer)
    flow.assess()
    client.force_login(flow.publisher)
    data = lesson_data(
        "45",
        "action-workflow-action",
        **{"workflow-action-name": "approve", "workflow-action-extra-data": json.dumps({"comment": ""})},
    )
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[flow.lesson.pk]), data)
    assert answer["Location"] == reverse("course_preflight", args=[flow.lesson.pk])
    assert not LessonEdition.objects.exists()


def test_a_page_under_review_is_locked_for_its_author(flow: Flow, client: Client) -> None:
    flow.submit()
    url = reverse("wagtailadmin_pages:edit", args=[flow.lesson.pk])
    client.force_login(flow.author)
    client.post(url, lesson_data("10", "action-save-draft"))
    assert flow.draft().title != "走访第一课"
    client.force_login(flow.reviewer)
    assert client.get(url).status_code == 200
    preview = reverse("wagtailadmin_pages:workflow_preview", args=[flow.lesson.pk, flow.step.task.pk])
    assert client.get(preview).status_code == 200
    LessonPage.objects.filter(pk=flow.lesson.pk).update(locked=True, locked_by=flow.publisher)
    client.post(url, lesson_data("10", "action-save-draft"))
    assert flow.draft().title != "走访第一课"
    client.force_login(flow.author)
    for name in ("history", "workflow_history"):
        assert client.get(reverse(f"wagtailadmin_pages:{name}", args=[flow.lesson.pk])).status_code == 200


def test_the_preflight_names_the_arithmetic_and_leads_to_the_field(flow: Flow, client: Client) -> None:
    flow.save(claimed_minutes=99)
    client.force_login(flow.author)
    shown = client.get(reverse("course_preflight", args=[flow.lesson.pk])).content.decode()
    assert f"/manage/pages/{flow.lesson.pk}/edit/#panel-child-content-claimed_minutes-section" in shown
    assert "99" in shown
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[flow.lesson.pk])).content.decode()
    assert reverse("course_preflight", args=[flow.lesson.pk]) in edit
    assert reverse("course_editions", args=[flow.lesson.pk]) in edit
    assert flow.lesson.title in client.get(reverse("course_preflight", args=[flow.course.pk])).content.decode()
    assert client.get(reverse("course_preflight", args=[flow.course.get_parent().pk])).status_code == 404


def test_cited_regulations_are_looked_up_in_the_register(flow: Flow, client: Client) -> None:
    load_regulations()
    assert load_regulations() == 0
    course = CoursePage.objects.get(pk=flow.course.pk)
    course.regulations = "《中华人民共和国婚姻法》\n精神卫生法\n某县走访办法"
    course.save_revision()
    client.force_login(flow.author)
    shown = client.get(reverse("course_preflight", args=[flow.lesson.pk])).content.decode()
    assert "中华人民共和国民法典" in shown
    assert "某县走访办法" in shown
    assert "中华人民共和国精神卫生法" in shown
    course.regulations = ""
    course.citations.create(regulation=Regulation.objects.get(title="中华人民共和国收养法"))
    course.save_revision()
    assert "中华人民共和国收养法" in client.get(reverse("course_preflight", args=[flow.course.pk])).content.decode()


def test_a_course_is_submitted_when_its_lessons_are(flow: Flow, client: Client) -> None:
    client.force_login(flow.author)
    url = reverse("course_preflight", args=[flow.course.pk])
    course = CoursePage.objects.get(pk=flow.course.pk)
    course.live = False
    course.save(update_fields=["live"])
    assert client.get(url).context["against"]
    flow.submit()
    assert not client.get(url).context["against"]


def test_editions_show_who_approved_and_what_was_frozen(flow: Flow, client: Client) -> None:
    flow.publish(minutes=15)
    first = LessonEdition.objects.get()
    study(make_person(), first, at=timezone.now())
    flow.save(title="走访第一课（修订）", practice="新练习")
    flow.submit()
    flow.take(flow.reviewer)
    flow.take(flow.publisher)
    client.force_login(flow.assessor)
    answer = client.get(reverse("course_editions", args=[flow.lesson.pk]))
    assert [(row.edition.number, learners) for row, learners, _ in answer.context["rows"]] == [(2, 0), (1, 1)]
    shown = answer.content.decode()
    assert flow.assessor.real_name in shown
    assert edition_digest(first)[:16] in shown
    old = client.get(reverse("course_edition", args=[flow.lesson.pk, 1])).content.decode()
    assert first.title in old
    assert "新练习" not in old
    assert edition_digest(first)[:16] in old
    assert client.get(reverse("course_edition", args=[flow.lesson.pk, 3])).status_code == 404


def test_a_learner_in_the_middle_finishes_on_the_edition_begun(flow: Flow) -> None:
    """While the lesson is edited, approved with fewer minutes and published again."""
    flow.publish(minutes=20)
    learner, first = make_person(), LessonEdition.objects.get()
    at = study(learner, first, at=timezone.now() - dt.timedelta(hours=2), until_ms=300_000)
    flow.save(claimed_minutes=5)
    flow.submit()
    flow.take(flow.reviewer)
    flow.assess(minutes=5)
    flow.take(flow.publisher)
    assert LessonEdition.objects.latest("number").credited_seconds == 300
    assert edition_for(learner, first.lesson_key) == first
    study(learner, first, at=at)
    entry = HourEntry.objects.get(learner=learner)
    assert entry.seconds > 300
    assert edition_for(make_person(), first.lesson_key).number == 2


def test_the_digest_of_an_edition_stays_as_it_is(flow: Flow) -> None:
    flow.publish()
    edition = LessonEdition.objects.get()
    flow.save(title="别的题目", claimed_minutes=3).save_revision().publish()
    assert edition_digest(LessonEdition.objects.get(pk=edition.pk)) == edition_digest(edition)
    assert edition_digest(LessonEdition.objects.latest("number")) != edition_digest(edition)


def test_who_sees_editions_agrees_in_both_ways() -> None:
    tree = make_tree()
    courses = [make_course(organisation=organisation).page for organisation in (tree.county, None)]
    for place in (tree.province, tree.county, tree.township, tree.other_county):
        for role in Role:
            person = make_person(role=role, organisation=place)
            seen = set(CoursePage.objects.seen_by(person))
            assert seen == {course for course in courses if may_see_editions(person, course)}, (role, place)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_as_often_for_three_as_for_one(
    count: int, client: Client, django_assert_num_queries: Any
) -> None:
    flow = make_flow()
    flow.submit()
    for number in range(count - 1):
        page = LessonPage(
            title=f"第{number}课", slug=f"more{number}", body=json.dumps(body_of(Lesson(questions=[Question()])))
        )
        CoursePage.objects.get(pk=flow.course.pk).add_child(instance=page)
        page.save_revision(user=flow.author)
        page.get_workflow().start(page, flow.author)
    client.force_login(flow.assessor)
    url = reverse("course_steps_results")
    client.get(url)
    with django_assert_num_queries(STEPS_QUERIES):
        assert client.get(url).content.decode().count("</tr>") == count + 1
    for number in range(count):
        page = flow.save(practice=f"练习{number}")
        page.save_revision().publish()
    with django_assert_num_queries(EDITIONS_QUERIES):
        rows = editions_of(flow.lesson.lesson_key)
        learners_on([row.edition for row in rows])
    assert len(rows) == count


STEPS_QUERIES = 19
EDITIONS_QUERIES = 2
