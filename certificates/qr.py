"""QR codes as vector shapes."""

from __future__ import annotations

from collections.abc import Iterator

import segno
from reportlab.pdfgen.canvas import Canvas

QUIET = 4
MASK = 4


def draw(canvas: Canvas, text: str, *, left: float, top: float, side: float) -> None:
    """Level M; `side` in points includes a quiet zone of four modules, which lies left of and above the corner."""
    # A fixed mask, and a level that is not raised, spare three quarters of segno's time.
    rows = segno.make(text, error="m", mask=MASK, boost_error=False, micro=False).matrix
    module = side / (len(rows) + 2 * QUIET)
    path = canvas.beginPath()
    for number, row in enumerate(rows, start=1):
        for start, end in _dark(row):
            path.rect(left + start * module, top - number * module, (end - start) * module, module)
    canvas.setFillColor("#000000")
    canvas.drawPath(path, stroke=0, fill=1)


def _dark(row: bytearray) -> Iterator[tuple[int, int]]:
    """Runs of dark modules as (first, one after the last)."""
    start = None
    for column, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            yield start, column
            start = None
