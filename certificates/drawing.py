"""The certificate as a PDF: A4 landscape, lengths in millimetres from the upper left corner."""

from __future__ import annotations

import datetime as dt
import io

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from . import foot, frame, typefaces, wording
from .enums import Printed
from .errors import TextTooLong
from .lettering import INK, MM, Style, up, write, write_centred
from .paper import open_canvas
from .snapshot import Snapshot
from .typefaces import BOLD, SANS, SERIF
from .typesetting import Line, break_lines

WIDTH = 297
SOFT, DEEP = "#52606D", "#083F78"
LEFT, RIGHT, MARGIN = 34, 263, 16
NAME_LINE, FIRST_LINE, LEADING, MOST_LINES = 74.5, 87, 11.7, 4
BODY, TITLE, TITLE_GAP = 17, 38, 12.2


def draw(snapshot: Snapshot, *, verify_url: str, at: dt.datetime) -> bytes:
    """The unsigned PDF. The same arguments give the same bytes.

    `at` is the instant of issue in the civil time zone. Raises GlyphMissing and TextTooLong.
    """
    buffer = io.BytesIO()
    canvas = open_canvas(
        buffer,
        size=landscape(A4),
        number=snapshot.number,
        title=f"{snapshot.title} {snapshot.number}",
        author=snapshot.issuer,
        at=at,
    )
    frame.draw(canvas)
    foot.draw_seal(canvas, snapshot)
    _head(canvas, snapshot)
    _name_line(canvas, snapshot)
    _body(canvas, snapshot)
    _rules(canvas, snapshot)
    foot.draw(canvas, snapshot, verify_url)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _head(canvas: Canvas, snapshot: Snapshot) -> None:
    write(canvas, 20, 22.4, f"{wording.NUMBER_LABEL}{snapshot.number}", Style(SANS, 10.5, Printed.NUMBER))
    style = Style(BOLD, TITLE, Printed.TITLE, DEEP)
    size = typefaces.width(snapshot.title, BOLD, TITLE, Printed.TITLE) / MM + TITLE_GAP * (len(snapshot.title) - 1)
    if size > RIGHT - LEFT:
        raise TextTooLong(Printed.TITLE)
    x = (WIDTH - size) / 2
    for character in snapshot.title:
        x = write(canvas, x, 42.6, character, style) + TITLE_GAP
    write_centred(canvas, WIDTH / 2, 51.4, snapshot.subtitle, Style(SANS, 10.5, Printed.TITLE, SOFT), margin=MARGIN)


def _name_line(canvas: Canvas, snapshot: Snapshot) -> None:
    address = wording.ADDRESS_WITH_ID.format(snapshot.id_masked) if snapshot.id_masked else wording.ADDRESS
    end = write(canvas, LEFT, NAME_LINE, snapshot.name, Style(BOLD, 21, Printed.NAME))
    if write(canvas, end + 6, NAME_LINE, address, Style(SERIF, BODY, Printed.ID_NUMBER)) > RIGHT:
        raise TextTooLong(Printed.NAME)


def _body(canvas: Canvas, snapshot: Snapshot) -> None:
    def measure(text: str, bold: bool) -> float:
        return typefaces.width(text, BOLD if bold else SERIF, BODY, Printed.TEXT)

    room = (RIGHT - LEFT) * MM
    lines = break_lines(snapshot.runs, room, 2 * BODY, measure)
    if len(lines) > MOST_LINES or any(line.width > room for line in lines):
        raise TextTooLong(Printed.TEXT)
    for number, line in enumerate(lines):
        slack = room - line.width if number < len(lines) - 1 else 0
        _body_line(canvas, line, up(FIRST_LINE + number * LEADING), slack)


def _body_line(canvas: Canvas, line: Line, y: float, slack: float) -> None:
    """One line; `slack` points are shared out between its characters so that the edge is even."""
    text = canvas.beginText(LEFT * MM + line.indent, y)
    text.setFillColor(INK)
    text.setCharSpace(slack / max(sum(len(piece.text) for piece in line.pieces) - 1, 1))
    for characters, bold in line.runs:
        for font, part in typefaces.runs(characters, BOLD if bold else SERIF, Printed.TEXT):
            text.setFont(font, BODY)
            text.textOut(part)
    canvas.drawText(text)


def _rules(canvas: Canvas, snapshot: Snapshot) -> None:
    for y, words, place in ((134, snapshot.category_line, Printed.CATEGORY), (140.4, snapshot.rule_line, Printed.RULE)):
        if write(canvas, LEFT, y, words, Style(SANS, 10.5, place, SOFT)) > RIGHT:
            raise TextTooLong(place)
