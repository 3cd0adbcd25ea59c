"""ID and phone numbers in running text, however they are written: spaces, dashes, full width, Chinese numerals."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from people.identity import check_character

SEPARATORS = set(" \t-.\u00b7\u2010\u2011\u2012\u2013\u2014\u2015_\u3000")
MOST_BETWEEN = 2
COUNTRY_CODES = ("0086", "86")
ID_LENGTHS = (18, 15)


@dataclass(frozen=True)
class Spot:
    """Characters `[start, end)` of the text."""

    start: int
    end: int


@dataclass(frozen=True)
class _Group:
    digits: str
    start: int
    end: int


def id_numbers(text: str) -> list[Spot]:
    """Resident ID numbers of 18 characters (GB 11643-1999) with a right check character or a real birth date, and
    those of 15 digits with a real birth date."""
    return [spot for run in _runs(text) for spot in _found(run, _is_id_number)]


def phone_numbers(text: str) -> list[Spot]:
    """Mobile numbers of the mainland, with or without country code."""
    return [spot for run in _runs(text) for spot in _found(run, _is_phone)]


def _found(run: list[_Group], is_one: object) -> Iterator[Spot]:
    position = 0
    while position < len(run):
        reach = next((end for end in range(position, len(run)) if is_one(_joined(run[position : end + 1]))), None)  # type: ignore[operator]
        if reach is None:
            position += 1
            continue
        yield Spot(run[position].start, run[reach].end)
        position = reach + 1


def _joined(groups: list[_Group]) -> str:
    return "".join(group.digits for group in groups)


def _is_id_number(digits: str) -> bool:
    if len(digits) not in ID_LENGTHS or not digits[:-1].isdigit():
        return False
    if len(digits) == 18 and check_character(digits[:17]) == digits[17]:
        return True
    born = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    return digits[0] in "12345678" and _is_date(born)


def _is_date(digits: str) -> bool:
    try:
        day = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100


def _is_phone(digits: str) -> bool:
    for code in COUNTRY_CODES:
        if digits.startswith(code) and len(digits) == len(code) + 11:
            digits = digits[len(code) :]
    return len(digits) == 11 and digits.isdigit() and digits[0] == "1" and digits[1] in "3456789"


def _runs(text: str) -> Iterator[list[_Group]]:
    """Neighbouring groups of digits, with at most two separators between them."""
    run: list[_Group] = []
    for group in _groups(text):
        if run and not _is_near(text, run[-1].end, group.start):
            yield run
            run = []
        run.append(group)
    if run:
        yield run


def _is_near(text: str, end: int, start: int) -> bool:
    between = text[end:start]
    return len(between) <= MOST_BETWEEN and all(character in SEPARATORS for character in between)


def _groups(text: str) -> Iterator[_Group]:
    digits, start = "", 0
    for place, character in enumerate(text):
        digit = _digit(character)
        if digit is None and digits and len(digits) in (7, 11, 17) and unicodedata.normalize("NFKC", character) in "Xx":
            digit = "X"
        if digit is None:
            if digits:
                yield _Group(digits, start, place)
            digits = ""
            continue
        if not digits:
            start = place
        digits += digit
        if digit == "X":
            yield _Group(digits, start, place + 1)
            digits = ""
    if digits:
        yield _Group(digits, start, len(text))


def _digit(character: str) -> str | None:
    """0 to 9 of any script, Chinese numerals included; None for everything else."""
    value = unicodedata.numeric(character, -1.0)
    return str(int(value)) if value in range(10) else None
