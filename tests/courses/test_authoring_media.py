"""Recordings that phones cannot play are refused with a sentence; posters, captions and the index are seen to."""

from __future__ import annotations

import io
import struct
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import av
import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cms.uploads import OF_A_VISITOR, CappedUploadHandler
from courses.errors import UnreadableRecording
from courses.models import LessonMedia
from courses.recordings import check_captions, index_first, make_poster, measure, shrink_poster
from courses.recordings.posters import LARGEST_BYTES
from courses.services.authoring_groups import teaching_unit_of
from people.enums import Role
from people.models import User
from tests.factories.courses import SHORT_VIDEO, Lesson, make_course, make_media
from tests.factories.people import make_person, make_tree
from tests.factories.recordings import cut, video

CAPTIONS = (
    "WEBVTT\n\nNOTE 谁写的\n\n1\n00:01.000 --> 00:02.500 align:start\n先敲门\n\n00:00:03.000 --> 00:00:04.000\n再进门\n"
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def refusal(content: bytes, *, wants_picture: bool = True) -> str:
    with pytest.raises(UnreadableRecording) as caught:
        measure(io.BytesIO(content), wants_picture=wants_picture)
    return str(caught.value.detail)


def test_whole_recordings_are_measured_wherever_their_index_is() -> None:
    for is_index_first in (True, False):
        measured = measure(io.BytesIO(video(is_index_first=is_index_first)), wants_picture=True)
        assert (measured.duration_ms, measured.width, measured.height) == (8000, 64, 36)


@pytest.mark.parametrize("percent", [10, 40])
def test_recording_that_breaks_off_is_refused_though_its_head_promises_all(percent: int) -> None:
    content = video(seconds=40, is_index_first=True)
    assert "breaks off" in refusal(cut(content, 100 - percent))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x00" * 64, "damaged"),
        ("会议纪要：先敲门。".encode() * 400, "damaged"),
        (cut(video(seconds=40), 60), "damaged"),
        (video(codec="libx265"), "HEVC"),
        (video(codec="mpeg4"), "MPEG4"),
        (video(pixels="yuv444p"), "8 bits"),
        (video(size=(4098, 64), seconds=1), "4098"),
    ],
    ids=["nothing", "zeros", "text", "cut-before-index", "hevc", "mpeg4", "other-pixels", "huge"],
)
def test_file_that_phones_cannot_play_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_picture_without_sound_is_no_sound_recording() -> None:
    assert "no sound" in refusal(video(), wants_picture=False)


@given(st.binary(max_size=300), st.integers(0, 100))
def test_no_bytes_at_all_break_the_measuring(noise: bytes, percent: int) -> None:
    content = cut(video(is_index_first=True), percent) + noise
    with suppress(UnreadableRecording):
        assert measure(io.BytesIO(content), wants_picture=True).duration_ms == 8000


def test_index_is_moved_to_the_front_and_nothing_else_changes() -> None:
    moved = index_first(io.BytesIO(video()), io.BytesIO)
    assert moved is not None
    content = moved.read()
    assert content.index(b"moov") < content.index(b"mdat")
    assert len(content) == len(video())
    assert index_first(io.BytesIO(content), io.BytesIO) is None
    assert _pictures(content) == _pictures(video())


@given(st.binary(max_size=400))
def test_index_of_no_file_at_all_is_left_alone(noise: bytes) -> None:
    for content in (noise, video()[:-60] + noise):
        moved = index_first(io.BytesIO(content), io.BytesIO)
        assert moved is None or len(moved.read()) == len(content)


def _pictures(content: bytes) -> list[bytes]:
    with av.open(io.BytesIO(content)) as container:
        return [bytes(frame.planes[0]) for frame in container.decode(video=0)]


def test_poster_of_any_recording_is_small() -> None:
    poster = make_poster(io.BytesIO(SHORT_VIDEO.read_bytes()), duration_ms=8000)
    assert poster is not None
    assert len(poster) <= LARGEST_BYTES
    assert Image.open(io.BytesIO(poster)).format == "JPEG"
    assert make_poster(io.BytesIO(b"no recording"), duration_ms=8000) is None


def test_uploaded_still_is_written_anew_and_small() -> None:
    noise = io.BytesIO()
    Image.effect_noise((1600, 900), 90).save(noise, "PNG")
    small = shrink_poster(noise)
    assert len(small) <= LARGEST_BYTES
    with pytest.raises(UnreadableRecording):
        shrink_poster(io.BytesIO(b"<html><script>alert(1)</script></html>"))


def test_captions_as_editors_write_them_pass() -> None:
    assert check_captions(io.BytesIO(CAPTIONS.encode()), duration_ms=8000) == 2
    assert check_captions(io.BytesIO(b"\xef\xbb\xbf" + CAPTIONS.replace("\n", "\r\n").encode())) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "line 1"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nx\n", "line 1"),
        (b"WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nx\n", "line 3"),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\nx\n", "line 3"),
        (b"WEBVTT\n\n00:02.000 --> 00:03.000\nx\n\n00:01.000 --> 00:04.000\ny\n", "line 6"),
        (b"WEBVTT\n\n00:02.000 --> 00:03.000\n\n", "line 3"),
        (b"WEBVTT\n\n01:00:00.000 --> 01:00:01.000\nx\n", "line 3"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\xb5\xda\xd2\xbb\n", "line 4"),
        (b"WEBVTT\n\nNOTE nothing more\n", "no caption"),
        (b"x" * (2 << 20) + b"x", "2 MB"),
    ],
)
def test_wrong_captions_are_refused_with_the_number_of_the_line(text: bytes, words: str) -> None:
    with pytest.raises(UnreadableRecording) as caught:
        check_captions(io.BytesIO(text), duration_ms=8000)
    assert words in str(caught.value.detail)


@given(st.text(max_size=300))
def test_no_text_breaks_the_check_of_captions(text: str) -> None:
    for content in (text, f"WEBVTT\n\n{text}"):
        with suppress(UnreadableRecording):
            assert check_captions(io.BytesIO(content.encode("utf-8", "replace"))) > 0


@pytest.fixture
def desk(db: None, settings: Any) -> tuple[Client, int]:
    """A trainer's browser, and the collection of the trainer's organisation."""
    county = make_tree().county
    client = Client()
    client.force_login(make_person(role=Role.TRAINER, organisation=county))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client, teaching_unit_of(county).collection_id


def post(client: Client, address: str, collection: int, content: bytes = b"", **more: object) -> str:
    """What the page says when it is not taken; nothing when it is."""
    facts: dict[str, object] = {"title": "走访", "collection": collection, "tags": "", **more}
    if content:
        facts["file"] = SimpleUploadedFile("a.mp4", content)
    response = client.post(address, facts)
    return "" if response.status_code == 302 else response.content.decode()


def test_upload_gets_a_poster_and_its_index_in_front(desk: tuple[Client, int]) -> None:
    client, collection = desk
    assert post(client, "/manage/media/video/add/", collection, video()) == ""
    media = LessonMedia.objects.get()
    assert media.file.read().index(b"moov") < 100
    assert media.thumbnail.name.endswith(".jpg")
    assert media.thumbnail.size <= LARGEST_BYTES


def test_page_as_a_still_and_wrong_captions_are_named_beside_their_fields(desk: tuple[Client, int]) -> None:
    client, collection = desk
    still = SimpleUploadedFile("a.jpg", b"<script>alert(1)</script>")
    captions = SimpleUploadedFile("a.vtt", b"WEBVTT\n\n09:00.000 --> 09:01.000\nx\n")
    page = post(client, "/manage/media/video/add/", collection, video(), thumbnail=still, captions=captions)
    assert "JPEG" in page
    assert "Captions, line 3: this caption begins after the end of the recording." in page
    assert not LessonMedia.objects.exists()


def test_recording_of_a_published_lesson_keeps_its_file(desk: tuple[Client, int]) -> None:
    client, collection = desk
    media = make_media(collection_id=collection)
    address = f"/manage/media/edit/{media.pk}/"
    assert post(client, address, collection, video(seconds=4)) == ""
    media.refresh_from_db()
    assert media.duration_ms == 4000
    edition = make_course(lessons=[Lesson(media=media)]).edition
    assert post(client, address, collection, video(seconds=6)) != ""
    assert post(client, address, collection, title="新名字") == ""
    media.refresh_from_db()
    assert (media.duration_ms, media.title, edition.media_ms) == (4000, "新名字", 4000)
    client.post(f"/manage/media/delete/{media.pk}/")
    assert LessonMedia.objects.filter(pk=media.pk).exists()


def test_too_large_a_recording_is_refused(desk: tuple[Client, int], settings: Any) -> None:
    client, collection = desk
    settings.RECORDING_MAX_BYTES = 1000
    assert post(client, "/manage/media/video/add/", collection, video()) != ""
    assert not LessonMedia.objects.exists()


def test_body_longer_than_any_form_takes_is_refused_before_it_is_read(rf: Any, settings: Any) -> None:
    handler = CappedUploadHandler(rf.post("/"))
    assert handler.handle_raw_input(None, {}, OF_A_VISITOR) is None
    with pytest.raises(RequestDataTooBig):
        handler.handle_raw_input(None, {}, OF_A_VISITOR + 1)
    handler.request.user = User()
    assert handler.handle_raw_input(None, {}, settings.RECORDING_MAX_BYTES) is None
    with pytest.raises(RequestDataTooBig):
        handler.handle_raw_input(None, {}, 2 * settings.RECORDING_MAX_BYTES)


def test_long_recording_is_measured_with_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    content = video(is_index_first=True)
    with path.open("wb") as file:
        file.write(content + struct.pack(">I4sQ", 1, b"free", 150 << 20))
        file.truncate(len(content) + (150 << 20))
    tracemalloc.start()
    with path.open("rb") as file:
        assert measure(file, wants_picture=True).duration_ms == 8000
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert highest < 8 << 20
