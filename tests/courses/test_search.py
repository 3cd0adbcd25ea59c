"""Finding courses in the database's index, and keeping the index what the pages are."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from courses.models import CourseFigures, CourseIndexPage, CoursePage
from courses.search.finding import Found, find_courses, nearest
from tests.factories.courses import Lesson, MadeCourse, make_course, make_lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def courses() -> dict[str, MadeCourse]:
    return {
        "elder": make_course(
            title="老年社会工作实务", summary="面向长者的服务。", lessons=[Lesson(title="倾听与陪伴")]
        ),
        "ethics": make_course(title="社会工作伦理", summary="Social work ethics", lessons=1),
        "drugs": make_course(title="禁毒", summary="与老年人无关，讲戒毒康复。", service_field="drugs"),
        "hospice": make_course(title="医务 Hospice", summary="安宁疗护", lessons=[Lesson(title="老年病人")]),
    }


def names(numbers: list[int], courses: dict[str, MadeCourse]) -> list[str]:
    keys = {made.page.pk: name for name, made in courses.items()}
    return [keys[pk] for pk in numbers]


def test_a_title_is_found_by_its_parts_and_by_abbreviations(courses: dict[str, MadeCourse]) -> None:
    for query in ("老年", "社会工作", "社工实务", "老年社会工作实务", "老年社工实务"):
        assert courses["elder"].page.pk in find_courses(query).matches, query


def test_matches_are_ranked_by_where_they_stand(courses: dict[str, MadeCourse]) -> None:
    assert names(find_courses("老年").matches, courses) == ["elder", "drugs", "hospice"]
    assert names(find_courses("社会工作伦理").matches, courses)[0] == "ethics"
    assert names(find_courses("ｈｏｓｐｉｃｅ").matches, courses) == ["hospice"]
    assert names(find_courses("安宁").matches, courses) == ["hospice"]
    assert set(names(find_courses("先听后问").matches, courses)) == set(courses)  # in the text of every lesson


def test_pinyin_and_slips_are_offered_not_counted(courses: dict[str, MadeCourse]) -> None:
    for query in ("laonian", "lnshgz", "shegong", "老粘", "老年社会作实务", "老年社会工作务实", "laonain"):
        found = find_courses(query)
        assert found.matches == [], query
        assert courses["elder"].page.pk in found.meant, query


def test_what_sounds_alike_stands_behind_what_is_really_there(courses: dict[str, MadeCourse]) -> None:
    other = make_course(title="老粘的故事")
    found = find_courses("老粘")
    assert found.matches == [other.page.pk]
    assert courses["elder"].page.pk in found.meant


def test_nonsense_finds_nothing_and_the_nearest_is_told(courses: dict[str, MadeCourse]) -> None:
    assert find_courses("量子引力") == Found()
    assert names(nearest("老年会计学", 1), courses) == ["elder"]
    assert nearest("，。") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(query=st.text(max_size=200))
@example(query='" * NEAR OR - AND NOT')
@example(query="' & | ! :* <-> \\")
@example(query="x" * 10_000)
@example(query="😀" * 50)
@example(query="\x00")
def test_no_query_fails(query: str, courses: dict[str, MadeCourse]) -> None:
    find_courses(query)
    nearest(query)
    list(Page.objects.search(query or " ")[:5])
    list(Page.objects.autocomplete(query or " ")[:5])


def test_admin_search_finds_chinese_too(courses: dict[str, MadeCourse]) -> None:
    elder = courses["elder"].page.page_ptr
    for query in ("老年", "社会工作", "社工实务"):
        assert elder in Page.objects.search(query).get_queryset()
        assert elder in Page.objects.autocomplete(query).get_queryset()
    assert next(page.pk for page in Page.objects.search("老年社会工作实务")) == elder.pk


def test_index_and_figures_follow_the_pages(courses: dict[str, MadeCourse]) -> None:
    course = courses["ethics"].page
    lesson = make_lesson(course=course, lesson=Lesson(title="量子保密", characters=1200))
    assert find_courses("量子保密").matches == [course.pk]
    assert CourseFigures.objects.get(course=course).lessons == 2
    lesson.unpublish()
    assert find_courses("量子保密").matches == []
    assert CourseFigures.objects.get(course=course).lessons == 1
    page = CoursePage.objects.get(pk=course.pk)
    page.title = "专业操守"
    page.save_revision().publish()
    assert course.pk not in find_courses("伦理").matches
    assert find_courses("操守").matches == [course.pk]
    page.delete()
    assert find_courses("操守").matches == []


def test_figures_follow_a_lesson_that_moves_and_one_that_is_deleted(courses: dict[str, MadeCourse]) -> None:
    source, target = courses["elder"].page, courses["ethics"].page
    lesson = courses["elder"].lessons[0]
    lesson.move(CoursePage.objects.get(pk=target.pk), pos="last-child")
    assert [CourseFigures.objects.get(course=page).lessons for page in (source, target)] == [0, 2]
    assert find_courses("倾听").matches == [target.pk]
    type(lesson).objects.get(pk=lesson.pk).delete()
    assert CourseFigures.objects.get(course=target).lessons == 1


def test_update_index_builds_everything_again(courses: dict[str, MadeCourse]) -> None:
    courses["elder"].page.index_entries.all().delete()
    assert courses["elder"].page.pk not in find_courses("老年").matches
    call_command("update_index", verbosity=0)
    assert find_courses("老年").matches[0] == courses["elder"].page.pk
    assert CourseIndexPage.objects.count() == 1
