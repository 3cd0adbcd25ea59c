"""What holds for every code, phone and name, beside the cases that were supplied."""

from __future__ import annotations

import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import names, phones, uscc
from people.errors import Malformed

LEFT_OUT = "IOSVZ"
SPACES_AND_DASHES = ["", " ", "-", "\u3000", "\u2013", "\u200b", "\u202a", "\ufeff"]
FULL_WIDTH = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789ABCDEFGHJKLMNPQRTUWXY+"}
first_17 = st.text(uscc.ALPHABET, min_size=17, max_size=17)
phone = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
traces = st.lists(st.sampled_from(SPACES_AND_DASHES), min_size=20, max_size=20)
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.characters(
    min_codepoint=0x20000, max_codepoint=0x2A6DF
)


def as_typed(text: str, marks: list[str], *, is_wide: bool) -> str:
    """With what keyboards and chat windows leave between the characters."""
    typed = "".join(character + mark for character, mark in zip(text, marks, strict=False))
    return typed.translate(FULL_WIDTH) if is_wide else typed


def test_alphabet_of_credit_codes_leaves_out_what_looks_alike() -> None:
    assert len(uscc.ALPHABET) == 31
    assert not set(LEFT_OUT) & set(uscc.ALPHABET)


@given(first_17, traces, st.booleans())
def test_credit_code_made_by_the_rule_is_accepted_however_it_is_typed(
    first: str, marks: list[str], is_wide: bool
) -> None:
    code = first + uscc.check_character(first)
    assert uscc.parse_uscc(as_typed(code, marks, is_wide=is_wide)) == code
    assert uscc.parse_uscc(code.lower()) == code


@given(first_17, st.integers(0, 17), st.integers(1, 30))
def test_credit_code_with_one_character_changed_is_refused(first: str, place: int, steps: int) -> None:
    """31 is prime and no weight is divisible by it: every single change is seen."""
    code = first + uscc.check_character(first)
    other = uscc.ALPHABET[(uscc.ALPHABET.index(code[place]) + steps) % 31]
    with pytest.raises(Malformed):
        uscc.parse_uscc(code[:place] + other + code[place + 1 :])


@given(first_17, st.integers(0, 16))
def test_credit_code_with_two_neighbours_swapped_is_refused(first: str, place: int) -> None:
    code = first + uscc.check_character(first)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(Malformed):
            uscc.parse_uscc(swapped)


@given(phone, st.sampled_from(["", "+86", "0086", "(+86)", "+86 "]), traces, st.booleans())
def test_phone_is_found_however_it_is_typed(number: str, country: str, marks: list[str], is_wide: bool) -> None:
    assert phones.parse_phone(country + as_typed(number, marks, is_wide=is_wide)) == number


@given(st.from_regex(r"[0-9]{1,14}", fullmatch=True))
def test_no_other_digits_are_a_phone(digits: str) -> None:
    with suppress(Malformed):
        found = phones.parse_phone(digits)
        assert digits.endswith(found)
        assert digits.removesuffix(found) in {"", "86", "0086"}


@given(st.lists(HAN, min_size=2, max_size=20).map("".join), traces)
def test_name_is_one_and_the_same_however_it_is_typed(name: str, marks: list[str]) -> None:
    """Nothing is converted: what comes out are the code points that went in."""
    invisible = [mark for mark in marks if unicodedata.category(mark or "\u200b") == "Cf" or mark == "\u3000"]
    typed = "".join(c + mark for c, mark in zip(name, [*invisible, *[""] * 20], strict=False))
    known = "".join(c for c in name if unicodedata.category(c) != "Cn" or ord(c) >= 0x20000)
    if known == name:
        assert names.parse_name(typed) == name


@given(st.lists(HAN, min_size=1, max_size=20).map("".join))
def test_mask_shows_at_most_the_outer_code_points(name: str) -> None:
    masked = names.mask(name)
    assert len(masked) == min(len(name), 4)
    assert masked.encode("utf-8")  # no half of a character
    assert masked[0] == (name[0] if len(name) > 1 else "*")
    assert masked[-1] == (name[-1] if len(name) > 2 else "*")
    assert set(masked[1:-1]) <= {"*"}
