"""Bars that the server draws. Pure: numbers in, places in a drawing out; the words stand beside every bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 420
ROW = 28
LEFT = 130
NARROWEST = 2
HEIGHT = 120

BLUE, ORANGE, GREEN, TEAL, GREY = "#0B57A4", "#C2410C", "#0A6B3A", "#0E7490", "#475569"
"""Of ux.md: blue is under way, orange behind, green reached."""


@dataclass(frozen=True)
class Bar:
    """One row: `label` left of it, `words` right of it."""

    label: str
    words: str
    colour: str
    y: int
    width: int

    @property
    def text_y(self) -> int:
        return self.y + 15

    @property
    def words_x(self) -> int:
        return LEFT + self.width + 8


@dataclass(frozen=True)
class Column:
    x: int
    width: int
    y: int
    height: int


def bars(rows: Sequence[tuple[str, int, str, str]]) -> list[Bar]:
    """Of (label, value, words, colour); the longest takes the whole width."""
    most = max((value for _, value, _, _ in rows), default=0)
    return [
        Bar(label, words, colour, number * ROW, _scaled(value, most, WIDTH))
        for number, (label, value, words, colour) in enumerate(rows)
    ]


def columns(values: Sequence[int], width: int) -> list[Column]:
    """Side by side, the highest HEIGHT high."""
    most = max(values, default=0)
    step = width // max(1, len(values))
    return [
        Column(number * step, max(1, step - 2), HEIGHT - height, height)
        for number, value in enumerate(values)
        for height in [_scaled(value, most, HEIGHT)]
    ]


def _scaled(value: int, most: int, length: int) -> int:
    """Anything above nothing can be seen."""
    return max(NARROWEST, value * length // most) if value and most else 0
