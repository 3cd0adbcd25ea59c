"""Seconds as credit hours on paper: tenths, truncated, never rounded up."""

from __future__ import annotations


def tenths(seconds: int, minutes_per_credit: int) -> int:
    """Tenths of a credit hour."""
    return seconds * 10 // (minutes_per_credit * 60)


def breakdown_tenths(total: int, parts: dict[str, int], minutes_per_credit: int) -> dict[str, int]:
    """Tenths for each part. Parts that make up the total in seconds make it up in tenths too:

    what truncation left over goes, a tenth each, to the parts that lost most (ties: by name).
    """
    shown = {name: tenths(seconds, minutes_per_credit) for name, seconds in parts.items()}
    if sum(parts.values()) != total:
        return shown
    unit = minutes_per_credit * 6
    left = tenths(total, minutes_per_credit) - sum(shown.values())
    for name in sorted(parts, key=lambda name: (-(parts[name] % unit), name))[: max(left, 0)]:
        shown[name] += 1
    return shown
