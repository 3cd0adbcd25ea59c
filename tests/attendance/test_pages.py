"""One's own hours, and the result of a quiz."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from attendance.models import HourEntry, QuizAttempt
from attendance.services.classes import record_presence
from attendance.services.ledger import reverse
from attendance.services.study import open_session
from courses.models import LessonEdition
from people.models import User
from tests.factories.attendance import make_class
from tests.factories.courses import Lesson, Question, make_course, right_answers
from tests.factories.people import make_person
from tests.factories.study import study

pytestmark = pytest.mark.django_db

HOURS_QUERIES = 9
RESULT_QUERIES = 7
TOLD_AFTERWARDS = "先让人知道你是谁、为什么来。"


@pytest.fixture
def learner() -> User:
    return make_person(name="王小芳")


@pytest.fixture
def signed_in(client: Client, learner: User) -> Client:
    client.force_login(learner)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def html_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def an_hour_ago() -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=1)


def attend(learner: User, *, days_ago: int = 1, minutes: int = 135, by: User | None = None) -> HourEntry:
    """A morning in class, 9:00 on."""
    day = timezone.localtime() - dt.timedelta(days=days_ago)
    begin = day.replace(hour=9, minute=0, second=0, microsecond=0)
    end = begin + dt.timedelta(minutes=minutes)
    entry = record_presence(
        session=make_class((begin, end)),
        learner=learner,
        in_at=begin,
        out_at=end,
        by=by or make_person(name="李老师"),
        at=end,
    )
    assert entry is not None
    return entry


def with_quiz() -> LessonEdition:
    return make_course(lessons=[Lesson(characters=800, questions=[Question(explanation=TOLD_AFTERWARDS)])]).edition


def hand_in(client: Client, edition: LessonEdition, answers: dict[str, list[str]]) -> str:
    sent = client.post(
        f"/my/study/{edition.pk}/quiz/", {f"q-{name}": chosen for name, chosen in answers.items()}, follow=True
    )
    assert sent.status_code == 200
    return sent.content.decode()


def wrong_answers(edition: LessonEdition) -> dict[str, list[str]]:
    assert edition.quiz is not None
    return {question["id"]: [question["options"][-1]["id"]] for question in edition.quiz["questions"]}


@pytest.mark.parametrize("url", ["/my/hours/", "/my/study/quiz/1/"])
def test_visitor_is_sent_to_sign_in(client: Client, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_hours_without_entries_say_what_brings_them(signed_in: Client) -> None:
    html = html_of(signed_in, "/my/hours/")
    assert "No credit hours yet" in html
    assert 'href="/courses/"' in html
    assert "0.0 credit hours (0 min)" in html
    assert "120.0 credit hours (7200 min)" in html


def test_scheme_names_its_source_and_that_nobody_checked_it(signed_in: Client) -> None:
    html = html_of(signed_in, "/my/hours/")
    assert "浙江省民政厅等五部门" in html
    assert "Not yet checked against the original document." in html


def test_entry_opens_its_arithmetic(signed_in: Client, learner: User) -> None:
    entry = attend(learner)
    html = html_of(signed_in, "/my/hours/")
    row = html.split(f'id="L-{entry.pk}"')[1].split("</article>")[0]
    assert "+2.2 credit hours <span>(+135 min)</span>" in row
    assert "Why 135 minutes?" in row
    assert "09:00" in row
    assert "11:15" in row
    assert f"record L-{entry.pk}" in row
    assert entry.rule_version in row


def test_reversal_and_what_it_takes_back_name_each_other(signed_in: Client, learner: User) -> None:
    entry = attend(learner)
    taken = reverse(entry=entry, reason="签到有误", by=None, at=timezone.now())
    html = html_of(signed_in, "/my/hours/")
    back = html.split(f'id="L-{taken.pk}"')[1].split("</article>")[0]
    assert "Reversal" in back
    assert "\N{MINUS SIGN}2.2 credit hours" in back
    assert "签到有误" in back
    first = html.split(f'id="L-{entry.pk}"')[1].split("</article>")[0]
    assert f"taken back by L-{taken.pk}" in first


def test_lesson_under_way_shows_its_pending_minutes(signed_in: Client, learner: User) -> None:
    course = make_course(lessons=[Lesson(title="在学的讲", characters=1200)])
    study(learner, course.edition, at=an_hour_ago(), until_ms=120_000)
    html = html_of(signed_in, "/my/hours/")
    under_way = html.split("在学的讲")[1].split("</li>")[0]
    assert "0.0 credit hours (2 min)" in under_way


def test_hours_are_filtered_by_how_they_were_earned(signed_in: Client, learner: User) -> None:
    in_class = attend(learner)
    study(learner, make_course(lessons=[Lesson(characters=800)]).edition, at=an_hour_ago())
    html = html_of(signed_in, "/my/hours/?modality=classroom")
    assert f'id="L-{in_class.pk}"' in html
    assert html.count("<article") == 1
    assert "No entries of this kind" in html_of(signed_in, "/my/hours/?modality=external")


def test_hours_come_in_pages_that_keep_the_filter(signed_in: Client, learner: User) -> None:
    teacher = make_person(name="李老师")
    for days in range(21, 0, -1):
        attend(learner, days_ago=days, by=teacher)
    html = html_of(signed_in, "/my/hours/?modality=classroom")
    assert html.count("<article") == 20
    assert 'href="?modality=classroom&amp;page=2"' in html
    assert html_of(signed_in, "/my/hours/?modality=classroom&page=2").count("<article") == 1


def test_nobody_sees_the_hours_of_another(signed_in: Client) -> None:
    entry = attend(make_person(name="别人"))
    assert f'id="L-{entry.pk}"' not in html_of(signed_in, "/my/hours/")


@pytest.mark.parametrize("count", [1, 3])
def test_hours_need_the_same_queries_for_any_number_of_entries(
    signed_in: Client, learner: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for days in range(count, 0, -1):
        attend(learner, days_ago=days)
    at = an_hour_ago()
    for lesson in make_course(lessons=[Lesson(characters=800)] * count).editions:
        at = study(learner, lesson, at=at, until_ms=15_000)
    html_of(signed_in, "/my/hours/")
    with django_assert_num_queries(HOURS_QUERIES):
        signed_in.get("/my/hours/")


def test_passing_the_quiz_of_a_studied_lesson_shows_the_confirmed_minutes(signed_in: Client, learner: User) -> None:
    edition = with_quiz()
    study(learner, edition, at=an_hour_ago(), with_quiz=False)
    html = hand_in(signed_in, edition, right_answers(edition))
    entry = HourEntry.objects.get(learner=learner)
    assert "Quiz passed, lesson finished" in html
    assert "1 of 1 right" in html
    assert "2 minutes of this lesson are confirmed." in html
    assert f'href="/my/hours/#L-{entry.pk}"' in html
    assert TOLD_AFTERWARDS in html


def test_passing_the_quiz_too_early_says_what_is_missing(signed_in: Client, learner: User) -> None:
    edition = with_quiz()
    study(learner, edition, at=an_hour_ago(), until_ms=30_000)
    html = hand_in(signed_in, edition, right_answers(edition))
    assert "What is still missing: the content. You have studied 25 %, and 95 % are needed." in html
    assert not HourEntry.objects.filter(learner=learner).exists()


def test_failing_explains_without_telling_the_right_answer(signed_in: Client, learner: User) -> None:
    edition = with_quiz()
    study(learner, edition, at=an_hour_ago(), with_quiz=False)
    html = hand_in(signed_in, edition, wrong_answers(edition))
    assert "Not passed yet" in html
    assert "0 of 1 right" in html
    assert TOLD_AFTERWARDS in html
    assert "说明来意" not in html
    assert "#quiz" in html


def test_unanswered_quiz_goes_back_to_the_lesson_with_the_reason(signed_in: Client, learner: User) -> None:
    edition = with_quiz()
    now = timezone.now()
    open_session(edition=edition, device="d", nonce="n", signed_in_at=now, by=learner, at=now)
    html = hand_in(signed_in, edition, {})
    assert "Please answer every question. Not answered yet: 1" in html
    assert not QuizAttempt.objects.exists()


def test_result_of_another_learner_is_not_there(signed_in: Client) -> None:
    other = make_person(name="别人")
    study(other, with_quiz(), at=an_hour_ago())
    attempt = QuizAttempt.objects.get(learner=other)
    assert signed_in.get(f"/my/study/quiz/{attempt.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_result_needs_the_same_queries_for_any_number_of_questions(
    signed_in: Client, learner: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = make_course(lessons=[Lesson(questions=[Question()] * count)]).edition
    study(learner, edition, at=an_hour_ago())
    attempt = QuizAttempt.objects.get(learner=learner)
    html_of(signed_in, f"/my/study/quiz/{attempt.pk}/")
    with django_assert_num_queries(RESULT_QUERIES):
        signed_in.get(f"/my/study/quiz/{attempt.pk}/")
