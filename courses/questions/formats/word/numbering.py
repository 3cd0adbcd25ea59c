"""The numbers that Word shows in front of paragraphs and that stand nowhere in their text."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ..tree import children, descendants, first, local
from ..words import spellings

MOST_LEVELS = 9
MOST_NUMBER = 100_000


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its local name."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def value(element: Element | None, name: str) -> str:
    return attribute(first(element, name), "val")


class Numbering:
    """Counts paragraphs as Word does: a counter a list and level, deeper ones begin again."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.lists: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.styles: dict[str, tuple[str, int]] = {}
        self.counters: dict[str, list[int | None]] = {}
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def number_of(self, properties: Element | None) -> str:
        """What stands in front of a paragraph; empty for one without a number or with a bullet."""
        style = value(properties, "pStyle")
        given = first(properties, "numPr")
        name, level = self.styles.get(style, ("", 0))
        if given is not None:
            name, level = value(given, "numId") or name, _whole(value(given, "ilvl"), level)
        if name in {"", "0"} or not 0 <= level < MOST_LEVELS:
            return ""
        return self._count(name, level)

    def _count(self, name: str, level: int) -> str:
        known = self.levels.get(self.lists.get(name, ""), {})
        counters = self.counters.setdefault(self.lists.get(name, name), [None] * MOST_LEVELS)
        if (name, level) in self.starts:
            counters[level] = self.starts.pop((name, level)) - 1
        start = known.get(level, ("", "", 1))[2]
        before = counters[level]
        counters[level] = min(start if before is None else before + 1, MOST_NUMBER)
        counters[level + 1 :] = [None] * (MOST_LEVELS - level - 1)
        kind, text, _ = known.get(level, ("decimal", f"%{level + 1}.", 1))
        if kind in {"bullet", "none"}:
            return ""
        for place in range(level + 1):
            sign = f"%{place + 1}"
            if sign in text:
                of_level = known.get(place, (kind, "", 1))[0]
                text = text.replace(sign, written(counters[place] or 1, of_level))
        return text[:40]

    def _read_lists(self, numbering: Element) -> None:
        for abstract in children(numbering, "abstractNum"):
            levels = {}
            for level in children(abstract, "lvl"):
                facts = (value(level, "numFmt") or "decimal", value(level, "lvlText"), _whole(value(level, "start"), 1))
                levels[_whole(attribute(level, "ilvl"), 0)] = facts
            self.levels[attribute(abstract, "abstractNumId")] = levels
        for listed in children(numbering, "num"):
            name = attribute(listed, "numId")
            self.lists[name] = value(listed, "abstractNumId")
            for override in children(listed, "lvlOverride"):
                start = value(override, "startOverride")
                if start:
                    self.starts[name, _whole(attribute(override, "ilvl"), 0)] = _whole(start, 1)

    def _read_styles(self, styles: Element) -> None:
        for style in descendants(styles, "style"):
            given = first(first(style, "pPr"), "numPr")
            if given is not None and value(given, "numId"):
                self.styles[attribute(style, "styleId")] = (value(given, "numId"), _whole(value(given, "ilvl"), 0))


def written(number: int, kind: str) -> str:
    if kind in {"upperLetter", "lowerLetter"}:
        letter = chr((65 if kind == "upperLetter" else 97) + (number - 1) % 26)
        return letter * min((number - 1) // 26 + 1, 5)
    if kind.startswith("chinese") or kind in {"ideographDigital", "japaneseCounting", "taiwaneseCounting"}:
        return _chinese(number)
    if kind in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"} and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    return str(number)


def _chinese(number: int) -> str:
    """Below one hundred; sections of papers are no more."""
    digits = "".join(spellings_in_order())
    ten = digits[11]
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return (digits[tens + 1] if tens > 1 else "") + (ten if tens else "") + (digits[ones + 1] if ones else "")


def spellings_in_order() -> tuple[str, ...]:
    return spellings("numeral")


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else otherwise


__all__ = ["Numbering", "attribute", "local", "value"]
