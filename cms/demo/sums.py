"""Class days and evenings that add up to a wanted number of seconds. Pure."""

from __future__ import annotations

from collections import Counter

from .timetable import ClassDay

SHORTEST_EVENING, LONGEST_EVENING, STEP = 45 * 60, 120 * 60, 5 * 60


def full_days(in_class: int, day_seconds: int) -> int:
    """How many whole class days, so that at least a short evening is left over."""
    return (in_class - SHORTEST_EVENING) // day_seconds


def evening_lengths(left: int) -> tuple[int, int, int]:
    """(evenings, planned seconds of each, seconds late in all) that add up to exactly `left` seconds."""
    evenings = -(-left // LONGEST_EVENING)
    planned = -(-left // (evenings * STEP)) * STEP
    return evenings, planned, evenings * planned - left


def choose_days(days: list[ClassDay], count: int) -> list[ClassDay]:
    """`count` days spread over all, every category among them if that can be."""
    chosen = [days[number * len(days) // count] for number in range(count)]
    for category in sorted({day.category for day in days} - {day.category for day in chosen}):
        tally = Counter(day.category for day in chosen)
        most = max(sorted(tally), key=lambda name: tally[name])
        chosen.remove(next(day for day in chosen if day.category == most))
        chosen.append(next(day for day in days if day.category == category))
    return chosen
