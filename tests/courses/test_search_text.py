"""What text becomes before it is looked for: tokens, pinyin, slips, the words of the databases. Pure."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from courses.search.abbreviations import spellings
from courses.search.pinyin import homophones, split, syllables_of
from courses.search.query import Ways, ways_of
from courses.search.slips import guesses, pinyin_guesses
from courses.search.tokens import MOST_TOKENS, index_tokens, query_tokens

# What fills the fields in `written`: anything else would be syntax.
FTS5 = re.compile(r'^\([^\W_ ()"]+\)$')


def test_a_run_of_chinese_gives_its_characters_and_its_pairs() -> None:
    assert index_tokens("老年人") == ["老", "年", "人", "老年", "年人"]
    assert query_tokens("老年人") == ["老年", "年人"]
    assert query_tokens("老") == ["老"]


def test_width_and_case_make_no_difference() -> None:
    assert query_tokens("ＨＯＳＰＩＣＥ安宁") == query_tokens("hospice安宁") == ["hospice", "安宁"]


@pytest.mark.parametrize("text", ["", " ", "；，。！", "* - \" ' ( )", "😀👩‍🏫", "\x00", "___"])
def test_a_query_without_words_asks_for_nothing(text: str) -> None:
    assert query_tokens(text) == []


@given(st.text())
@example("\" * NEAR( OR - AND NOT ^ : {title} ' & | ! <-> :*")
@example("x" * 10_000)
@example("社" * 10_000)
def test_no_query_leaves_anything_but_letters_and_digits_for_a_database(text: str) -> None:
    ways = Ways(ways_of(text))
    tokens = [token for way in ways.ways for group in way for token in group]
    assert all(token.isalnum() or not re.search(r"[\s\"'*():&|!<>\\^{}%-]", token) for token in tokens)
    assert 0 < len(tokens) <= 3 * MOST_TOKENS
    assert ways.written(quote="'", both=" & ", either=" | ").count("'") == 2 * len(tokens)


@given(st.text(max_size=40))
def test_every_text_is_found_by_itself(text: str) -> None:
    assert set(query_tokens(text)) <= set(index_tokens(text))


def test_abbreviations_are_one_with_what_they_stand_for() -> None:
    assert "社会工作实务" in spellings("社工实务")
    assert "老年社工实务" in spellings("老年社会工作实务")
    assert spellings("老年") == ["老年"]


def test_pinyin_is_split_into_the_fewest_syllables() -> None:
    assert split("laonian") == ["lao", "nian"]
    assert split("xian") == ["xian"]
    assert split("hospice") is None
    assert split("a" * 1000) is None


def test_a_title_sounds_as_it_is_read() -> None:
    assert syllables_of("老年 Hospice 督导") == [["lao", "nian"], ["du", "dao"]]


def test_a_homophone_sounds_like_what_was_meant() -> None:
    assert "laonian" in homophones("老粘")[0]


@pytest.mark.parametrize("typed", ["老年社工实实务", "老社工实务", "老年社工务实", "老年社实工务"])
def test_one_slip_in_chinese_is_guessed(typed: str) -> None:
    title = set(index_tokens("老年社工实务"))
    assert any(set(guess) <= title for guess in guesses(typed))


@pytest.mark.parametrize("typed", ["laonain", "laoniian", "laonan", "laonisn"])
def test_one_slip_in_pinyin_is_guessed(typed: str) -> None:
    assert ["lao", "nian"] in pinyin_guesses(typed)


@given(st.text(alphabet=st.characters(categories=["L"]), max_size=60))
def test_guesses_are_few_whatever_is_typed(text: str) -> None:
    assert len(guesses(text)) <= 50
    assert len(pinyin_guesses(text)) <= 80
