"""The learner's home."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from attendance.selectors import FOUNDING_SCHEME, SchemeProgress, scheme_progress
from attendance.services.ledger import post
from cms.home import greeting, outlook
from people.models import User
from tests.factories.courses import Lesson, make_course
from tests.factories.people import make_person
from tests.factories.study import study

HOME_QUERIES = 18
DAY = dt.date(2026, 1, 1)


@pytest.fixture
def learner(db: None) -> User:
    return make_person(name="王小芳")


@pytest.fixture
def signed_in(client: Client, learner: User) -> Client:
    client.force_login(learner)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def html_of(client: Client) -> str:
    response = client.get("/my/")
    assert response.status_code == 200
    return response.content.decode()


def credit(learner: User, seconds: int, source: str = "s") -> None:
    """Hours from a class, straight into the ledger."""
    post(
        learner=learner,
        seconds=seconds,
        title="面授",
        category="practice",
        service_field="community",
        modality="classroom",
        occurred_on=timezone.localdate(),
        source_kind="class",
        source_key=source,
        rule_version="test",
        explanation={},
        by=None,
        at=timezone.now(),
    )


def progress(learner: User, **changed: object) -> SchemeProgress:
    facts = vars(scheme_progress(learner, FOUNDING_SCHEME, DAY))
    return SchemeProgress(**{**facts, **changed})


def test_visitor_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/my/")["Location"] == "/accounts/login/?next=/my/"


@pytest.mark.parametrize(
    ("hour", "words"),
    [(4, "good evening"), (5, "good morning"), (11, "good morning"), (12, "good afternoon"), (18, "good evening")],
)
def test_greeting_follows_the_hour(hour: int, words: str) -> None:
    with translation.override("en"):
        assert greeting(hour) == words


def test_home_shows_the_ring_and_what_is_left(signed_in: Client, learner: User) -> None:
    credit(learner, 275_430)  # 76 h 30 min 30 s
    html = html_of(signed_in)
    assert "王小芳, good" in html
    assert "76.5 of 120 credit hours" in html
    assert "<strong>43.5 credit hours</strong> (2610 min) left." in html


def test_a_second_short_of_the_target_is_not_the_target(signed_in: Client, learner: User) -> None:
    credit(learner, 120 * 3600 - 1)
    html = html_of(signed_in)
    assert "119.9 of 120" in html
    assert "<strong>0.1 credit hours</strong> (1 min) left." in html
    assert "arc full" not in html
    assert "Receive the certificate" not in html


def test_target_reached_leads_to_the_certificate(signed_in: Client, learner: User) -> None:
    credit(learner, 120 * 3600)
    html = html_of(signed_in)
    assert "You have reached the target." in html
    assert "arc full" in html
    assert 'class="row" href="/my/certificates/"' in html


def test_pace_that_is_enough_names_the_day(learner: User) -> None:
    ahead = outlook(progress(learner, counted_seconds=60 * 3600, forecast_on=dt.date(2026, 12, 31)), DAY)
    assert ahead.is_in_time
    assert ahead.reached_on == dt.date(2026, 12, 31)


def test_pace_that_is_too_slow_names_what_a_month_must_bring(learner: User) -> None:
    at = progress(learner, counted_seconds=0, forecast_on=None, ends_on=DAY + dt.timedelta(days=299))
    behind = outlook(at, DAY)
    assert not behind.is_in_time
    assert behind.monthly_seconds == 12 * 3600  # 120 hours in ten times thirty days


def test_after_the_period_no_month_is_left(learner: User) -> None:
    late = outlook(progress(learner, ends_on=DAY - dt.timedelta(days=1)), DAY)
    assert late.monthly_seconds is None


def test_lesson_under_way_is_gone_on_with(signed_in: Client, learner: User) -> None:
    course = make_course(title="老年社会工作", lessons=[Lesson(title="需求评估", characters=1200)])
    study(learner, course.edition, at=timezone.now() - dt.timedelta(hours=1), until_ms=60_000)
    html = html_of(signed_in)
    card = html.split("需求评估")[1].split("</section>")[0]
    assert "2 min left" in card
    assert f'class="btn" href="{course.lessons[0].url}"' in card
    assert "Recommended for you" not in html


def test_with_nothing_under_way_courses_are_recommended(signed_in: Client) -> None:
    make_course(title="老年社会工作")
    html = html_of(signed_in)
    assert "Recommended for you" in html
    assert "老年社会工作" in html


def test_without_any_course_the_page_says_so(signed_in: Client) -> None:
    assert "Nothing to study at present" in html_of(signed_in)


def test_finished_course_leads_to_its_certificate(signed_in: Client, learner: User) -> None:
    course = make_course(title="老年社会工作", lessons=[Lesson(characters=400)])
    study(learner, course.edition, at=timezone.now() - dt.timedelta(hours=1))
    to_do = html_of(signed_in).split("To do")[1].split("</section>")[0]
    assert "老年社会工作" in to_do


@pytest.mark.parametrize("count", [1, 3])
def test_home_needs_the_same_queries_for_any_number_of_courses_and_entries(
    signed_in: Client, learner: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        credit(learner, 3600, source=str(number))
        course = make_course(lessons=2)
        study(learner, course.edition, at=timezone.now() - dt.timedelta(hours=3 - number), until_ms=30_000)
    html_of(signed_in)
    with django_assert_num_queries(HOME_QUERIES):
        signed_in.get("/my/")
