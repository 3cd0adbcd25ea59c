"""Unified social credit codes (GB 32100-2015): 18 characters, the last a check character mod 31."""

from __future__ import annotations

import re

from .enums import UsccFault
from .errors import Malformed
from .typing_traces import plain_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def normalise(text: str) -> str:
    """Capital, half width, without spaces and dashes; never refuses, and applied twice it gives the same."""
    return plain_code(text)


def parse_uscc(text: str) -> str:
    """The code, `""` for none (communities and teams often have none), or `Malformed` with a `UsccFault`."""
    code = normalise(text)
    if code and (fault := _fault(code)):
        raise Malformed(fault)
    return code


def check_character(first_17: str) -> str:
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(first_17, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def _fault(code: str) -> UsccFault | None:
    if re.fullmatch(r"[0-9]{15}", code):
        return UsccFault.LICENCE
    if re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return UsccFault.ORGANISATION
    if len(code) != 18:
        return UsccFault.LENGTH
    if set(code) - set(ALPHABET):
        return UsccFault.CHARACTERS
    return None if check_character(code[:17]) == code[17] else UsccFault.CHECK
