"""Texts and numbers that a typed answer is compared with, as Moodle and QTI write them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from ...enums.question_faults import QuestionFault, QuestionNote
from . import build
from .accepted import is_number
from .found import Parsed

MOST_STARS = 3
MOST_ACCEPTED = 60


def percent_of(share: Decimal, parsed: Parsed) -> build.Weight | None:
    """1 to 100; None for what earns nothing."""
    if share <= 0:
        return None
    if not 1 <= share <= 100:
        parsed.note(QuestionNote.WEIGHT_ROUNDED, share=share)
    return build.weight(max(Decimal(1), min(Decimal(100), share)))


def text_with_stars(text: str, percent: build.Weight, parsed: Parsed) -> build.Accepted | None:
    """`*` is any text and `\\*` a star; more than a few of the first make comparing slow and are refused."""
    literal = text.replace("\\*", "\x00")
    if "*" not in literal:
        plain = literal.replace("\x00", "*").strip()
        return build.text_accepted(plain, percent) if plain else None
    if "\x00" in literal:
        parsed.note(QuestionNote.BOTH_STARS)
    stars = literal.replace("\x00", "*").strip()
    while "**" in stars:
        stars = stars.replace("**", "*")
    if stars == "*":
        parsed.note(QuestionNote.ANY_ANSWER)
        return None
    if stars.count("*") > MOST_STARS:
        parsed.fault(QuestionFault.ANSWER_UNREAD, answer=text)
        return None
    return build.text_accepted(stars, percent, wildcard=True)


def number_near(number: str, tolerance: str, percent: build.Weight, parsed: Parsed) -> build.Accepted | None:
    number, tolerance = number.strip(), tolerance.strip() or "0"
    if "," in number and "." not in number:
        number = number.replace(",", ".")
    if not is_number(number) or not is_number(tolerance):
        parsed.fault(QuestionFault.NUMBER, number=f"{number} {tolerance}")
        return None
    return build.number_accepted(plain_number(number), plain_number(tolerance.lstrip("-")), percent)


def number_between(low: str, high: str, percent: build.Weight, parsed: Parsed) -> build.Accepted | None:
    """The middle of both, give or take half of what lies between."""
    if not is_number(low.strip()) or not is_number(high.strip()):
        parsed.fault(QuestionFault.NUMBER, number=f"{low}..{high}")
        return None
    first, last = Decimal(low.strip()), Decimal(high.strip())
    return build.number_accepted(
        plain_number(str((first + last) / 2)), plain_number(str(abs(last - first) / 2)), percent
    )


def plain_number(text: str) -> str:
    """Without exponent, sign of plus and needless zeros."""
    try:
        plain = f"{Decimal(text):f}"
    except InvalidOperation:
        return text
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in {"", "-0", "-"} else plain
