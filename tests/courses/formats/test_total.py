"""No bytes make a parser fail otherwise than by its own refusal, and none make it slow."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from courses.enums.question_faults import QuestionFileFault
from courses.enums.question_imports import QuestionFormat
from courses.errors.question_imports import FileUnusable
from courses.questions.formats.answers import chosen, truth
from courses.questions.formats.detect import read_questions
from courses.questions.formats.found import Reading
from courses.questions.formats.gift import read as gift
from courses.questions.formats.judging import judge, sentence_of

SAMPLES = [path.read_bytes() for path in sorted((Path(__file__).parents[2] / "data" / "questions").iterdir())]
MARKS = "{}~=#%:->\\\n$CATEGORY//[]<>&;|ABCD.、（）答案解析：1-5 23题案例ANSWER: ____√×单选题判断,\t"
FORMATS = [None, *QuestionFormat]


def read(content: bytes, kind: QuestionFormat | None = None, name: str = "file") -> Reading | None:
    """The questions, judged; None for a refused file. Nothing else may come out."""
    try:
        reading = read_questions(name, content, kind)
    except FileUnusable as refusal:
        told = str(refusal.detail)
    else:
        told = ""
    if told:
        assert "%(" not in told
        return None
    judge(reading)
    for one in reading.questions:
        for found in [*one.faults, *one.doubts, *one.notes]:
            assert "%(" not in sentence_of(found.code, found.facts)
    return reading


@given(st.binary(max_size=300), st.sampled_from(FORMATS))
@example(b"", None)
@example(b"PK\x03\x04", QuestionFormat.WORD)
@example(b"<?xml version='1.0' encoding='utf-7'?><quiz/>", None)
def test_any_bytes_are_read_or_refused(content: bytes, kind: QuestionFormat | None) -> None:
    read(content, kind)


@given(st.text(alphabet=MARKS, max_size=200), st.sampled_from(FORMATS))
def test_any_text_of_meaningful_signs_is_read_or_refused(text: str, kind: QuestionFormat | None) -> None:
    read(text.encode(), kind)


@given(st.sampled_from(SAMPLES), st.data())
def test_damaged_samples_are_read_or_refused(sample: bytes, data: st.DataObject) -> None:
    content = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 30))
        content[place : place + length] = data.draw(st.binary(max_size=12))
        if not content:
            return
    read(bytes(content))


@given(st.text(max_size=40), st.lists(st.text(max_size=8), max_size=6))
def test_answers_are_read_or_not_read(answer: str, options: list[str]) -> None:
    assert all(0 <= place < len(options) for place in chosen(answer, options).places)
    assert truth(answer, options) in {True, False, None}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<quiz>" + b"<a>" * 100_000, QuestionFormat.MOODLE_XML),
        (b"<quiz>" + b"<a " * 100_000, QuestionFormat.MOODLE_XML),
        (b"{" * 200_000, QuestionFormat.GIFT),
        (b"a{=\\" * 30_000, QuestionFormat.GIFT),
        (b"::" * 50_000, QuestionFormat.GIFT),
        (b"\n\nx {\n" * 3_000, QuestionFormat.GIFT),
        (("1、" * 40_000).encode(), QuestionFormat.WORD),
        (("（" * 90_000).encode(), QuestionFormat.WORD),
        (("【答案】" * 20_000).encode(), QuestionFormat.WORD),
        (("1-99999 A" * 9_000).encode(), QuestionFormat.WORD),
        (b"A. " * 30_000, QuestionFormat.WORD),
        (b"x" * 10_000_000, None),
        (("题型,题干,答案\n" + "单选,问,A\n" * 3_000).encode(), QuestionFormat.CSV),
        (b"q,a\n" + b'"' * 200_000, QuestionFormat.CSV),
    ],
    ids=range(14),
)
def test_hostile_sizes_take_no_time(content: bytes, kind: QuestionFormat | None) -> None:
    begin = time.process_time()
    read(content, kind)
    assert time.process_time() - begin < 5


def fault_of(content: bytes, name: str = "file", kind: QuestionFormat | None = None) -> QuestionFileFault:
    with pytest.raises(FileUnusable) as refusal:
        read_questions(name, content, kind)
    return refusal.value.fault


def zipped(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


ENTITIES = b'<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz><question>&b;</question></quiz>'


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (b"", "a.txt", QuestionFileFault.EMPTY),
        (b"x" * (32 * 1024 * 1024 + 1), "a.txt", QuestionFileFault.BIG),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", QuestionFileFault.OLD),
        (b"PK", "a.xlsm", QuestionFileFault.MACROS),
        (b"text", "a.docx", QuestionFileFault.RENAMED),
        (ENTITIES, "a.xml", QuestionFileFault.ENTITIES),
        (b'<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz>', "a.xml", QuestionFileFault.XML),
        (b"<html><body>x</body></html>", "a.html", QuestionFileFault.UNKNOWN),
        (b"<quiz></quiz>", "a.xml", QuestionFileFault.NOTHING),
        (b"<questestinterop/>", "a.xml", QuestionFileFault.QTI_1),
        (b'<qti-assessment-item xmlns="x"/>', "a.xml", QuestionFileFault.QTI_3),
        (zipped(moodle_backup_dot_xml=b"<x/>"), "a.zip", QuestionFileFault.MOODLE_BACKUP),
        (zipped(a_dot_txt=b"x"), "a.zip", QuestionFileFault.NO_MANIFEST),
        (zipped(word__vbaProject_dot_bin=b"x", word__document_dot_xml=b"<w/>"), "a.docx", QuestionFileFault.MACROS),
        (zipped(**{"..__imsmanifest.xml": b"<x/>"}), "a.zip", QuestionFileFault.ARCHIVE),
        (zipped(word__document_dot_xml=b"<a>" + b"x" * 30_000_000 + b"</a>"), "a.docx", QuestionFileFault.BOMB),
        (b"\x89PNG\r\n\x1a\n", "a.png", QuestionFileFault.UNKNOWN),
        ("题目".encode("gb18030") + b"\xff\xff", "a.txt", QuestionFileFault.ENCODING),
    ],
)
def test_unusable_file_says_why(content: bytes, name: str, fault: QuestionFileFault) -> None:
    assert fault_of(content, name) == fault


def test_more_questions_than_the_cap_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert gift.MOST_QUESTIONS == 100_000
    monkeypatch.setattr(gift, "MOST_QUESTIONS", 1_000)
    assert fault_of(b"x {}\n\n" * 1_001, "a.gift") == QuestionFileFault.MANY


def test_broken_xml_names_its_line() -> None:
    with pytest.raises(FileUnusable, match="3"):
        read_questions("a.xml", b"<quiz>\n<question>\n</quiz>")
