"""The round seal, drawn as lines. A demonstration seal says so: no real body's seal is ever drawn."""

from __future__ import annotations

import math

from reportlab.pdfgen.canvas import Canvas

from . import typefaces
from .enums import Printed

POINT = 72 / 25.4
DIAMETER = 42 * POINT
RING = 1.15 * POINT
STAR_RADIUS = 6.6 * POINT
TEXT_SIZE = 13.5
TEXT_RADIUS = 14.4 * POINT
WIDEST_ARC = math.radians(250)
USUAL_PITCH = math.radians(21)


def draw(canvas: Canvas, x: float, y: float, words: str, colour: str) -> None:
    """Ring, star and words on the upper arc, centred at (x, y) points; 42 mm across."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setStrokeColor(colour)
    canvas.setFillColor(colour)
    canvas.setLineWidth(RING)
    canvas.circle(0, 0, (DIAMETER - RING) / 2)
    canvas.drawPath(_star(canvas), stroke=0, fill=1)
    _arc(canvas, words)
    canvas.restoreState()


def _star(canvas: Canvas) -> object:
    path = canvas.beginPath()
    inner = STAR_RADIUS * math.sin(math.radians(18)) / math.sin(math.radians(54))
    for corner in range(10):
        radius = inner if corner % 2 else STAR_RADIUS
        angle = math.pi / 2 + corner * math.pi / 5
        (path.lineTo if corner else path.moveTo)(radius * math.cos(angle), radius * math.sin(angle))
    path.close()
    return path


def _arc(canvas: Canvas, words: str) -> None:
    pitch = min(USUAL_PITCH, WIDEST_ARC / max(len(words) - 1, 1))
    size = min(TEXT_SIZE, TEXT_SIZE * pitch / USUAL_PITCH * 1.12)
    for place, character in enumerate(words):
        ((font, _),) = typefaces.runs(character, typefaces.BOLD, Printed.SEAL)
        angle = (place - (len(words) - 1) / 2) * pitch
        canvas.saveState()
        canvas.rotate(-math.degrees(angle))
        canvas.setFont(font, size)
        canvas.drawCentredString(0, TEXT_RADIUS, character)
        canvas.restoreState()
