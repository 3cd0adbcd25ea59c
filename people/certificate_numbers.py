"""Numbers of certificates and registrations of the profession, as provinces print them: digits, letters, Han."""

from __future__ import annotations

import unicodedata

from .enums.qualifications import CertificateNumberFault
from .errors import Malformed
from .typing_traces import plain_code

SHORTEST, LONGEST = 4, 40
SIGNS = frozenset("()/.\u3014\u3015")


def normalise(text: str) -> str:
    """Capital, half width, without spaces and dashes; applied twice it gives the same."""
    return plain_code(text)


def parse_certificate_number(text: str) -> str:
    """The normalised number, or `Malformed` with a `CertificateNumberFault`."""
    if any(unicodedata.category(character) == "Cc" for character in text.strip()):
        raise Malformed(CertificateNumberFault.SIGN, field="certificate_number")
    number = normalise(text)
    if fault := _fault(number):
        raise Malformed(fault, field="certificate_number")
    return number


def _fault(number: str) -> CertificateNumberFault | None:
    if not number:
        return CertificateNumberFault.EMPTY
    if not all(character in SIGNS or unicodedata.category(character) in {"Lu", "Lo", "Nd"} for character in number):
        return CertificateNumberFault.SIGN
    if not SHORTEST <= len(number) <= LONGEST:
        return CertificateNumberFault.LENGTH
    return (
        None
        if any(character.isascii() and character.isdigit() for character in number)
        else CertificateNumberFault.DIGITS
    )
