"""Certificate numbers: the check character, and what people may type."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.numbering import ALPHABET, canonical, compose, draw_body

bodies = st.text(ALPHABET, min_size=8, max_size=8)
prefixes = st.text([c for c in ALPHABET if c.isalpha()], min_size=1, max_size=6)
numbers = st.builds(compose, prefixes, st.integers(2020, 2119), bodies)


def plain(number: str) -> str:
    return number.replace("-", "")


def swapped(text: str, first: int, second: int) -> str:
    characters = list(text)
    characters[first], characters[second] = characters[second], characters[first]
    return "".join(characters)


@given(numbers)
def test_composed_number_is_canonical(number: str) -> None:
    assert canonical(number) == number
    assert len(number) <= 20


@given(numbers, st.data())
def test_no_single_wrong_character_passes(number: str, data: st.DataObject) -> None:
    text = plain(number)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([c for c in ALPHABET if c != text[place]]))
    assert canonical(text[:place] + other + text[place + 1 :]) is None


@given(numbers, st.data(), st.sampled_from([1, 2]))
def test_no_swap_of_near_characters_passes(number: str, data: st.DataObject, distance: int) -> None:
    text = plain(number)
    place = data.draw(st.integers(0, len(text) - 1 - distance))
    other = swapped(text, place, place + distance)
    assert other == text or canonical(other) is None


@given(numbers, st.text(" 　-－—\u200b.", max_size=3), st.booleans())
def test_typing_habits_are_forgiven(number: str, gap: str, wide: bool) -> None:
    typed = gap.join(plain(number).lower().replace("0", "o").replace("1", "l"))
    if wide:
        typed = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and c != "-" else c for c in typed)
    assert len(typed) > 64 or canonical(typed) == number


@given(st.text(max_size=80))
def test_any_text_is_judged_without_error(text: str) -> None:
    number = canonical(text)
    assert number is None or canonical(number) == number


@pytest.mark.parametrize("typed", ["", "ZJ26", "ZJ26-8K3M-7Q2P", "U" * 13, "9" * 1000, "ZJ26-8K3M-7Q2P-TT"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    assert canonical(typed) is None


@pytest.mark.parametrize(("prefix", "body"), [("", "00000000"), ("浙", "00000000"), ("ZJ", "0000000"), ("LO", "0" * 8)])
def test_number_outside_the_alphabet_is_not_composed(prefix: str, body: str) -> None:
    with pytest.raises(ValueError, match="alphabet"):
        compose(prefix, 2026, body)


def test_drawn_bodies_differ() -> None:
    drawn = {draw_body() for _ in range(500)}
    assert len(drawn) == 500
    assert all(re.fullmatch(f"[{ALPHABET}]{{8}}", body) for body in drawn)
