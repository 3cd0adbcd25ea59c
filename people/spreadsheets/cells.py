"""What a value becomes in a cell."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from django.utils import timezone
from django.utils.encoding import force_str

from ..typing_traces import HALF_WIDTH, without_invisible

Plain = str | int | float | dt.date | dt.datetime | None
# Excel keeps 15 digits of a number and 32,767 characters of a text.
MOST_DIGITS = 15
MOST_CHARACTERS = 32_767
# What starts a calculation, in half width; tab and carriage return are skipped before a sign is looked for.
SIGNS = tuple("=+-@")
# XML has no way to write these.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet might calculate a text it finds in a csv file: also behind white space and invisible
    marks, and in the full-width forms that Chinese input methods write.
    """
    if text[:1] in {"\t", "\r", "\n"}:
        return True
    return without_invisible(text).lstrip().translate(HALF_WIDTH).startswith(SIGNS)


def defused(text: str) -> str:
    """For csv: a leading apostrophe, a spreadsheet's sign for "this is text"."""
    return f"'{text}" if is_dangerous(text) else text


def plain(value: object) -> Plain:
    """A number, a date, an instant of the local clock, or a text that can be written."""
    match value:
        case None | "":
            return None
        case bool():
            return written(str(value))
        case int():
            return value if abs(value) < 10**MOST_DIGITS else str(value)
        case float():
            return value if value - value == 0 else str(value)  # neither infinite nor "not a number"
        case Decimal():
            return plain(int(value) if value == value.to_integral_value() else float(value))
        case dt.datetime():
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            return local.replace(tzinfo=None)
        case dt.date():
            return value
        case list() | tuple() | set() | frozenset():
            return written(", ".join(force_str(part) for part in value))
    return written(force_str(value))


def written(text: str) -> str:
    return UNWRITABLE.sub("", text)[:MOST_CHARACTERS]
