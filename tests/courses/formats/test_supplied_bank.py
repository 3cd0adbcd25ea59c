"""The supplied bank gives exactly its expected verdicts, whichever file it comes in."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from courses.enums import BankKind
from courses.questions.formats.detect import read_questions
from courses.questions.formats.found import Parsed
from courses.questions.formats.judging import judge, sentence_of

DATA = Path(__file__).parents[2] / "data" / "questions"
CSV = (DATA / "question_bank_zh.csv").read_bytes()


def judged(name: str, content: bytes) -> list[Parsed]:
    reading = read_questions(name, content)
    judge(reading)
    return reading.questions


def expected() -> list[tuple[str, str]]:
    text = (DATA / "question_bank_zh_expected.csv").read_text(encoding="utf-8-sig")
    return [(row["row"], row["expected"]) for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", CSV),
        ("a.csv", CSV.decode("utf-8-sig").encode()),
        ("a.csv", CSV.decode("utf-8-sig").encode("gb18030")),
        ("a.csv", CSV.decode("utf-8-sig").encode("utf-16")),
        ("a.xlsx", (DATA / "question_bank_zh.xlsx").read_bytes()),
    ],
    ids=["bom", "utf8", "gb18030", "utf16", "xlsx"],
)
def test_supplied_bank_gets_its_expected_verdicts(name: str, content: bytes) -> None:
    questions = judged(name, content)
    assert [(one.place, one.verdict.value) for one in questions] == expected()
    assert all(one.faults for one in questions if one.verdict == "error")


def test_reasons_of_the_supplied_bank_name_what_is_wrong() -> None:
    reasons = {one.place: [found.code for found in [*one.faults, *one.doubts]] for one in judged("a.csv", CSV)}
    assert reasons["25"] == ["q_stem"]
    assert reasons["26"] == ["q_options"]
    assert reasons["27"] == ["q_answer_outside"]
    assert reasons["28"] == ["q_answer_several"]
    assert reasons["29"] == ["check:one_right"]
    assert reasons["30"] == ["q_answer_unread"]
    assert reasons["31"] == ["q_kind"]
    assert reasons["34"] == ["doubt_double_in_file"]
    assert reasons["35"] == ["q_points"]


def test_double_names_the_row_it_repeats() -> None:
    double = next(one for one in judged("a.csv", CSV) if one.place == "34")
    assert "2" in sentence_of(double.doubts[0].code, double.doubts[0].facts)


def test_word_style_text_gives_twenty_three_good_questions() -> None:
    questions = judged("paper.txt", (DATA / "question_bank_zh_word_text.txt").read_bytes())
    assert [one.verdict.value for one in questions] == ["ok"] * 23
    kinds = [one.draft.kind for one in questions if one.draft]
    assert kinds.count(BankKind.SINGLE) == 10
    assert kinds.count(BankKind.MULTIPLE) == 5
    assert kinds.count(BankKind.TRUE_FALSE) == 5
    assert kinds.count(BankKind.FILL) == 2
    assert kinds.count(BankKind.SHORT) == 1


def test_word_style_text_and_table_say_the_same() -> None:
    table = [one.draft for one in judged("a.csv", CSV)[:23]]
    text = [one.draft for one in judged("a.txt", (DATA / "question_bank_zh_word_text.txt").read_bytes())]
    for one, other in zip(table, text, strict=True):
        assert one is not None
        assert other is not None
        assert (one.kind, one.stem, one.content, one.key) == (other.kind, other.stem, other.content, other.key)


def test_hostile_cells_are_texts() -> None:
    by_place = {one.place: one for one in judged("a.csv", CSV)}
    formula, script = by_place["32"].draft, by_place["33"].draft
    assert formula is not None
    assert script is not None
    assert formula.content["options"][0]["text"] == "=cmd|'/c calc'!A1"
    assert script.stem == "含脚本的题 <script>alert(1)</script>"
