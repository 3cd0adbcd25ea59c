"""Made-up ID numbers that are valid in form: the prefix 330000 was never issued to anybody."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from people.identity import check_character

NEVER_ISSUED = "330000"
OLDEST, YOUNGEST = dt.date(1962, 1, 1), dt.date(2003, 12, 31)


def make_id_number(born_on: dt.date, sequence: int) -> str:
    """`sequence` 0 to 999: odd for men."""
    first = f"{NEVER_ISSUED}{born_on:%Y%m%d}{sequence:03d}"
    return first + check_character(first)


def id_numbers(rng: random.Random, taken: set[str]) -> Iterator[tuple[str, str]]:
    """ID number and sex ("M", "F") without end, never one in `taken`; two of three are women, as in the field."""
    span = (YOUNGEST - OLDEST).days
    while True:
        born_on = OLDEST + dt.timedelta(days=rng.randrange(span))
        sex = "F" if rng.randrange(3) else "M"
        number = make_id_number(born_on, rng.randrange(500) * 2 + (sex == "M"))
        if number not in taken:
            taken.add(number)
            yield number, sex
