"""Lines of Chinese: nothing lost, no punctuation at the wrong end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from certificates.typesetting import NOT_FIRST, NOT_LAST, break_lines

texts = st.text("社区工作者，。（）“”12a 、", min_size=1, max_size=80)


def width(text: str, bold: bool) -> float:
    return sum(5.0 if c.isascii() else 10.0 for c in text)


@given(st.lists(st.tuples(texts, st.booleans()), max_size=4))
def test_every_character_is_set_once_and_in_order(runs: list[tuple[str, bool]]) -> None:
    lines = break_lines(runs, 200, 20, width)
    set_text = "".join(piece.text for line in lines for piece in line.pieces)
    assert set_text.replace(" ", "") == "".join(text for text, _ in runs).replace(" ", "")


@given(st.text("社区工作者，。（）“”、", min_size=1, max_size=80))
def test_no_line_begins_or_ends_with_the_wrong_punctuation(text: str) -> None:
    lines = break_lines([(text, False)], 200, 20, width)
    assert not [line for line in lines[1:] if line.pieces[0].text[0] in NOT_FIRST]
    assert not [line for line in lines[:-1] if line.pieces[-1].text[-1] in NOT_LAST]


def test_numbers_are_not_broken() -> None:
    (first, second) = break_lines([("社区工作2026年", False)], 50, 0, width)
    assert "".join(piece.text for piece in first.pieces) == "社区工作"
    assert second.pieces[0].text == "2026"


def test_weights_stay_apart() -> None:
    (line,) = break_lines([("计 ", False), ("24 学时", True), ("。", False)], 500, 0, width)
    assert line.runs == [("计 ", False), ("24 学时", True), ("。", False)]
