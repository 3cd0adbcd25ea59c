"""Catalogue, course and lesson pages, as visitors and learners see them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from attendance.services.study import open_session
from courses.models import LessonPage
from people.models import User
from tests.factories.courses import Lesson, MadeCourse, Question, make_course, make_site
from tests.factories.people import make_person
from tests.factories.study import study

pytestmark = pytest.mark.django_db

# Nine and more of each are Wagtail finding the page.
CATALOGUE_QUERIES = 35
COURSE_QUERIES = 22
LESSON_QUERIES = 23
SECRET = "先让人知道你是谁"


@pytest.fixture
def learner() -> User:
    return make_person(name="王小芳")


@pytest.fixture
def signed_in(client: Client, learner: User) -> Client:
    client.force_login(learner)
    return client


@pytest.fixture
def course() -> MadeCourse:
    return make_course(
        title="老年社会工作",
        service_field="welfare",
        outcomes="能评估需求\n能链接资源",
        regulations="老年人权益保障法",
        lessons=[Lesson(title="权益与政策", questions=[Question(explanation=SECRET)]), Lesson(title="需求评估")],
    )


@pytest.fixture(autouse=True)
def _in_english(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def html_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def queries_of(client: Client, url: str, expected: int, counted: DjangoAssertNumQueries) -> None:
    client.get(url)  # warms what is read once a process
    with counted(expected):
        client.get(url)


def test_visitor_sees_the_catalogue_without_states(client: Client, course: MadeCourse) -> None:
    html = html_of(client, "/courses/")
    assert "老年社会工作" in html
    assert "2 lessons" in html
    assert "0.0 credit hours (2 min)" in html
    assert "Not started" not in html


def test_catalogue_shows_each_state_to_a_learner(signed_in: Client, learner: User, course: MadeCourse) -> None:
    at = timezone.now() - dt.timedelta(hours=1)
    begun = make_course(title="在学的课", lessons=2)
    finished = make_course(title="学完的课", lessons=1)
    study(learner, begun.editions[0], at=at)
    study(learner, finished.editions[0], at=at + dt.timedelta(minutes=10))
    cards = signed_in.get("/courses/").content.decode().split("<article")[1:]
    states = {name: next(card for card in cards if name in card) for name in ("老年社会工作", "在学的课", "学完的课")}
    assert "In progress" in states["在学的课"]
    assert "1 of 2 lessons finished" in states["在学的课"]
    assert "Finished" in states["学完的课"]
    assert "Not started" in states["老年社会工作"]


def test_catalogue_filters_by_service_field(client: Client, course: MadeCourse) -> None:
    make_course(title="社区治理", service_field="community")
    html = html_of(client, "/courses/?field=welfare")
    assert "老年社会工作" in html
    assert "社区治理" not in html
    assert 'href="?field=community"' in html


def test_catalogue_without_a_match_leads_back_to_all(client: Client, course: MadeCourse) -> None:
    html = html_of(client, "/courses/?field=drugs")
    assert "<article" not in html
    assert 'class="btn" href="/courses/"' in html


def test_empty_catalogue_says_so(client: Client) -> None:
    make_site()
    assert 'class="card empty"' in html_of(client, "/courses/")


@pytest.mark.parametrize("count", [1, 3])
def test_catalogue_needs_the_same_queries_for_any_number_of_courses(
    signed_in: Client, learner: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        made = make_course(lessons=2)
        study(learner, made.edition, at=timezone.now() - dt.timedelta(hours=3 - number))
    queries_of(signed_in, "/courses/", CATALOGUE_QUERIES, django_assert_num_queries)


def test_visitor_sees_the_whole_course_and_is_asked_to_sign_in(client: Client, course: MadeCourse) -> None:
    html = html_of(client, course.page.url)
    for words in ("能评估需求", "老年人权益保障法", "权益与政策", "需求评估"):
        assert words in html
    assert f'href="/accounts/login/?next={course.page.url}"' in html


def test_course_button_starts_goes_on_and_leads_to_the_certificate(
    signed_in: Client, learner: User, course: MadeCourse
) -> None:
    first, second = (page.url for page in course.lessons)
    assert f'class="btn" href="{first}"' in html_of(signed_in, course.page.url)
    at = study(learner, course.editions[0], at=timezone.now() - dt.timedelta(hours=1))
    assert f'class="btn" href="{second}"' in html_of(signed_in, course.page.url)
    study(learner, course.editions[1], at=at)
    assert 'class="btn" href="/my/certificates/"' in html_of(signed_in, course.page.url)


@pytest.mark.parametrize("count", [1, 3])
def test_course_needs_the_same_queries_for_any_number_of_lessons(
    signed_in: Client, learner: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = make_course(lessons=[Lesson(questions=[Question()])] * count)
    study(learner, made.edition, at=timezone.now() - dt.timedelta(hours=1))
    queries_of(signed_in, made.page.url, COURSE_QUERIES, django_assert_num_queries)


def test_visitor_sees_goals_of_a_lesson_but_neither_text_nor_quiz(client: Client, course: MadeCourse) -> None:
    html = html_of(client, course.lessons[0].url)
    assert "能说清走访的三个步骤" in html
    assert "社区工作者上门走访" not in html
    assert "入户走访第一件事是什么" not in html
    assert "player.js" not in html


def test_learner_gets_text_quiz_and_player_facts(signed_in: Client, learner: User, course: MadeCourse) -> None:
    page = course.lessons[0]
    html = html_of(signed_in, page.url)
    assert "社区工作者上门走访" in html
    assert "入户走访第一件事是什么" in html
    assert "<noscript>" in html
    facts = json.loads(html.split('<script id="player-data" type="application/json">')[1].split("</script>")[0])
    assert facts["lesson"] == str(page.lesson_key)
    assert facts["duration_ms"] == course.edition.duration_ms
    assert course.lessons[1].url in html


def test_no_key_leaves_the_server_before_the_answers_are_in(
    signed_in: Client, learner: User, course: MadeCourse
) -> None:
    edition = course.edition
    session = signed_in.post(
        "/api/v1/study/sessions/",
        {"lesson": str(edition.lesson_key), "device": "d", "nonce": "n"},
        content_type="application/json",
    )
    assert session.status_code == 201
    told = [html_of(signed_in, course.lessons[0].url), html_of(signed_in, course.page.url), session.content.decode()]
    assert edition.quiz is not None
    for text in told:
        assert SECRET not in text
        assert "is_correct" not in text
        assert '"correct"' not in text
    form = told[0].split('id="quiz-form"')[1]
    options = edition.quiz["questions"][0]["options"]
    rows = [form.split(f'value="{option["id"]}"')[0].rsplit("<label", 1)[1] for option in options]
    assert len({row.strip() for row in rows}) == 1, "all options of a question look alike"


def test_quiz_stays_closed_until_study_has_begun(signed_in: Client, learner: User, course: MadeCourse) -> None:
    url = course.lessons[0].url
    assert 'data-quiz="open" hidden' in html_of(signed_in, url)
    now = timezone.now()
    open_session(edition=course.edition, device="d", nonce="n", signed_in_at=now, by=learner, at=now)
    assert 'data-quiz="closed" hidden' in html_of(signed_in, url)


def test_learner_stays_on_the_edition_begun(signed_in: Client, learner: User, course: MadeCourse) -> None:
    now = timezone.now()
    open_session(edition=course.edition, device="d", nonce="n", signed_in_at=now, by=learner, at=now)
    page = LessonPage.objects.get(pk=course.lessons[0].pk)
    page.practice = "新的练习。"
    page.save_revision().publish()
    assert "新的练习" not in html_of(signed_in, page.url)


def test_finished_lesson_says_the_confirmed_minutes(signed_in: Client, learner: User) -> None:
    made = make_course(lessons=[Lesson(characters=800)])
    study(learner, made.edition, at=timezone.now() - dt.timedelta(hours=1))
    html = html_of(signed_in, made.lessons[0].url)
    panel = html.split('id="finished"')[1].split("</section>")[0]
    assert " hidden" not in panel.split(">")[0]
    assert "Lesson finished: 2 minutes confirmed" in panel


def test_unpublished_lesson_is_not_there(signed_in: Client, course: MadeCourse) -> None:
    url = course.lessons[0].url
    LessonPage.objects.get(pk=course.lessons[0].pk).unpublish()
    assert signed_in.get(url).status_code == 404


def test_author_previews_a_draft_as_it_is_now(course: MadeCourse) -> None:
    page = LessonPage.objects.get(pk=course.lessons[0].pk)
    page.practice = "草稿里的练习。"
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    assert "草稿里的练习" in response.render().content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_lesson_needs_the_same_queries_for_any_number_of_lessons(
    signed_in: Client, learner: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = make_course(lessons=[Lesson(questions=[Question()] * count)] * count)
    study(learner, made.edition, at=timezone.now() - dt.timedelta(hours=1))
    queries_of(signed_in, made.lessons[0].url, LESSON_QUERIES, django_assert_num_queries)
