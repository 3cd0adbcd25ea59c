"""Mobile phone numbers of the Chinese mainland: eleven digits, 13 to 19 first."""

from __future__ import annotations

import re

from .enums import PhoneFault
from .errors import Malformed
from .typing_traces import plain_code

COUNTRY = re.compile(r"(?:\(?(?:\+|00)86\)?|86(?=1[0-9]{10}$))")
EXPONENT = re.compile(r"[0-9]+(\.[0-9]+)?E\+?[0-9]+")
SEVERAL = re.compile(r"[0-9]{7,}[^0-9]+[0-9]{7,}")
LANDLINE = re.compile(r"0[0-9]{9,11}|[48]00[0-9]{7}")


def normalise(text: str) -> str:
    """Without country code, spaces and dashes; never refuses, and applied twice it gives the same."""
    number = re.sub(r"(?<=[0-9])(\.0+)+$", "", plain_code(text))  # a spreadsheet's number as text
    while found := COUNTRY.match(number):
        number = number[found.end() :]
    return number


def parse_phone(text: str) -> str:
    """Eleven digits, or `Malformed` with a `PhoneFault`."""
    number = normalise(text)
    if re.fullmatch(r"1[3-9][0-9]{9}", number):
        return number
    raise Malformed(_fault(number))


def mask_phone(phone: str) -> str:
    """138****8000"""
    return f"{phone[:3]}****{phone[-4:]}"


def _fault(number: str) -> PhoneFault:
    if not number:
        return PhoneFault.EMPTY
    if "*" in number:
        return PhoneFault.MASKED
    if EXPONENT.fullmatch(number):
        return PhoneFault.ROUNDED
    if SEVERAL.fullmatch(number):
        return PhoneFault.SEVERAL
    if re.fullmatch(r"(\+|00)[0-9]+", number):
        return PhoneFault.FOREIGN
    if LANDLINE.fullmatch(number):
        return PhoneFault.LANDLINE
    if not re.fullmatch(r"[0-9]+", number):
        return PhoneFault.CHARACTERS
    return PhoneFault.PREFIX if len(number) == 11 else PhoneFault.LENGTH
