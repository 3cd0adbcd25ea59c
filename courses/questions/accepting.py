"""Whether what somebody typed is one of the accepted answers, and for how many percent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation, localcontext
from typing import Any

FULL = Decimal(100)
HAN = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
NUMBER = r"[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][+-]?[0-9]{1,2})?"
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def percent_of(typed: str, accepted: Iterable[dict[str, Any]], *, match_case: bool = False) -> Decimal:
    """The highest percent of the accepted answers that fit, 0 when none does.

    Width, and spaces at the ends and in rows, never matter; between Chinese characters no space does.
    """
    fitting = (_percent(one) for one in accepted if _fits(typed, one, match_case=match_case))
    return max(fitting, default=Decimal(0))


def _percent(accepted: dict[str, Any]) -> Decimal:
    return min(FULL, max(Decimal(0), Decimal(str(accepted.get("percent", 100)))))


def _fits(typed: str, accepted: dict[str, Any], *, match_case: bool) -> bool:
    if "number" in accepted:
        return _is_near(typed, accepted)
    given = plain(typed, match_case=match_case)
    if not accepted.get("wildcard"):
        return given == plain(str(accepted["text"]), match_case=match_case) and given != ""
    # Cut at the stars before widths are folded: a full-width star is no wildcard.
    parts = [plain(part, match_case=match_case) for part in str(accepted["text"]).split("*")]
    return given != "" and _fits_around_stars(given, parts)


def _fits_around_stars(given: str, parts: list[str]) -> bool:
    """Whether `given` is the parts in their order with any text between them; linear, unlike a regular expression."""
    first, *between = parts
    if not between:
        return given == first
    last = between.pop()
    if len(given) < len(first) + len(last) or not (given.startswith(first) and given.endswith(last)):
        return False
    at, end = len(first), len(given) - len(last)
    for part in between:
        found = given.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _is_near(typed: str, accepted: dict[str, Any]) -> bool:
    given = number(typed)
    wanted, tolerance = number(str(accepted["number"])), number(str(accepted.get("tolerance", "0")))
    if given is None or wanted is None or tolerance is None:
        return False
    with localcontext() as exact:
        exact.prec = 400  # 40 digits and an exponent of two digits never round
        return abs(given - wanted) <= abs(tolerance)


def number(text: str) -> Decimal | None:
    """A decimal number of at most 40 digits, `3,14` and thousands `1,000` as they are meant; None for all else."""
    plain_text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("\u2212", "-")
    if re.fullmatch(r"[+-]?[0-9]{1,3}(,[0-9]{3}){1,12}([.][0-9]{1,40})?", plain_text):
        plain_text = plain_text.replace(",", "")
    elif plain_text.count(",") == 1 and "." not in plain_text:
        plain_text = plain_text.replace(",", ".")
    if not re.fullmatch(NUMBER, plain_text):
        return None
    try:
        return Decimal(plain_text)
    except InvalidOperation:
        return None


def plain(text: str, *, match_case: bool = False) -> str:
    """Width, invisible signs, spaces and a final full stop folded away; lower case unless `match_case`."""
    folded = unicodedata.normalize("NFKC", text)
    folded = " ".join(INVISIBLE.sub("", folded).split())
    folded = re.sub(f"(?<=[{HAN}]) | (?=[{HAN}])", "", folded)
    folded = folded.removesuffix("\u3002") or folded
    return folded if match_case else folded.casefold()
