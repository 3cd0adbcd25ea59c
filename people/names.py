"""Names of people, by code point: normalised, judged and masked. Nothing is converted between scripts."""

from __future__ import annotations

import re
import unicodedata

from .enums import NameFault
from .errors import Malformed
from .typing_traces import without_invisible

LONGEST = 60
MIDDLE_DOT = "\u00b7"
# Dots that input methods and code tables give for the middle dot.
DOT_FORMS = dict.fromkeys(map(ord, "\u2022\u2027\u22c5\u30fb\uff65\uff0e"), MIDDLE_DOT)
# GBK kept this character in the private area before Unicode had it.
PRIVATE_FORMS = {0xE863: "\u4dae"}
HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
DOT_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])\s*\.\s*(?=[{HAN}])")
SPACES = re.compile(r"[^\S\t\n\r\x0b\x0c\x1c-\x1f\x85]+")
SPACE_AT_HAN = re.compile(rf"(?<=[{HAN}{MIDDLE_DOT}]) | (?=[{HAN}{MIDDLE_DOT}])")
ANY_HAN = re.compile(f"[{HAN}]")
IN_LATIN_NAMES = set(" -'\u2019.")
IN_HAN_NAMES = set(" ")
IN_MARKUP = set('<>&"=+@|\\/{}[]$%#;`^~*')
WHERE_A_CHARACTER_WAS = set("?\uff1f\ufffd\u25a1\u25a0")


def normalise(name: str) -> str:
    """The one stored form; never refuses, and applied twice it gives the same."""
    text = without_invisible(name.translate(PRIVATE_FORMS)).translate(DOT_FORMS).strip()
    text = DOT_BETWEEN_HAN.sub(MIDDLE_DOT, text)
    return SPACE_AT_HAN.sub("", SPACES.sub(" ", text))


def parse_name(name: str) -> str:
    """The normalised name, or `Malformed` with a `NameFault`."""
    text = normalise(name)
    if not text:
        raise Malformed(NameFault.EMPTY)
    allowed = IN_HAN_NAMES if ANY_HAN.search(text) else IN_LATIN_NAMES
    for character in text:
        if character not in allowed and (fault := _fault(character)):
            raise Malformed(fault)
    if MIDDLE_DOT in (text[0], text[-1]) or MIDDLE_DOT * 2 in text:
        raise Malformed(NameFault.DOT)
    if not _is_letter(text[0]):
        raise Malformed(NameFault.SIGN)
    if len(text) > LONGEST:
        raise Malformed(NameFault.LONG)
    return text


def mask(name: str) -> str:
    """For pages that show who, not whom: first character, asterisks, last character.

    One character gives `*`, two the first and `*`; four and more always two asterisks, so that
    the mask does not tell the length.
    """
    if len(name) <= 1:
        return "*" * len(name)
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * min(len(name) - 2, 2) + name[-1]


def _is_letter(character: str) -> bool:
    # Unassigned in the ideographic planes: characters newer than this Python's Unicode tables.
    newer_han = unicodedata.category(character) == "Cn" and 0x20000 <= ord(character) <= 0x3FFFF
    return character == "\u3007" or newer_han or unicodedata.category(character)[0] == "L"


def _fault(character: str) -> NameFault | None:
    kind = unicodedata.category(character)
    if _is_letter(character) or kind in {"Mn", "Mc"} or character == MIDDLE_DOT:
        return None
    if character in WHERE_A_CHARACTER_WAS or kind in {"Co", "Cs", "Cn"}:
        return NameFault.LOST
    if kind[0] == "N":
        return NameFault.DIGIT
    if kind == "Cc":
        return NameFault.CONTROL
    return NameFault.MARKUP if character in IN_MARKUP else NameFault.SIGN
