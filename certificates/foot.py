"""The lower part of a certificate: how to check it, who signs, and the seal."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from . import qr, seal, wording
from .enums import Printed
from .errors import TextTooLong
from .lettering import INK, MM, Style, up, write, write_centred
from .snapshot import Snapshot
from .typefaces import SANS, SERIF

LEFT, MARGIN = 34, 16
SIGN_X, SEAL_Y, RED = 216, 171, "#C8161D"
QR_TOP, QR_SIDE, QR_TEXT_END = 159.6, 27, 127
CHECK_LINES = (165, 170.6, 176.2, 181.8)


def draw_seal(canvas: Canvas, snapshot: Snapshot) -> None:
    """Before any text: it lies underneath, so that the date stays legible."""
    seal.draw(canvas, SIGN_X * MM, up(SEAL_Y), snapshot.seal_text, RED)


def draw(canvas: Canvas, snapshot: Snapshot, verify_url: str) -> None:
    _checking(canvas, snapshot, verify_url)
    _signing(canvas, snapshot)


def _checking(canvas: Canvas, snapshot: Snapshot, verify_url: str) -> None:
    qr.draw(canvas, verify_url, left=LEFT * MM, top=up(QR_TOP), side=QR_SIDE * MM)
    style = Style(SANS, 9.5, Printed.ADDRESS)
    for y, words in zip(CHECK_LINES, wording.check_lines(snapshot.site, snapshot.number), strict=True):
        if write(canvas, 60.5, y, words, style) > QR_TEXT_END:
            raise TextTooLong(Printed.ADDRESS)


def _signing(canvas: Canvas, snapshot: Snapshot) -> None:
    if snapshot.signatory_label:
        x = write(canvas, 129.5, 171, snapshot.signatory_label, Style(SANS, 11, Printed.SIGNATORY))
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.25 * MM)
        canvas.line((x + 1) * MM, up(171.6), (x + 33) * MM, up(171.6))
    issuer = Style(SERIF, 14, Printed.ISSUER)
    write_centred(canvas, SIGN_X, 151.4, snapshot.issuer, issuer, margin=MARGIN)
    date = Style(SERIF, 14, Printed.ISSUED_ON)
    write_centred(canvas, SIGN_X, 184.6, wording.date_words(snapshot.issued_on), date, margin=MARGIN)
