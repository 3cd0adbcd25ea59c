"""The reading-time model: 400 characters a minute (courses/reading_time.py)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.reading_time import reading_ms


@pytest.mark.parametrize(
    ("texts", "seconds"),
    [
        ([], 0),
        ([""], 0),
        (["。，！？ \n"], 0),
        (["字" * 400], 60),
        (["字" * 20], 3),
        (["字"], 1),
        (["字" * 21], 4),
        (["𠮷" * 20], 3),
        (["word " * 20], 3),
        (["120 小时" * 10], 5),
        (["字" * 200, "字" * 200], 60),
    ],
)
def test_characters_and_words_take_their_time(texts: list[str], seconds: int) -> None:
    assert reading_ms(texts) == seconds * 1000


def test_markup_is_not_read() -> None:
    assert (
        reading_ms(['<p class="lead">' + "<b>字</b>" * 20 + '</p><a href="/a/long/address/with/words/">字</a>']) == 4000
    )


@pytest.mark.parametrize("entity", ["&nbsp;", "&amp;", "&lt;", "&quot;", "&#x27;", "&#160;"])
def test_entities_are_the_characters_they_stand_for(entity: str) -> None:
    assert reading_ms([entity * 400]) == 0


@given(st.lists(st.text(max_size=50), max_size=5))
def test_more_text_never_takes_less_time(texts: list[str]) -> None:
    assert reading_ms([*texts, "字"]) >= reading_ms(texts)
    assert reading_ms(texts) % 1000 == 0
