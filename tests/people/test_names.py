"""Names by code point: normalised once and for all, refused with a reason, masked."""

from __future__ import annotations

import csv
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people.enums import NameFault
from people.errors import Malformed
from people.names import mask, normalise, parse_name

DATA = Path(__file__).parents[1] / "data" / "people"
with (DATA / "names_rare_cases.csv").open(encoding="utf-8-sig", newline="") as lines:
    CASES = list(csv.DictReader(lines))


@pytest.mark.parametrize("row", [row for row in CASES if row["masked"]], ids=lambda row: row["name"])
def test_rare_name_is_kept_and_masked_by_code_point(row: dict[str, str]) -> None:
    name = parse_name(row["name"])
    assert mask(name) == row["masked"]
    if row["char"]:
        assert name == row["name"]
        assert row["char"] in name
        assert ord(row["char"]) == int(row["codepoint"].removeprefix("U+"), 16)


def test_characters_beyond_the_basic_plane_count_once() -> None:
    beyond = [row for row in CASES if row["astral"] == "1"]
    assert len(beyond) == 24
    for row in beyond:
        assert len(parse_name(row["name"])) == len(row["masked"])


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("阿依古丽･买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("龚\ue863", "龚䶮"),
        ("张\u3000三", "张三"),
        ("张 三", "张三"),
        (" 李四\u200b", "李四"),
        ("\u202d王五\u202c\r\n", "王五"),
        ("\ufeff王五", "王五"),
        ("John  F. O'Neil-Smith", "John F. O'Neil-Smith"),
        ("戴維", "戴維"),
        ("李〇", "李〇"),
        ("𲎯", "𲎯"),
    ],
)
def test_name_is_normalised(text: str, stored: str) -> None:
    assert parse_name(text) == stored


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", NameFault.EMPTY),
        ("\u3000\u200b", NameFault.EMPTY),
        ("王伟2", NameFault.DIGIT),
        ("王伟２", NameFault.DIGIT),
        ("王伟①", NameFault.DIGIT),
        ("王\x00伟", NameFault.CONTROL),
        ("王\n伟", NameFault.CONTROL),
        ("<b>王伟</b>", NameFault.MARKUP),
        ('=HYPERLINK("x")', NameFault.MARKUP),
        ("@王伟", NameFault.MARKUP),
        ("王?", NameFault.LOST),
        ("王\ufffd", NameFault.LOST),
        ("王\ue000", NameFault.LOST),
        ("王伟（大）", NameFault.SIGN),
        ("王伟😀", NameFault.SIGN),
        ("王-伟", NameFault.SIGN),
        ("王..伟", NameFault.SIGN),
        ("-Smith", NameFault.SIGN),
        ("·王伟", NameFault.DOT),
        ("王伟·", NameFault.DOT),
        ("王··伟", NameFault.DOT),
        ("王" * 61, NameFault.LONG),
    ],
)
def test_name_refused_with_a_stable_reason(text: str, fault: NameFault) -> None:
    with pytest.raises(Malformed) as refusal:
        parse_name(text)
    assert refusal.value.fault is fault


def test_half_of_a_character_is_a_lost_character() -> None:
    with pytest.raises(Malformed) as refusal:
        parse_name("王\ud800")
    assert refusal.value.fault is NameFault.LOST


@pytest.mark.parametrize(
    ("name", "masked"), [("", ""), ("王", "*"), ("张三", "张*"), ("张小三", "张*三"), ("欧阳娜娜", "欧**娜")]
)
def test_mask_by_length(name: str, masked: str) -> None:
    assert mask(name) == masked


near = st.text("张三王𬱖\ue863·•・.'- \u3000\t\u200b\u202da1①<=?", max_size=12)


@given(st.text(max_size=70) | near)
@example("张 \u200b.三")
@example("张.\u200b.三")
def test_no_text_raises_anything_but_a_refusal(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    with suppress(Malformed):
        name = parse_name(text)
        assert name == once
        assert parse_name(name) == name
        assert name not in mask(name)
        assert mask(name).count("*") in {1, 2}
