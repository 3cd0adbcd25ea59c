"""Line breaking of Chinese with bold runs. Pure: widths come in as a function."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import dropwhile

# Punctuation that must not begin or end a line (GB/T 15834-2011, section 5.1).
NOT_FIRST = frozenset("，。、；：？！）》」』】〕”’…—％%·,.;:?!)]}")
NOT_LAST = frozenset("（《「『【〔“‘([{")
WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,:/@_%-]*|\s+|.", re.DOTALL)

Measure = Callable[[str, bool], float]
Run = tuple[str, bool]


@dataclass(frozen=True)
class Piece:
    """Characters that stay together, in one weight. `width` in points."""

    text: str
    bold: bool
    width: float

    @property
    def is_space(self) -> bool:
        return self.text.isspace()


@dataclass
class Line:
    pieces: list[Piece] = field(default_factory=list)
    indent: float = 0.0

    @property
    def width(self) -> float:
        return self.indent + sum(piece.width for piece in self.pieces)

    @property
    def runs(self) -> list[Run]:
        """Neighbouring pieces of one weight joined."""
        joined: list[Run] = []
        for piece in self.pieces:
            if joined and joined[-1][1] == piece.bold:
                joined[-1] = (joined[-1][0] + piece.text, piece.bold)
            else:
                joined.append((piece.text, piece.bold))
        return joined


def break_lines(runs: Iterable[Run], width: float, indent: float, measure: Measure) -> list[Line]:
    """Fill lines of `width` points greedily; the first begins after `indent`.

    A word wider than a line stands alone on its own line: the caller sees that from `Line.width`.
    """
    lines = [Line(indent=indent)]
    for cluster in _clusters(runs, measure):
        needed = sum(piece.width for piece in cluster)
        line = lines[-1]
        if line.pieces and line.width + needed > width:
            if all(piece.is_space for piece in cluster):
                continue
            line = Line()
            lines.append(line)
        line.pieces += cluster if line.pieces else dropwhile(lambda piece: piece.is_space, cluster)
    for line in lines:
        while line.pieces and line.pieces[-1].is_space:
            line.pieces.pop()
    return lines


def _clusters(runs: Iterable[Run], measure: Measure) -> list[list[Piece]]:
    """Pieces grouped so that a line may break between groups only."""
    clusters: list[list[Piece]] = []
    previous = ""
    for text, bold in runs:
        for match in WORD.finditer(text):
            piece = Piece(match.group(), bold, measure(match.group(), bold))
            if previous and (piece.text[0] in NOT_FIRST or previous[-1] in NOT_LAST):
                clusters[-1].append(piece)
            else:
                clusters.append([piece])
            previous = piece.text
    return clusters
