"""Sums of points. Pure; hundredths of a point, no floats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def percent_of(earned: int, possible: int) -> int:
    """Cut, not rounded: what is shown is never more than what counts."""
    return earned * 100 // possible if possible else 0


def is_passed(earned: int, possible: int, pass_percent: int) -> bool:
    return possible > 0 and earned * 100 >= pass_percent * possible


def mean(marks: Sequence[int]) -> int:
    """The mean of the markers' marks, half a hundredth upwards."""
    return (2 * sum(marks) + len(marks)) // (2 * len(marks))


def standing_mark(marks: Iterable[tuple[str, int]], *, needs_second: bool) -> int | None:
    """What a question is worth by its marks in order, (marker, earned) each; None: somebody still has to mark.

    Of each marker the newest counts; with one marker asked for, the newest of all.
    """
    newest: dict[str, int] = {}
    for marker, earned in marks:
        newest.pop(marker, None)
        newest[marker] = earned
    if not newest:
        return None
    if not needs_second:
        return list(newest.values())[-1]
    return mean(list(newest.values())) if len(newest) > 1 else None
