"""Whether two accounts of one name look like one person's. Pure; a sign is a reason to look, never a proof."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import pgettext_lazy


class Sign(Enum):
    """Strongest first."""

    BIRTH_DATE = pgettext_lazy("sign of a duplicate", "same date of birth, other ID number")
    PHONE = pgettext_lazy("sign of a duplicate", "phone numbers differ in one or two digits")
    PLACE = pgettext_lazy("sign of a duplicate", "same organisation, one without an ID number")


@dataclass(frozen=True)
class Facts:
    """What is compared; `birth_on` is None where no ID number is recorded."""

    birth_on: dt.date | None
    phone: str
    organisations: frozenset[int]

    def __repr__(self) -> str:
        return "Facts"


def signs(one: Facts, other: Facts) -> list[Sign]:
    """None for two ID numbers with different dates of birth: those are two people of one name."""
    if one.birth_on and other.birth_on:
        return [Sign.BIRTH_DATE] if one.birth_on == other.birth_on else []
    found = []
    if is_like(one.phone, other.phone):
        found.append(Sign.PHONE)
    if one.organisations & other.organisations:
        found.append(Sign.PLACE)
    return found


def is_like(phone: str, other: str) -> bool:
    """One digit mistyped, or two neighbours swapped."""
    if not phone or len(phone) != len(other) or phone == other:
        return False
    wrong = [place for place, (a, b) in enumerate(zip(phone, other, strict=True)) if a != b]
    if len(wrong) == 1:
        return True
    first, *rest = wrong
    return rest == [first + 1] and phone[first] == other[first + 1] and phone[first + 1] == other[first]
