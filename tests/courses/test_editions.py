"""Publishing freezes what hours rest on."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from courses.models import LessonEdition, LessonPage
from courses.services.editions import freeze_edition
from tests.factories.courses import Lesson, Question, make_course, make_lesson, make_media

pytestmark = pytest.mark.django_db


def test_publishing_freezes_the_next_edition() -> None:
    course = make_course(lessons=[Lesson(characters=800)])
    page = course.lessons[0]
    page.title = "新题目"
    page.save_revision().publish()
    editions = LessonEdition.objects.filter(lesson_key=page.lesson_key).order_by("number")
    assert [edition.number for edition in editions] == [1, 2]
    assert editions[0].title != editions[1].title
    assert editions[0].content_key == editions[1].content_key


def test_publishing_the_same_content_again_freezes_nothing_new() -> None:
    page = make_course(lessons=1).lessons[0]
    LessonPage.objects.get(pk=page.pk).save_revision().publish()
    assert LessonEdition.objects.filter(lesson_key=page.lesson_key).count() == 1


def test_draft_freezes_nothing() -> None:
    page = make_course(lessons=1, publish=False).lessons[0]
    assert not LessonEdition.objects.filter(lesson_key=page.lesson_key).exists()


def test_lengths_are_measured_and_claims_only_shorten() -> None:
    course = make_course(
        lessons=[
            Lesson(characters=800, media=make_media()),
            Lesson(characters=800, claimed_minutes=1),
            Lesson(characters=800, claimed_minutes=600),
        ]
    )
    with_video, shortened, boasted = course.editions
    assert (with_video.media_ms, with_video.reading_ms) == (8000, 120_000)
    assert with_video.duration_ms == 8000 + 180_000
    assert with_video.credited_seconds == 128
    assert shortened.credited_seconds == 60
    assert boasted.credited_seconds == 120


def test_same_recording_brings_its_content_key_along() -> None:
    media = make_media()
    first = make_course(lessons=[Lesson(media=media)]).edition
    again = make_course(lessons=[Lesson(media=media)]).edition
    other = make_course(lessons=[Lesson(media=make_media())]).edition
    assert first.content_key == again.content_key
    assert other.content_key != first.content_key


def test_quiz_is_frozen_with_its_key() -> None:
    edition = make_course(lessons=[Lesson(questions=[Question(correct=(2,))])]).edition
    assert edition.quiz is not None
    question = edition.quiz["questions"][0]
    assert question["correct"] == [question["options"][2]["id"]]


def test_moving_and_deleting_the_page_leaves_the_edition() -> None:
    course = make_course(lessons=1)
    edition = course.edition
    course.lessons[0].delete()
    edition.refresh_from_db()
    assert edition.title


def test_copied_lesson_is_a_lesson_of_its_own() -> None:
    course = make_course(lessons=1)
    copy = course.lessons[0].copy(update_attrs={"slug": f"copy-{uuid.uuid4().hex[:6]}"})
    assert copy.lesson_key != course.lessons[0].lesson_key


def test_database_refuses_to_change_or_remove_an_edition() -> None:
    edition = make_course(lessons=1).edition
    for attempt in (
        lambda: LessonEdition.objects.filter(pk=edition.pk).update(credited_seconds=1),
        lambda: LessonEdition.objects.filter(pk=edition.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_lesson_added_later_starts_with_its_first_edition() -> None:
    course = make_course(lessons=1)
    page = make_lesson(course=course.page)
    assert freeze_edition(page=page, by=None, at=timezone.now()).number == 1
