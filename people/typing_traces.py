"""What keyboards, spreadsheets and chat windows leave around a value that was typed or pasted."""

from __future__ import annotations

import string
import unicodedata

# A spreadsheet's sign for "this is text", and what input methods make of it.
APOSTROPHES = "'\u2018\u2019`"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
# Not NFKC: it would also make digits of circled and raised numbers.
HALF_WIDTH = {number: chr(number - 0xFEE0) for number in range(0xFF01, 0xFF5F)}
CAPITAL = dict(zip(map(ord, string.ascii_lowercase), string.ascii_uppercase, strict=True))


def is_invisible(character: str) -> bool:
    """Zero-width and bidi marks, the byte order mark, soft hyphens, and selectors of glyph variants."""
    number = ord(character)
    return unicodedata.category(character) == "Cf" or 0xFE00 <= number <= 0xFE0F or 0xE0100 <= number <= 0xE01EF


def without_invisible(text: str) -> str:
    return "".join(character for character in text if not is_invisible(character))


def plain_code(text: str) -> str:
    """For numbers and codes: half width, capital, without spaces, dashes, invisible marks or leading apostrophe."""
    visible = without_invisible(text).translate(HALF_WIDTH).translate(CAPITAL)
    joined = "".join(visible.split())
    return "".join(character for character in joined if character not in DASHES).lstrip(APOSTROPHES)
