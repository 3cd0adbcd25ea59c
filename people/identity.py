"""Resident ID numbers (GB 11643-1999): 17 digits and a check character.

The region is not tested: abolished codes live on in the numbers of those born there.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from .enums import IdNumberFault
from .errors import Malformed
from .typing_traces import plain_code

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
EXPONENT = re.compile(r"[0-9]+(\.[0-9]+)?E\+?[0-9]+")
OTHER_DOCUMENT = re.compile(r"[A-Z]{1,2}[0-9]{7,10}")


@dataclass(frozen=True)
class IdNumber:
    """A number that passed every test. `repr` hides it, so that it reaches no log."""

    number: str
    birth_on: dt.date

    def __repr__(self) -> str:
        return f"IdNumber({mask_id(self.number)})"

    @property
    def is_male(self) -> bool:
        return int(self.number[16]) % 2 == 1

    def is_doubtful_on(self, today: dt.date) -> bool:
        """Valid, but the holder would be over 100: worth a warning, no refusal."""
        return today.year - self.birth_on.year > 100


def normalise(text: str) -> str:
    """18 characters as on the card where there are 18; never refuses, and applied twice it gives the same."""
    return plain_code(text)


def parse_id_number(text: str, *, today: dt.date) -> IdNumber:
    """The number and its birth date, or `Malformed` with an `IdNumberFault`."""
    number = normalise(text)
    if fault := _fault_of_form(number):
        raise Malformed(fault)
    if check_character(number[:17]) != number[17]:
        # Spreadsheets keep 15 digits and fill up with zeros.
        raise Malformed(IdNumberFault.ROUNDED if number.endswith("000") else IdNumberFault.CHECK)
    try:
        birth_on = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Malformed(IdNumberFault.DATE) from None
    if birth_on > today:
        raise Malformed(IdNumberFault.FUTURE)
    return IdNumber(number, birth_on)


def check_character(first_17: str) -> str:
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True)) % 11]


def mask_id(number: str) -> str:
    """330000********4418"""
    return f"{number[:6]}********{number[-4:]}"


def last_four(number: str) -> str:
    return number[-4:]


def _fault_of_form(number: str) -> IdNumberFault | None:
    if not number:
        return IdNumberFault.EMPTY
    if "*" in number:
        return IdNumberFault.MASKED
    if EXPONENT.fullmatch(number):
        return IdNumberFault.ROUNDED
    if OTHER_DOCUMENT.fullmatch(number):
        return IdNumberFault.OTHER_DOCUMENT
    if re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return None
    if re.fullmatch(r"[0-9]{15}", number):
        return IdNumberFault.FIFTEEN
    return IdNumberFault.LENGTH if re.fullmatch(r"[0-9]+X?", number) else IdNumberFault.CHARACTERS
