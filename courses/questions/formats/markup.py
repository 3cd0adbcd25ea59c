"""Texts with markup as they come from other systems, cut into tags and text in one pass, whatever they hold."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

# An attribute's value may hold ">", but a tag never reaches over the next "<": so no text is looked at twice.
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
ATTRIBUTE = re.compile(r"([A-Za-z_:][-A-Za-z0-9_:.]{0,60})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=`]+))")
UNSEEN = ("script", "style", "noscript", "template", "head", "title")
HIDDEN = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">"))


@dataclass(frozen=True)
class Tag:
    """`name` in small letters without prefix; `closes` for an end tag."""

    name: str
    closes: bool
    rest: str

    def attributes(self) -> dict[str, str]:
        found = ATTRIBUTE.findall(self.rest[:20_000_000])
        return {name.lower(): html.unescape(double or single or bare) for name, double, single, bare in found}


def has_markup(text: str) -> bool:
    return "<" in text and TAG.search(text) is not None


def pieces(text: str) -> Iterator[Tag | str]:
    """Tags and the texts between them; comments and what is never shown are left out."""
    position, end = 0, len(text)
    unseen = _Unseen(text)
    while position < end:
        start = text.find("<", position)
        if start < 0:
            yield html.unescape(text[position:])
            return
        if start > position:
            yield html.unescape(text[position:start])
        after = unseen.skip(start)
        if after:
            position = after
            continue
        found = TAG.match(text, start)
        if found is None:
            yield "<"
            position = start + 1
            continue
        tag = Tag(found[2].rpartition(":")[2].lower(), bool(found[1]), found[3])
        yield tag
        position = found.end()
        if tag.name in UNSEEN and not tag.closes and not tag.rest.rstrip().endswith("/"):
            position = unseen.end_of(tag.name, position)


class _Unseen:
    """Comments and scripts. What was looked for in vain once is not looked for again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lower = ""
        self.absent: set[str] = set()

    def skip(self, start: int) -> int:
        """The place behind a comment or declaration that begins here, or 0."""
        for opening, closing in HIDDEN:
            if self.text.startswith(opening, start):
                found = self._find(self.text, closing, start + len(opening))
                return found + len(closing) if found >= 0 else 0
        return 0

    def end_of(self, name: str, position: int) -> int:
        self.lower = self.lower or self.text.lower()
        source = self.lower if len(self.lower) == len(self.text) else self.text
        found = self._find(source, f"</{name}", position)
        return found if found >= 0 else len(self.text)

    def _find(self, source: str, wanted: str, position: int) -> int:
        if wanted in self.absent:
            return -1
        found = source.find(wanted, position)
        if found < 0:
            self.absent.add(wanted)
        return found
