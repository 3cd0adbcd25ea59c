"""What pages show of the cells of a roster."""

from __future__ import annotations

from ..enums import RosterColumn
from ..errors import Malformed
from ..identity import mask_id, normalise
from ..phones import mask_phone, parse_phone


def masked(column: RosterColumn, text: str) -> str:
    """ID numbers always; mobile phone numbers where they are some. What is wrong in another way stays visible."""
    if column == RosterColumn.ID_NUMBER:
        number = normalise(text)
        return mask_id(number) if len(number) > 10 else "*" * len(number)
    if column == RosterColumn.PHONE:
        try:
            return mask_phone(parse_phone(text))
        except Malformed:
            return text
    return text


def to_edit(column: RosterColumn, text: str) -> str:
    """What stands in the field to correct a cell: nothing where it would show a number that is masked elsewhere."""
    return "" if masked(column, text) != text else text.strip()


def masked_sample(column: RosterColumn, text: str) -> str:
    """Whatever column it will be: nothing that looks like an ID number or a phone number is shown in full."""
    digits = sum(character.isdigit() for character in text)
    if digits >= 14:
        return masked(RosterColumn.ID_NUMBER, text)
    return masked(RosterColumn.PHONE, text) if digits >= 11 else text


def shortened(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:19]}…"
