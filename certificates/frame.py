"""The double frame with its corners."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from .lettering import MM

WIDTH, HEIGHT = 297, 210
BLUE, GOLD = "#0B57A4", "#8C6D1F"
CORNERS = ((14, 14, 1, 1), (283, 14, -1, 1), (14, 196, 1, -1), (283, 196, -1, -1))


def draw(canvas: Canvas) -> None:
    for inset, weight, colour in ((9, 0.9, BLUE), (11.5, 0.25, GOLD)):
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(weight * MM)
        canvas.rect(inset * MM, inset * MM, (WIDTH - 2 * inset) * MM, (HEIGHT - 2 * inset) * MM)
    for x, y, right, up in CORNERS:
        path = canvas.beginPath()
        path.moveTo((x + 9 * right) * MM, y * MM)
        path.lineTo(x * MM, y * MM)
        path.lineTo(x * MM, (y + 9 * up) * MM)
        canvas.drawPath(path)
