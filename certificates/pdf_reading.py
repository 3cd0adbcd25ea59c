"""Reading pages of PDF files: the only module that knows pdfium, which serves one thread at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from .errors import BrokenPdf, EncryptedPdf

MOST_PAGES = 3
MOST_CHARACTERS = 20_000
_one_at_a_time = Lock()

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Glyph:
    """A character with its place on the picture: left, top, right, bottom in pixels."""

    character: str
    box: Box


@dataclass(frozen=True)
class Words:
    """Text of the first pages, and the values of the document's metadata."""

    text: str
    metadata: tuple[str, ...]


def words_of(data: bytes) -> Words:
    """Raises EncryptedPdf and BrokenPdf."""
    with _opened(data) as document:
        pages = [document[number] for number in range(min(len(document), MOST_PAGES))]
        text = "\n".join(_text(page) for page in pages)
        return Words(text, tuple(document.get_metadata_dict(skip_empty=True).values()))


def picture_of(data: bytes, width: int, height: int) -> Image.Image:
    """The first page, `width` pixels wide, cut to `height`."""
    with _opened(data) as document:
        page = document[0]
        bitmap = page.render(scale=width / page.get_width())
        return bitmap.to_pil().convert("RGB").crop((0, 0, width, height))


def glyphs_of(data: bytes, width: int) -> list[Glyph]:
    """The characters of the first page in the order they were drawn, placed for a picture of this width."""
    with _opened(data) as document:
        page = document[0]
        scale, height = width / page.get_width(), page.get_height()
        text = page.get_textpage()
        glyphs = []
        for index in range(min(text.count_chars(), MOST_CHARACTERS)):
            code = pdfium_c.FPDFText_GetUnicode(text, index)
            left, bottom, right, top = text.get_charbox(index, loose=True)
            box = (left * scale, (height - top) * scale, right * scale, (height - bottom) * scale)
            glyphs.append(Glyph(chr(code), box))
        return glyphs


def _text(page: pdfium.PdfPage) -> str:
    text = page.get_textpage()
    return str(text.get_text_range(0, min(text.count_chars(), MOST_CHARACTERS)))


@contextmanager
def _opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    with _one_at_a_time:
        document = None
        try:
            document = pdfium.PdfDocument(data)
            if len(document) == 0:
                raise BrokenPdf
            yield document
        except pdfium.PdfiumError as error:
            raise (EncryptedPdf if "password" in str(error).lower() else BrokenPdf) from None
        finally:
            if document is not None:
                document.close()
