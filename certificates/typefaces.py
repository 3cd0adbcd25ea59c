"""The embedded fonts: loaded once a process, chosen character by character, never with an empty box."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path
from threading import Lock

from reportlab.pdfbase import pdfmetrics, ttfonts

from .enums import Printed
from .errors import GlyphMissing

SERIF, BOLD, SANS = "bainian-serif", "bainian-bold", "bainian-sans"
FILES = {
    SERIF: "NotoSerifSC_400Regular.ttf",
    BOLD: "NotoSerifSC_700Bold.ttf",
    SANS: "NotoSansSC_400Regular.ttf",
}
FALLBACK = {SERIF: (SERIF,), BOLD: (BOLD, SERIF), SANS: (SANS, SERIF)}
FOLDER = Path(__file__).resolve().parent / "fonts"
CMAP_BLOCK = 100
_loading = Lock()


def runs(text: str, face: str, place: Printed) -> list[tuple[str, str]]:
    """`text` cut into (font name, text) pieces. Raises GlyphMissing with the first character no font has."""
    chosen = [(_font_for(ord(character), face), character) for character in text]
    for font, character in chosen:
        if font is None:
            raise GlyphMissing(character, place)
    return [(font, "".join(c for _, c in part)) for font, part in groupby(chosen, key=lambda pair: pair[0]) if font]


def width(text: str, face: str, size: float, place: Printed) -> float:
    """Width in points."""
    return sum(_fonts()[font].stringWidth(part, size) for font, part in runs(text, face, place))


def ready() -> None:
    """Load and register the fonts, before a process forks or serves."""
    _fonts()


def _font_for(code: int, face: str) -> str | None:
    fonts = _fonts()
    return next((name for name in FALLBACK[face] if code in fonts[name].face.charToGlyph), None)


def _fonts() -> dict[str, ttfonts.TTFont]:
    with _loading:
        return _load()


@cache
def _load() -> dict[str, ttfonts.TTFont]:
    ttfonts.makeToUnicodeCMap = to_unicode_cmap
    fonts = {name: ttfonts.TTFont(name, str(FOLDER / file), asciiReadable=False) for name, file in FILES.items()}
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    return fonts


def to_unicode_cmap(name: str, subset: list[int]) -> str:
    """The map from codes back to text.

    Stands in for reportlab 5.1.0's own, which writes code points beyond U+FFFF as five hexadecimal digits
    (readers then extract a wrong character) and more than 100 entries a block. Remove when that is mended.
    """
    entries = [f"<{code:02X}> <{_utf16(character)}>" for code, character in enumerate(subset) if character]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), CMAP_BLOCK):
        block = entries[start : start + CMAP_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])


def _utf16(code: int) -> str:
    return chr(code).encode("utf-16-be").hex().upper()
