"""Accepted answers of blanks in a cell: `|` between spellings of one blank, `;` or a line break between blanks.

In front of a spelling `%50%` says what it earns, `#3.14:0.01` is a number with its tolerance, `[*]` makes `*` stand for
any text. A backslash takes such a meaning away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from . import escaped
from .build import Accepted, Weight, number_accepted, text_accepted, weight

BETWEEN_BLANKS = "\uff1b;\n"
BETWEEN_SPELLINGS = "|\uff5c"
FURTHER = ("\u3001", "\uff0c", ",", "|\uff5c", " \u3000\t")
SHARE = re.compile(r"%([0-9]{1,3}(?:\.[0-9]{1,5})?)%")
NUMBER = re.compile(r"#(-?[0-9]{1,20}(?:\.[0-9]{1,12})?)(?::([0-9]{1,20}(?:\.[0-9]{1,12})?))?")
NUMBERED = re.compile("[(\uff08]?\\s*([0-9]{1,2})\\s*[)\uff09.\u3001\uff0e]\\s*(?=\\S)")
WILD = "[*]"
BLANK = re.compile("_{3,}|\uff3f{2,}")
SHORT_BLANK = re.compile("(?<![A-Za-z0-9_])__(?![A-Za-z0-9_])")
EMPTY_BRACKETS = re.compile("[(\uff08\\[\u3010][ \u3000\xa0]*[)\uff09\\]\u3011]")
SIGN = "____"


def with_blanks(stem: str) -> tuple[str, int]:
    """The stem with `____` for every blank, and how many there are; empty brackets are blanks if nothing else is."""
    marked, count = BLANK.subn(SIGN, stem)
    for otherwise in (SHORT_BLANK, EMPTY_BRACKETS):
        if not count:
            marked, count = otherwise.subn(SIGN, stem)
    return marked, count


def with_long_blanks(stem: str) -> tuple[str, int]:
    """The same for texts in which two underscores may be anything."""
    return BLANK.subn(SIGN, stem)


def read_blanks(cell: str, count: int) -> list[list[Accepted]]:
    """One list of accepted answers a blank; not of length `count` where the cell does not fit."""
    parts = [part for part in escaped.split(cell, BETWEEN_BLANKS) if part.strip()]
    if len(parts) == 1 and count > 1:
        for separators in FURTHER:
            found = [part for part in escaped.split(cell, separators) if part.strip()]
            if len(found) == count:
                parts = found
                break
    return [read_spellings(part) for part in _without_numbers(parts)]


def read_spellings(text: str) -> list[Accepted]:
    found = [_read(part.strip()) for part in escaped.split(text, BETWEEN_SPELLINGS) if part.strip()]
    return [one for one in found if one]


def write_blanks(blanks: Sequence[Sequence[Accepted]]) -> str:
    parts = [write_spellings(blank) for blank in blanks]
    if _without_numbers(parts) != parts:
        parts[0] = f"\\{parts[0]}"
    return "\uff1b".join(parts)


def write_spellings(blank: Sequence[Accepted]) -> str:
    return "|".join(map(_write, blank))


def is_number(text: str) -> bool:
    """A decimal number of a reasonable length, which can be compared."""
    try:
        number = Decimal(text)
    except (InvalidOperation, ValueError):
        return False
    return len(text) <= 40 and number.is_finite() and -13 < number.adjusted() < 20


def _read(text: str) -> Accepted:
    percent: Weight = 100
    if found := SHARE.match(text):
        percent = weight(max(Decimal(1), min(Decimal(100), Decimal(found[1]))))
        text = text[found.end() :].lstrip()
    if found := NUMBER.fullmatch(text):
        return number_accepted(found[1], found[2] or "0", percent)
    is_wild = text.startswith(WILD)
    plain = escaped.plain(text.removeprefix(WILD)).strip()
    return text_accepted(plain, percent, wildcard=is_wild) if plain else {}


def _write(accepted: Accepted) -> str:
    percent = accepted.get("percent", 100)
    share = "" if percent == 100 else f"%{percent}%"
    if "number" in accepted:
        tolerance = "" if accepted.get("tolerance", "0") == "0" else f":{accepted['tolerance']}"
        return f"{share}#{accepted['number']}{tolerance}"
    text = escaped.escape(accepted["text"], (*BETWEEN_BLANKS.replace("\n", ""), *BETWEEN_SPELLINGS))
    wild = WILD if accepted.get("wildcard") else ""
    if not wild and text[:1] in {"%", "#", "["}:
        text = f"\\{text}"
    return f"{share}{wild}{text}"


def _without_numbers(parts: list[str]) -> list[str]:
    """Blanks that are numbered 1, 2, 3 lose the numbers."""
    found = [NUMBERED.match(part.strip()) for part in parts]
    numbers = [int(one[1]) for one in found if one]
    if len(parts) < 2 or numbers != list(range(1, len(parts) + 1)):
        return parts
    return [part.strip()[one.end() :] for part, one in zip(parts, found, strict=True) if one]
