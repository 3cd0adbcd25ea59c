"""The written lessons: what the files may hold, and that a mistake is named with its file and line."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.demo.course_files import read_course
from cms.demo.course_pages import read_courses
from cms.demo.lesson_files import read_lesson
from cms.demo.markup import Case, ContentError, Text, parse
from cms.demo.stream import body_of
from cms.demo.words import COURSES, service_fields
from courses.enums import ServiceField
from courses.models import LessonPage
from courses.reading_time import UNIT

HEAD = """+++
title = "走访"
slug = "home-visit"
goals = ["会敲门"]
practice = "走访一户。"
pass_percent = 60

[[questions]]
kind = "single"
stem = "第一件事？"
options = ["说明来意", "拍照"]
correct = [0]
explanation = "先让人知道你是谁。"
+++
"""
COURSE = """title = "课程"
slug = "course"
summary = "一门课。"
category = "practice"
service_field = "社区建设"
tier = "frontline"
credit_hours = 10
outcomes = ["会走访"]
regulations = ["志愿服务条例"]
"""
KINDS = st.sampled_from(["h2", "p", "ul", "ol"])
PLAIN = st.text(alphabet="社区工作者走访居民abc012，。&", min_size=1, max_size=12)


def html(text: str) -> str:
    """The text blocks of a source without cases."""
    return "".join(block.html for block in parse(text, source="x") if isinstance(block, Text))


def problem(text: str) -> str:
    with pytest.raises(ContentError) as caught:
        parse(text, source="a/b.md", first_line=10)
    return str(caught.value)


def lesson(folder: Path, text: str) -> Path:
    path = folder / "01-home-visit.md"
    path.write_text(text, "utf-8")
    return path


def test_markup_headings_paragraphs_lists() -> None:
    source = "## 标题\n- 一\n- **二**两\n\n段落，**重点**。\n\n1. 甲\n2. 乙\n"
    assert html(source) == (
        "<h2>标题</h2><ul><li>一</li><li><b>二</b>两</li></ul><p>段落，<b>重点</b>。</p><ol><li>甲</li><li>乙</li></ol>"
    )


def test_markup_case_stands_between_texts() -> None:
    blocks = parse("前\n\n::: case 一个案例\n经过。\n\n- 要点\n:::\n\n后\n", source="x")
    assert blocks == [
        Text("<p>前</p>"),
        Case("一个案例", "<p>经过。</p><ul><li>要点</li></ul>"),
        Text("<p>后</p>"),
    ]


def test_markup_escapes_what_html_would_read() -> None:
    assert html('A&B "引"') == "<p>A&amp;B &quot;引&quot;</p>"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("### 三级标题", 10, "grammar"),
        ("> 引文", 10, "grammar"),
        ("* 星号列表", 10, "grammar"),
        ("  缩进", 10, "grammar"),
        ("有<b>标签</b>", 10, "HTML"),
        ("[链接](http://example.org)", 10, "links"),
        ("一段\n接着一段", 11, "empty line"),
        ("一段\n- 列表", 11, "empty line"),
        ("- 列表\n一段", 11, "empty line"),
        ("- 甲\n1. 乙", 11, "two lists"),
        ("1. 甲\n3. 乙", 11, "number 2"),
        ("**没有收尾", 10, "partner"),
        ("空的****强调", 10, "between"),
        ("## ", 10, "missing"),
        ("::: case ", 10, "title"),
        ("::: case 甲\n:::", 11, "empty"),
        ("::: case 甲\n经过", 10, "not closed"),
        ("::: case 甲\n经过\n\n::: case 乙", 13, "another case"),
        ("::: case 甲\n## 标题", 11, "headings"),
        (":::", 10, "no case"),
        ("::: case 甲\n经过\n:::\n后", 13, "empty line"),
    ],
)
def test_markup_names_the_line_of_what_it_refuses(text: str, line: int, words: str) -> None:
    assert problem(text).startswith(f"a/b.md, line {line}: ")
    assert words in problem(text)


@given(st.text(alphabet="#->*: \n1.ab一二[](`<_|+!", max_size=60))
def test_markup_reads_or_refuses_and_never_fails_otherwise(text: str) -> None:
    with contextlib.suppress(ContentError):
        parse(text, source="x")


@given(
    st.lists(st.tuples(st.sampled_from(["h2", "p", "ul", "ol"]), st.lists(PLAIN, min_size=1, max_size=4)), max_size=8)
)
def test_markup_keeps_every_character_to_be_read(parts: list[tuple[str, list[str]]]) -> None:
    chunks = {
        "h2": lambda texts: f"## {texts[0]}",
        "p": lambda texts: f"甲{texts[0]}",
        "ul": lambda texts: "\n".join(f"- {text}" for text in texts),
        "ol": lambda texts: "\n".join(f"{n}. {text}" for n, text in enumerate(texts, 1)),
    }
    source = "\n\n".join(chunks[kind](texts) for kind, texts in parts)
    expected = "".join(
        text if kind != "p" else f"甲{text}"
        for kind, texts in parts
        for text in (texts if kind in {"ul", "ol"} else texts[:1])
    )
    shown = html(source).replace("&amp;", "&")
    assert UNIT.findall("".join(part.partition(">")[2] for part in shown.split("<"))) == UNIT.findall(expected)


def test_lesson_file_gives_its_parts(tmp_path: Path) -> None:
    read = read_lesson(lesson(tmp_path, f"{HEAD}## 开始\n说明来意。\n"))
    assert (read.title, read.slug, read.goals, read.video) == ("走访", "home-visit", ("会敲门",), "")
    assert read.questions[0].correct == (0,)
    assert read.blocks == (Text("<h2>开始</h2><p>说明来意。</p>"),)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('title = "走访"\n', "", 2, "“title” is missing"),
        ('title = "走访"', "title = 走访", 2, "not valid TOML"),
        ('title = "走访"', 'titel = "走访"\ntitle = "走访"', 2, "not known"),
        ("pass_percent = 60", "pass_percent = 101", 6, "between 1 and 100"),
        ("pass_percent = 60", 'pass_percent = "60"', 6, "of type int"),
        ('goals = ["会敲门"]', "goals = []", 4, "not empty"),
        ('slug = "home-visit"', 'slug = "Home Visit"', 3, "small letters"),
        ('kind = "single"', 'kind = "essay"', 9, "must be one of"),
        ("correct = [0]", "correct = [2]", 12, "indexes"),
        ("correct = [0]", "correct = []", 12, "not empty"),
        ("correct = [0]", "correct = [0, 1]", 12, "one option only"),
        ('options = ["说明来意", "拍照"]', 'options = ["拍照", "拍照"]', 11, "different"),
        ("+++\n正文", "正文", 1, "between two lines"),
        ("正文。", "### 正文", 15, "grammar"),
        ("正文。\n", "", 15, "no text"),
    ],
)
def test_lesson_file_names_file_and_line_of_a_mistake(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    text = f"{HEAD}正文。\n"
    assert old in text
    with pytest.raises(ContentError) as caught:
        read_lesson(lesson(tmp_path, text.replace(old, new)))
    assert str(caught.value).startswith(f"{tmp_path.name}/01-home-visit.md, line {line}: ")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("社区建设", "航天", "17 service fields"),
        ('slug = "course"', 'slug = "other"', "folder's name"),
        ('tier = "frontline"', 'tier = "all"', "must be one of"),
        ("credit_hours = 10", "credit_hours = 10\nhours = 3", "not known"),
    ],
)
def test_course_file_names_a_mistake(tmp_path: Path, old: str, new: str, words: str) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    lesson(folder, f"{HEAD}正文。\n")
    (folder / "course.toml").write_text(COURSE, "utf-8")
    assert len(read_course(folder, service_fields()).lessons) == 1
    (folder / "course.toml").write_text(COURSE.replace(old, new), "utf-8")
    with pytest.raises(ContentError, match=words):
        read_course(folder, service_fields())


def test_course_refuses_a_gap_in_lesson_numbers(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "course.toml").write_text(COURSE, "utf-8")
    (folder / "02-home-visit.md").write_text(f"{HEAD}正文。\n", "utf-8")
    with pytest.raises(ContentError, match="01 is expected"):
        read_course(folder, service_fields())


def test_service_fields_are_the_plans_seventeen_in_order() -> None:
    assert list(service_fields().values()) == ServiceField.values
    assert service_fields()["矫治帮扶"] == ServiceField.CORRECTIONS


@pytest.mark.parametrize("folder", sorted(path.name for path in COURSES.iterdir()))
def test_shipped_course_is_what_an_editor_could_save(folder: str) -> None:
    course = next(course for course in read_courses() if course.slug == folder)
    block = LessonPage.body.field.stream_block
    for one in course.lessons:
        body = body_of(one, course=course.slug, media_pk=None)
        block.clean(block.to_python(body))
        assert body[-1]["type"] == "quiz"
        assert len({child["id"] for child in body}) == len(body)
