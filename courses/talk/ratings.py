"""Ratings of a course taken together, never so few that one person's could be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 5
MOST = 5


@dataclass(frozen=True)
class Bar:
    """`percent` of the longest bar."""

    rating: int
    count: int
    percent: int


@dataclass(frozen=True)
class Spread:
    """How often each of 1 to 5 was given, and the mean in tenths, cut down."""

    counts: tuple[int, int, int, int, int]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def bars(self) -> list[Bar]:
        """One bar a rating, best first; the longest fills its row."""
        most = max(*self.counts, 1)
        return [
            Bar(number, self.counts[number - 1], self.counts[number - 1] * 100 // most) for number in (5, 4, 3, 2, 1)
        ]

    @property
    def mean(self) -> str:
        return f"{self.mean_tenths // 10}.{self.mean_tenths % 10}"

    @property
    def mean_tenths(self) -> int:
        return sum(number * count for number, count in enumerate(self.counts, 1)) * 10 // max(self.total, 1)


def shown_number(answers: int) -> int:
    """How many answers are taken together: whole fives, oldest first.

    Each step adds five, so that no single answer can be told from the difference between two days."""
    return answers // FEWEST * FEWEST


def spread(ratings: Sequence[int]) -> Spread:
    counted = Counter(ratings)
    return Spread(tuple(counted[number] for number in range(1, MOST + 1)))  # type: ignore[arg-type]
