"""Half-open integer intervals `[a, b)`: sets of milliseconds, kept sorted, disjoint and merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Interval = tuple[int, int]
Intervals = list[Interval]


def merge(*sets: Iterable[Sequence[int]]) -> Intervals:
    """The union of any number of interval collections; empty intervals vanish, touching ones join."""
    merged: Intervals = []
    for a, b in sorted((span[0], span[1]) for spans in sets for span in spans):
        if a >= b:
            continue
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], b))
        else:
            merged.append((a, b))
    return merged


def length(spans: Iterable[Sequence[int]]) -> int:
    """Milliseconds in a merged set."""
    return sum(span[1] - span[0] for span in spans)


def subtract(spans: Iterable[Sequence[int]], holes: Iterable[Sequence[int]]) -> Intervals:
    """`spans` without `holes`; both may be unsorted."""
    left = merge(spans)
    for hole_start, hole_end in merge(holes):
        cut: Intervals = []
        for a, b in left:
            if hole_end <= a or b <= hole_start:
                cut.append((a, b))
                continue
            if a < hole_start:
                cut.append((a, hole_start))
            if hole_end < b:
                cut.append((hole_end, b))
        left = cut
    return left


def intersect(spans: Iterable[Sequence[int]], others: Iterable[Sequence[int]]) -> Intervals:
    """What lies in both sets."""
    one = merge(spans)
    return subtract(one, subtract(one, others))


def take(spans: Iterable[Sequence[int]], budget: int) -> Intervals:
    """The first `budget` milliseconds of a merged set."""
    taken: Intervals = []
    for a, b in merge(spans):
        if budget <= 0:
            break
        taken.append((a, min(b, a + budget)))
        budget -= taken[-1][1] - a
    return taken
