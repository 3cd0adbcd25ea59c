"""Where in a lesson people study, and where they stop. Pure; places are milliseconds of the edition's timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ..intervals import Intervals

MOST_BINS = 20
SHORTEST_BIN_MS = 15_000


@dataclass(frozen=True)
class Studied:
    coverage: Intervals
    is_finished: bool


@dataclass(frozen=True)
class Stretch:
    """`[start_ms, end_ms)`; who studied at least half of it, and who stopped in it for good, so far."""

    start_ms: int
    end_ms: int
    studied: int
    stopped: int


def edges(duration_ms: int) -> list[tuple[int, int]]:
    """At most MOST_BINS stretches, as long as each other to a millisecond, that leave nothing out."""
    if duration_ms <= 0:
        return []
    number = max(1, min(MOST_BINS, duration_ms // SHORTEST_BIN_MS))
    cuts = [duration_ms * place // number for place in range(number + 1)]
    return list(pairwise(cuts))


def stretches(duration_ms: int, people: Iterable[Studied]) -> list[Stretch]:
    """Whoever has not finished stops where the studied part ends; with nothing studied, at the beginning."""
    spans = edges(duration_ms)
    studied, stopped = [0] * len(spans), [0] * len(spans)
    for one in people:
        for number, span in enumerate(spans):
            if _studied_ms(one.coverage, span) * 2 >= span[1] - span[0]:
                studied[number] += 1
        if spans and not one.is_finished:
            stopped[_bin(spans, one.coverage[-1][1] if one.coverage else 0)] += 1
    return [Stretch(*span, studied[number], stopped[number]) for number, span in enumerate(spans)]


def _studied_ms(coverage: Intervals, span: tuple[int, int]) -> int:
    return sum(max(0, min(end, span[1]) - max(start, span[0])) for start, end in coverage)


def _bin(spans: list[tuple[int, int]], end_ms: int) -> int:
    """The stretch that ends with or after a place."""
    return next((number for number, span in enumerate(spans) if end_ms <= span[1]), len(spans) - 1)
