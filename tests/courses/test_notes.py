"""One's own notes: kept once, private, exported."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.errors.notes import NoteElsewhere, TooManyNotes
from courses.models import LessonNote
from courses.own_record import record_of
from courses.services import notes
from courses.services.notes import keep_note
from people.models import User
from tests.factories.courses import SHORT_VIDEO, Lesson, MadeCourse, make_course
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)


@pytest.fixture
def course() -> MadeCourse:
    return make_course(lessons=[Lesson(media=SHORT_VIDEO), Lesson()])


@pytest.fixture
def learner(client: Client) -> User:
    person = make_person()
    client.force_login(person)
    return person


def kept(course: MadeCourse, person: User, number: int = 1, **facts: object) -> LessonNote:
    values: dict[str, object] = {"nonce": f"nonce-{number:04d}", "position_ms": 3000, "text": f"第{number}条", **facts}
    return keep_note(edition=course.edition, by=person, at=AT, **values)


def test_saving_again_changes_the_note_and_keeps_its_place(course: MadeCourse, learner: User) -> None:
    first = kept(course, learner)
    again = kept(course, learner, text="改过", position_ms=9)
    assert (again.pk, again.text, again.position_ms) == (first.pk, "改过", 3000)
    assert LessonNote.objects.count() == 1


def test_place_lies_within_the_recording(course: MadeCourse, learner: User) -> None:
    assert kept(course, learner, position_ms=2**31 - 1).position_ms == course.edition.media_ms
    in_text = keep_note(
        edition=course.editions[1], nonce="nonce-text", position_ms=5, text="没有录像", by=learner, at=AT
    )
    assert in_text.position_ms is None


def test_nonce_of_another_lesson_is_refused(course: MadeCourse, learner: User) -> None:
    kept(course, learner)
    with pytest.raises(NoteElsewhere):
        keep_note(edition=course.editions[1], nonce="nonce-0001", position_ms=None, text="别处", by=learner, at=AT)


def test_notes_of_a_lesson_are_bounded(course: MadeCourse, learner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "MOST_OF_A_LESSON", 1)
    kept(course, learner)
    kept(course, learner, text="改得了")
    with pytest.raises(TooManyNotes):
        kept(course, learner, 2)


def test_note_is_kept_by_a_form_without_script(course: MadeCourse, learner: User, client: Client) -> None:
    url = reverse("note-keep", args=[course.edition.lesson_key])
    answer = client.post(url, {"nonce": "nonce-form", "position": "1500", "text": "敲门三下"})
    note = LessonNote.objects.get(learner=learner)
    assert (answer.status_code, answer["Location"]) == (302, f"{course.lessons[0].url}#note-{note.pk}")
    page = client.get(course.lessons[0].url).content.decode()
    assert "敲门三下" in page
    assert 'data-jump="1500"' in page


def test_script_gets_the_note_and_the_reason_of_a_refusal(course: MadeCourse, learner: User, client: Client) -> None:
    url = reverse("note-keep", args=[course.edition.lesson_key])
    kept_at = client.post(url, {"nonce": "nonce-json", "text": "<b>粗</b>"}, headers={"accept": "application/json"})
    assert "&lt;b&gt;粗" in kept_at.json()["html"]
    empty = client.post(url, {"nonce": "nonce-json", "text": " "}, headers={"accept": "application/json"})
    assert (empty.status_code, set(empty.json())) == (422, {"detail"})


def test_empty_note_comes_back_with_the_reason(course: MadeCourse, learner: User, client: Client) -> None:
    answer = client.post(reverse("note-keep", args=[course.edition.lesson_key]), {"nonce": "nonce-none", "text": ""})
    assert answer.status_code == 422
    assert not LessonNote.objects.exists()


def test_nobody_else_reads_or_removes_a_note(course: MadeCourse, learner: User, client: Client) -> None:
    others = kept(course, make_person(), text="别人的话")
    assert client.post(reverse("note-remove", args=[others.pk])).status_code == 404
    assert "别人的话" not in client.get(course.lessons[0].url).content.decode()
    assert "别人的话" not in client.get(reverse("my-notes")).content.decode()
    assert LessonNote.objects.filter(pk=others.pk).exists()


def test_removed_note_is_gone(course: MadeCourse, learner: User, client: Client) -> None:
    note = kept(course, learner)
    assert client.post(reverse("note-remove", args=[note.pk])).status_code == 302
    assert not LessonNote.objects.exists()


def test_search_finds_all_the_words_in_note_and_titles(course: MadeCourse, learner: User, client: Client) -> None:
    kept(course, learner, text="走访要先说明来意")
    kept(course, learner, 2, text="台账当天补齐")
    words = f"来意 {course.edition.title}"
    page = client.get(reverse("my-notes"), {"q": words}).content.decode()
    assert "走访要先说明来意" in page
    assert "台账" not in page


def test_notes_are_part_of_the_own_data(course: MadeCourse, learner: User) -> None:
    kept(course, learner)
    assert [row["text"] for row in record_of(learner)["lesson_notes"]] == ["第1条"]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_needs_the_same_queries_for_any_number(
    rows: int, course: MadeCourse, learner: User, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        kept(course, learner, number)
    client.get(reverse("my-notes"))
    with django_assert_num_queries(5):
        client.get(reverse("my-notes"))
