"""Points, shares, difficulties, yes and no, as files write them."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from ...enums import Difficulty
from .words import spellings, value_of

MOST_POINTS = 1000
STARS = "\u2605\u2606*"
NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]{1,12})?")


def decimal_of(text: str) -> Decimal | None:
    """A plain decimal number in any width, with a point or a decimal comma."""
    plain = unicodedata.normalize("NFKC", text.strip()[:60]).replace(" ", "")
    if "." not in plain and plain.count(",") == 1:
        plain = plain.replace(",", ".")
    if not NUMBER.fullmatch(plain) or not plain.isascii():
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def centipoints_of(text: str) -> int | None:
    """Hundredths of a point; None where the text is no number above 0 and at most 1,000."""
    bare = text.strip()
    for word in spellings("point_word"):
        bare = bare.removesuffix(word)
    number = decimal_of(bare)
    if number is None or not 0 < number <= MOST_POINTS:
        return None
    return max(1, int((number * 100).quantize(Decimal(1), ROUND_HALF_UP)))


def points_text(centipoints: int) -> str:
    return f"{Decimal(centipoints) / 100:f}".rstrip("0").rstrip(".") if centipoints % 100 else str(centipoints // 100)


def difficulty_of(text: str) -> Difficulty | None:
    """A word, one to five stars, one to five, or the facility between 0 and 1 (low is hard)."""
    if value := value_of("difficulty", text):
        return Difficulty(value)
    bare = text.strip()
    if bare and not bare.strip(STARS) and len(bare) <= 5:
        return _of_five(bare.count("\u2605") or len(bare))
    number = decimal_of(bare)
    if number is None:
        return None
    if 0 <= number < 1 and "." in bare:
        return Difficulty.EASY if number >= Decimal("0.7") else _below(number)
    return _of_five(int(number)) if number in {3, 4, 5} else None


def _of_five(grade: int) -> Difficulty:
    return Difficulty.EASY if grade <= 2 else Difficulty.MEDIUM if grade == 3 else Difficulty.HARD


def _below(facility: Decimal) -> Difficulty:
    return Difficulty.MEDIUM if facility >= Decimal("0.4") else Difficulty.HARD
