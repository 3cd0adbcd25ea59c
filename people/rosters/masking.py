"""What pages show of the cells of a roster."""

from __future__ import annotations

import re
from contextlib import suppress

from ..enums import RosterColumn
from ..errors import Malformed
from ..identity import mask_id, normalise
from ..phones import mask_phone, parse_phone

LONG_NUMBER = re.compile(r"\d(?:[ \u3000-]?\d){9,}[ \u3000-]?[\dXx]")
"""Eleven digits and more, also in groups; a day with its time has fewer between its signs."""
SHORTEST_ID = 14


def masked(column: RosterColumn, text: str) -> str:
    """ID numbers always, and whatever could be one or a mobile phone number, in whichever column it stands."""
    if column == RosterColumn.ID_NUMBER:
        number = normalise(text)
        return mask_id(number) if len(number) > 10 else "*" * len(number)
    if column == RosterColumn.PHONE:
        with suppress(Malformed):
            return mask_phone(parse_phone(text))
    return LONG_NUMBER.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    number = normalise(found.group())
    return mask_id(number) if len(number) >= SHORTEST_ID else mask_phone(number)


def to_edit(column: RosterColumn, text: str) -> str:
    """What stands in the field to correct a cell: nothing where it would show a number that is masked elsewhere."""
    return "" if masked(column, text) != text else text.strip()


def masked_sample(column: RosterColumn, text: str) -> str:
    """Whatever column it will be: nothing that looks like an ID number or a phone number is shown in full."""
    digits = sum(character.isdigit() for character in text)
    if digits >= SHORTEST_ID:
        return masked(RosterColumn.ID_NUMBER, text)
    return masked(RosterColumn.PHONE, text) if digits >= 11 else text


def shortened(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:19]}…"
