"""Recordings are measured when they arrive, and served in parts to people who are signed in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courses.errors import UnreadableRecording
from courses.models import LessonMedia, TeachingUnit
from courses.recordings import measure
from courses.services.authoring_groups import teaching_unit_of
from people.enums import Role
from tests.factories.courses import DATA, SHORT_VIDEO, make_media
from tests.factories.people import make_person, make_tree

ADD = "/manage/media/video/add/"
BROKEN = DATA / "broken.mp4"


@pytest.fixture
def trainer(db: None) -> Client:
    client = Client()
    county = make_tree().county
    client.force_login(make_person(role=Role.TRAINER, organisation=county))
    teaching_unit_of(county)
    return client


def upload(client: Client, path: Path, **more: str) -> object:
    file = SimpleUploadedFile(path.name, path.read_bytes(), content_type="video/mp4")
    collection = TeachingUnit.objects.get().collection_id
    return client.post(ADD, {"title": "走访", "file": file, "collection": collection, "tags": "", **more})


def test_uploaded_recording_is_measured_whatever_length_is_claimed(trainer: Client) -> None:
    response = upload(trainer, SHORT_VIDEO, duration="36000", duration_ms="36000000")
    assert response.status_code == 302, response.content.decode()
    media = LessonMedia.objects.get()
    assert media.duration_ms == 8000
    assert (media.width, media.height) == (320, 180)
    assert len(media.sha256) == 64


def test_unreadable_upload_is_refused_in_words_and_nothing_is_stored(trainer: Client) -> None:
    response = upload(trainer, BROKEN)
    assert response.status_code == 200
    page = response.content.decode()
    assert "MP4" in page
    assert "h264, m4v" not in page, "one sentence about the file, not a second one about an ending it does not have"
    assert "Traceback" not in page
    assert not LessonMedia.objects.exists()


def test_page_named_like_a_recording_is_refused(trainer: Client, tmp_path: Path) -> None:
    page = tmp_path / "lesson.mp4"
    page.write_text("<html><script>alert(1)</script></html>")
    assert upload(trainer, page).status_code == 200
    assert not LessonMedia.objects.exists()


def test_sound_is_no_picture_and_an_empty_file_is_nothing() -> None:
    for content in (b"", b"\x00" * 64, BROKEN.read_bytes()):
        with pytest.raises(UnreadableRecording):
            measure(io.BytesIO(content), wants_picture=True)


@pytest.fixture
def address(db: None) -> str:
    return f"/recordings/{make_media(is_new=False).pk}/file/"


@pytest.fixture
def learner(db: None) -> Client:
    client = Client()
    client.force_login(make_person())
    return client


@pytest.mark.parametrize(
    ("wanted", "status", "span"),
    [
        ("bytes=0-99", 206, slice(0, 100)),
        ("bytes=100-", 206, slice(100, None)),
        ("bytes=-50", 206, slice(-50, None)),
        ("", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
    ],
)
def test_range_gives_just_these_bytes(address: str, learner: Client, wanted: str, status: int, span: slice) -> None:
    response = learner.get(address, headers={"Range": wanted} if wanted else {})
    content = b"".join(response.streaming_content)
    assert response.status_code == status
    assert content == SHORT_VIDEO.read_bytes()[span]
    assert response["Content-Length"] == str(len(content))


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=9-1", "bytes=-0"])
def test_range_outside_the_file_is_refused(address: str, learner: Client, wanted: str) -> None:
    assert learner.get(address, headers={"Range": wanted}).status_code == 416


def test_recording_is_for_people_who_are_signed_in(address: str, client: Client) -> None:
    assert client.get(address).status_code == 302
