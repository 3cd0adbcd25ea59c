"""Single lines of text on a page: lengths in millimetres from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from . import typefaces
from .enums import Printed
from .errors import TextTooLong

MM = 72 / 25.4
INK = "#1F2933"
PAGE = landscape(A4)


@dataclass(frozen=True)
class Style:
    """A face of `typefaces`, a size in points, and the field it is for, which a refusal names."""

    face: str
    size: float
    place: Printed
    colour: str = INK


def up(from_top: float) -> float:
    """Points from the lower edge."""
    return float(PAGE[1]) - from_top * MM


def write(canvas: Canvas, x: float, from_top: float, words: str, style: Style) -> float:
    """Draw at `x`; answers where it ends."""
    canvas.setFillColor(style.colour)
    at, y = x * MM, up(from_top)
    for font, part in typefaces.runs(words, style.face, style.place):
        canvas.setFont(font, style.size)
        canvas.drawString(at, y, part)
        at += canvas.stringWidth(part, font, style.size)
    return at / MM


def write_centred(canvas: Canvas, x: float, from_top: float, words: str, style: Style, *, margin: float) -> None:
    """Draw around `x`. Raises TextTooLong where it would come nearer than `margin` to a side of the page."""
    half = typefaces.width(words, style.face, style.size, style.place) / MM / 2
    if x - half < margin or x + half > PAGE[0] / MM - margin:
        raise TextTooLong(style.place)
    write(canvas, x - half, from_top, words, style)
