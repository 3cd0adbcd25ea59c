"""Days as people and spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from .words import plain_word

# The number 60 is a 29 February 1900 that never was; nobody in a roster began before it.
DAY_ZERO = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
SERIAL = re.compile(r"([1-9][0-9]{3,4})(\.[0-9]+)?")
COMPACT = re.compile(r"([12][0-9]{3})([01][0-9])([0-3][0-9])?")
PARTS = re.compile(
    r"([12][0-9]{3})\s*[-./\u5e74\u2013\u2014]\s*([0-9]{1,2})"
    r"(?:\s*[-./\u6708\u2013\u2014]\s*([0-9]{1,2}))?\s*[\u6708\u65e5.]?(?:[ t][0-9:.]+z?)?"
)
FIRST_SERIAL = 10_000


@dataclass(frozen=True)
class WrittenDay:
    """`is_whole` is false where only year and month stood there: then it is the 1st."""

    day: dt.date
    is_whole: bool


def parse_day(text: str, *, from_1904: bool = False) -> WrittenDay | None:
    """2019-07-01, 2019.7.1, 2019/7/1, with Chinese signs, 20190701, 43647; without a day 2019.7, 201907."""
    plain = plain_word(text).lstrip("'")
    if found := COMPACT.fullmatch(plain) or PARTS.fullmatch(plain):
        return _built(*found.groups())
    if (found := SERIAL.fullmatch(plain)) and int(found[1]) >= FIRST_SERIAL:
        return WrittenDay(DAY_ZERO[from_1904] + dt.timedelta(days=int(found[1])), is_whole=True)
    return None


def _built(year: str, month: str, day: str | None) -> WrittenDay | None:
    try:
        return WrittenDay(dt.date(int(year), int(month), int(day or 1)), is_whole=day is not None)
    except ValueError:
        return None
