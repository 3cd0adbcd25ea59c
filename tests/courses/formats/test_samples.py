"""Files in the shapes that real systems write: what becomes of each question, and what is named as lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses.enums import BankKind
from courses.enums.question_imports import QuestionFormat
from courses.questions.formats.detect import format_of, read_questions
from courses.questions.formats.found import Parsed
from courses.questions.formats.judging import judge

DATA = Path(__file__).parents[2] / "data" / "questions"


def questions(name: str) -> list[Parsed]:
    reading = read_questions(name, (DATA / name).read_bytes())
    judge(reading)
    return reading.questions


def kinds(found: list[Parsed]) -> list[str]:
    """The kind of each question, or its verdict."""
    return [one.draft.kind.value if one.draft else one.verdict.value for one in found]


def codes(one: Parsed) -> set[str]:
    return {finding.code for finding in [*one.faults, *one.doubts, *one.notes]}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("question_bank_zh.xlsx", QuestionFormat.XLSX),
        ("question_bank_zh.csv", QuestionFormat.CSV),
        ("question_bank_zh_word_text.txt", QuestionFormat.WORD),
        ("paper_variants.txt", QuestionFormat.WORD),
        ("every_kind.gift", QuestionFormat.GIFT),
        ("every_kind.moodle.xml", QuestionFormat.MOODLE_XML),
        ("strict.aiken.txt", QuestionFormat.AIKEN),
        ("item.qti21.xml", QuestionFormat.QTI),
    ],
)
def test_format_is_found_whatever_the_file_is_called(name: str, kind: QuestionFormat) -> None:
    assert format_of("file", (DATA / name).read_bytes()) == kind


def test_gift_of_every_kind() -> None:
    found = questions("every_kind.gift")
    assert kinds(found) == [
        *("single", "multiple", "truefalse", "fill", "fill", "fill", "matching", "essay"),
        *("skip", "truefalse", "error", "error", "multiple"),
    ]
    first = found[0].draft
    assert first is not None
    assert (first.stem, first.explanation) == ("社区戒毒的期限为多久？\n选一个。", "第三十三条。")
    assert first.key == {"correct": ["c"], "weights": {"b": 50}}
    assert first.tags == ("法规", "禁毒", "法律")
    assert {"note_name", "note_idnumber", "note_category", "note_feedback", "note_formatting"} <= codes(found[0])
    blank = found[3].draft
    assert blank is not None
    assert blank.stem == "期限是____年。"
    assert blank.key["blanks"][0][2] == {"text": "叁*", "percent": 100, "wildcard": True}
    number = found[5].draft
    assert number is not None
    assert number.key["blanks"][0] == [
        {"number": "1823", "tolerance": "1", "percent": 100},
        {"number": "1822", "tolerance": "5", "percent": 50},
    ]
    escaped = found[9].draft
    assert escaped is not None
    assert escaped.stem == "转义：{花括号}、~波浪=等号#井号:冒号，$CATEGORY: 不是分类。"
    assert {"q_braces"} <= codes(found[10]) & codes(found[11])


def test_moodle_xml_of_every_kind() -> None:
    found = questions("every_kind.moodle.xml")
    assert kinds(found) == [
        *("single", "multiple", "truefalse", "fill", "fill", "matching", "essay", "fill", "case", "case"),
        *("ordering", "error", "error", "skip", "skip"),
    ]
    first = found[0].draft
    assert first is not None
    assert first.stem == "看图 [法条] 回答：\n期限 多久？"
    assert (first.centipoints, first.tags) == (200, ("法规", "禁毒", "考试"))
    assert first.content["shuffle"] is False
    assert {
        *("note_images", "note_hidden", "note_idnumber", "note_penalty", "note_hints", "note_feedback"),
        *("note_combined_feedback", "note_numbering", "note_instruction", "note_negative", "note_category"),
    } <= codes(found[0])
    blank = found[3].draft
    assert blank is not None
    assert blank.key == {
        "blanks": [
            [
                {"text": "全国人*", "percent": 100, "wildcard": True},
                {"text": "NPC*", "percent": 50},
            ]
        ],
        "match_case": True,
    }
    assert "note_units" in codes(found[4])
    assert {"note_response_format", "note_attachments", "note_template", "note_word_limit"} <= codes(found[6])


def test_cloze_texts_become_blanks_or_a_case() -> None:
    found = questions("every_kind.moodle.xml")
    blanks, mixed, chosen = found[7].draft, found[8].draft, found[9].draft
    assert blanks is not None
    assert mixed is not None
    assert chosen is not None
    assert (blanks.stem, blanks.centipoints) == ("期限____，共____个月。", 300)
    assert "note_blank_marks" in codes(found[7])
    assert mixed.stem == "选[1]，填[2]。"
    assert [part["kind"] for part in mixed.content["parts"]] == ["single", "fill"]
    assert mixed.key["parts"]["p2"]["key"]["blanks"] == [[{"text": "丙}丁", "percent": 100}]]
    assert (chosen.stem, chosen.centipoints) == ("[1]在[2]。", 100)
    assert sum(part["centipoints"] for part in chosen.content["parts"]) == 100


def test_aiken_says_which_line_is_wrong() -> None:
    found = questions("strict.aiken.txt")
    assert kinds(found) == ["single", "error", "error", "error"]
    assert [codes(one) for one in found[1:]] == [{"q_answer_outside"}, {"q_stem"}, {"q_line"}]
    assert found[3].faults[0].facts["line"] == "19"


def test_qti_item_under_any_prefix() -> None:
    (one,) = questions("item.qti21.xml")
    assert one.draft is not None
    assert (one.draft.kind, one.draft.centipoints) == (BankKind.MULTIPLE, 200)
    assert one.draft.stem == "看图[图示]。\n哪些是原则？"
    assert one.draft.key["weights"] == {"a": 50, "b": 50, "c": -50}
    assert {
        *("note_images", "note_style", "note_rubric_block", "note_modal", "note_feedback", "note_fixed_options"),
    } <= codes(one)


def test_paper_with_headings_collected_answers_and_a_case() -> None:
    found = questions("paper_variants.txt")
    assert kinds(found) == [
        *("single", "single", "single", "multiple", "truefalse", "truefalse", "truefalse", "fill", "case"),
        *("essay", "essay"),
    ]
    answers = [one.draft.key.get("correct") for one in found[:7] if one.draft]
    assert answers == [["c"], ["b"], ["c"], ["a", "b", "c", "d"], True, False, True]
    case = found[8].draft
    assert case is not None
    assert [part["kind"] for part in case.content["parts"]] == ["single", "essay"]
    assert [one["centipoints"] for one in case.key["parts"]["p2"]["key"]["rubric"]] == [300, 200]
    essay = found[9].draft
    assert essay is not None
    assert essay.key["reference"] == "1. 接纳\n2. 尊重"
