"""How many codes may be asked for, by whom and how often. A code that could not be sent counts for nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from .one_time_codes import index_of

DAY = 86_400
PREFIX_DIGITS = 7
"""The first seven digits are one exchange of one operator: ten thousand numbers in a row."""


@dataclass(frozen=True)
class Limit:
    """`most` within `seconds`, counted from the first one; `key` says whose."""

    key: str
    most: int
    seconds: int


def limits_of(phone: str, address: str) -> tuple[Limit, ...]:
    """In the order in which they are taken, the same for everybody, so that parallel requests cannot deadlock.

    Per address generous: a classroom, or a whole town behind its mobile operator, has one.
    """
    number, prefix, origin = index_of(phone), index_of(phone[:PREFIX_DIGITS]), index_of(address)
    return (
        Limit(f"number:{number}", 1, 60),
        Limit(f"number-day:{number}", 10, DAY),
        Limit(f"prefix-day:{prefix}", 300, DAY),
        Limit(f"address:{origin}", 200, 600),
        Limit(f"address-day:{origin}", 2_000, DAY),
    )


def budget() -> Limit:
    """Messages of the whole installation in a day: what a run on the gateway can cost at most."""
    return Limit("budget-day", settings.SMS_DAILY_BUDGET, DAY)


CLEANING = Limit("cleaning", 1, 3_600)
