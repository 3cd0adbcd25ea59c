"""Pictures of a stored PDF, for phones that open no PDF."""

from __future__ import annotations

import io
from itertools import pairwise

from PIL import Image, ImageDraw

from .pdf_reading import Glyph, glyphs_of, picture_of

WIDTH, HEIGHT = 1754, 1240
MOST_BYTES = 300_000
QUALITIES = (88, 80, 70, 60, 45)
COVER = "#D5DCE4"
AFTER_THE_NAME = "同志"


def draw_jpeg(pdf: bytes) -> bytes:
    """1754 x 1240 pixels, at most 300 KB."""
    return _encode(picture_of(pdf, WIDTH, HEIGHT))


def cover_name(jpeg: bytes, pdf: bytes) -> bytes | None:
    """The picture with the middle of the name covered, as names are masked; None when no name is found.

    Whoever holds the QR address sees this one: the full name is for the holder and the overseers.
    """
    name = _name(glyphs_of(pdf, WIDTH))
    if not name:
        return None
    image = Image.open(io.BytesIO(jpeg)).convert("RGB")
    draw = ImageDraw.Draw(image)
    covered = name[1:-1] if len(name) > 2 else name[len(name) // 2 :]
    for glyph in covered:
        draw.rectangle(glyph.box, fill=COVER)
    return _encode(image)


def _name(glyphs: list[Glyph]) -> list[Glyph]:
    """What stands on the line before the form of address."""
    for place, pair in enumerate(pairwise(glyphs)):
        if "".join(glyph.character for glyph in pair) == AFTER_THE_NAME:
            line = glyphs[:place]
            breaks = [index for index, glyph in enumerate(line) if glyph.character in "\r\n"]
            name = line[breaks[-1] + 1 if breaks else 0 :]
            return [glyph for glyph in name if not glyph.character.isspace()]
    return []


def _encode(image: Image.Image) -> bytes:
    data = b""
    for quality in QUALITIES:
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=quality, optimize=True)
        data = stream.getvalue()
        if len(data) <= MOST_BYTES:
            break
    return data
