"""Courses made, copied and given away; chapters; who may work on what."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from attendance.selectors import standing_in
from cms.site import set_up_site
from courses.errors.authoring import CourseTitleTaken
from courses.models import CoursePage, LessonPage
from courses.selectors import outline
from courses.services.authoring import assign_course, create_course
from people.enums import Role
from people.errors import NotAllowed
from tests.factories.courses import Lesson, make_chapter, make_course
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.study import study

pytestmark = pytest.mark.django_db
FACTS = {"summary": "实务课。", "category": "practice", "service_field": "community", "tier": "frontline"}
LIST_QUERIES = 16


@pytest.fixture
def tree() -> Tree:
    set_up_site()
    return make_tree()


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_new_course_form_makes_a_draft_that_its_trainer_can_edit(tree: Tree) -> None:
    trainer = make_person(role=Role.TRAINER, organisation=tree.county)
    client = signed_in(trainer)
    page = client.get(reverse("course_list:add"))
    assert page.status_code == 200
    response = client.post(reverse("course_list:add"), {"title": "走访入门", "organisation": tree.county.pk, **FACTS})
    course = CoursePage.objects.get(title="走访入门")
    assert response.url == reverse("wagtailadmin_pages:edit", args=[course.pk])
    assert (course.organisation, course.live, course.owner) == (tree.county, False, trainer)
    assert client.get(response.url).status_code == 200


def test_course_title_is_taken_once_an_organisation(tree: Tree) -> None:
    trainer = make_person(role=Role.TRAINER, organisation=tree.county)
    facts = {**FACTS, "title": "走访", "by": trainer, "at": timezone.now()}
    create_course(organisation=tree.county, **facts)
    with pytest.raises(CourseTitleTaken):
        create_course(organisation=tree.county, **facts)
    create_course(organisation=tree.township, **facts)
    with pytest.raises(NotAllowed):
        create_course(organisation=tree.city, **facts)


def test_copy_has_the_whole_tree_as_drafts_with_keys_of_their_own(tree: Tree) -> None:
    trainer = make_person(role=Role.TRAINER, organisation=tree.county)
    made = make_course(organisation=tree.county, lessons=[Lesson(title="一")])
    make_chapter(made.page, title="章", lessons=[Lesson(title="二"), Lesson(title="三")])
    changed = LessonPage.objects.get(title="二")
    changed.practice = "改过的草稿"
    changed.save_revision(user=trainer)
    response = signed_in(trainer).post(
        reverse("course_list:duplicate", args=[made.page.pk]), {"title": "副本", "organisation": tree.community.pk}
    )
    copy = CoursePage.objects.get(title="副本")
    assert response.url == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    assert copy.organisation == tree.community
    lessons = list(LessonPage.objects.descendant_of(copy).order_by("path"))
    assert [page.title for page in lessons] == ["一", "二", "三"]
    assert not any(page.live for page in (copy, *copy.get_descendants()))
    drafts = [page.get_latest_revision_as_object() for page in lessons]
    assert drafts[1].practice == "改过的草稿"
    old = set(LessonPage.objects.descendant_of(made.page).values_list("lesson_key", flat=True))
    assert len({page.lesson_key for page in (*lessons, *drafts)} | old) == 6
    assert copy.get_latest_revision_as_object().organisation == tree.community
    assert copy.course_key != made.page.course_key


def test_draft_of_a_course_never_brings_an_organisation_back(tree: Tree) -> None:
    trainer = make_person(role=Role.TRAINER, organisation=tree.county)
    course = make_course(organisation=tree.county).page
    before = make_person(role=Role.TRAINER, organisation=tree.township)
    assign_course(course=course, organisation=tree.township, by=trainer, at=timezone.now())
    CoursePage.objects.get(pk=course.pk).get_latest_revision().publish()
    assert CoursePage.objects.get(pk=course.pk).organisation == tree.township
    assert course.permissions_for_user(before).can_edit()


def test_lesson_that_moves_into_a_chapter_keeps_its_hours(tree: Tree) -> None:
    learner = make_person()
    made = make_course(lessons=[Lesson(title="一"), Lesson(title="二")])
    chapter = make_chapter(made.page)
    study(learner, made.edition, at=timezone.now() - dt.timedelta(hours=1))
    made.lessons[0].move(chapter, pos="last-child")
    page = LessonPage.objects.get(pk=made.lessons[0].pk)
    page.save_revision().publish()
    client = signed_in(learner)
    assert client.get(f"/courses/{made.page.slug}/{chapter.slug}/{page.slug}/").status_code == 200
    standing = standing_in(learner, made.page)
    assert [(one.edition.title, one.is_finished, one.chapter_title) for one in standing.lessons] == [
        ("二", False, ""),
        ("一", True, "第一章"),
    ]
    assert standing.seconds == 60
    html = client.get(f"/courses/{made.page.slug}/").content.decode()
    assert f'id="chapter-{chapter.pk}"' in html
    response = client.get(f"/courses/{made.page.slug}/{chapter.slug}/")
    assert response.url.endswith(f"/courses/{made.page.slug}/#chapter-{chapter.pk}")
    second = client.get(f"/courses/{made.page.slug}/{made.lessons[1].slug}/").content.decode()
    assert f'rel="next" href="/courses/{made.page.slug}/{chapter.slug}/{page.slug}/"' in second


def test_unpublished_chapter_hides_its_heading_but_no_lesson(tree: Tree) -> None:
    made = make_course(lessons=[Lesson(title="一")])
    chapter = make_chapter(made.page, lessons=[Lesson(title="二")])
    assert [one.chapter_title for one in outline(made.page)] == ["", "第一章"]
    chapter.unpublish()
    assert [(one.page.title, one.chapter_title) for one in outline(made.page)] == [("一", ""), ("二", "")]


@pytest.mark.parametrize("count", [1, 3])
def test_list_needs_the_same_queries_for_any_number_of_courses(
    tree: Tree, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(make_person(role=Role.TRAINER, organisation=tree.county))
    for _ in range(count):
        make_course(organisation=tree.county, lessons=0)
    client.get(reverse("course_list:index"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("course_list:index"))
