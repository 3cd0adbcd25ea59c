"""Options of a question on their lines: one a line, or several on one."""

from __future__ import annotations

import re
from itertools import islice

AFTER = "[\u3001.\uff0e:\uff1a)\uff09]"
TOKEN = re.compile(
    f"(?<![A-Za-z0-9])(?:[(\uff08]\\s*([A-Z\uff21-\uff3a])\\s*[)\uff09]\\s*{AFTER}?|([A-Z\uff21-\uff3a])\\s*{AFTER})"
)
AT_BEGIN = re.compile(
    f"\\s*(?:[(\uff08]\\s*([A-Za-z\uff21-\uff3a])\\s*[)\uff09]\\s*{AFTER}?|([A-Za-z\uff21-\uff3a])\\s*{AFTER}"
    "|([A-Z\uff21-\uff3a])[ \t\u3000]+)"
)
MOST_TRIED = 20
APART = " \t\u3000;\uff1b\u3002"
Tokens = list[tuple[int, int]]


def options_of(text: str, expected: int) -> list[str] | None:
    """The options on a line that begins with option number `expected` (0 is A); None for any other line."""
    begin = AT_BEGIN.match(text)
    if begin is None or _place(begin[1] or begin[2] or begin[3]) != expected:
        return None
    return _cut(text, [(begin.start(), begin.end()), *_following(text, begin.end(), expected + 1)])


def stem_and_options(text: str) -> tuple[str, list[str]]:
    """A question with its options behind it on the same line; two of them at least, each after a space."""
    for found in islice(TOKEN.finditer(text), MOST_TRIED):
        if _place(found[1] or found[2]) == 0 and found.start() > 0 and text[found.start() - 1] in APART:
            following = _following(text, found.end(), 1)
            if following:
                return text[: found.start()].strip(), _cut(text, [found.span(), *following])
    return text, []


def _following(text: str, position: int, expected: int) -> Tokens:
    """The next letters in their order: each after a space, or three of them however they are written."""
    apart: Tokens = []
    close: Tokens = []
    for found in TOKEN.finditer(text, position):
        place = _place(found[1] or found[2])
        if place == expected + len(apart) and text[found.start() - 1] in APART:
            apart.append(found.span())
        if place == expected + len(close):
            close.append(found.span())
    return close if len(close) > len(apart) and len(close) >= 2 and expected + len(close) >= 3 else apart


def _cut(text: str, tokens: Tokens) -> list[str]:
    ends = [start for start, _ in tokens[1:]] + [len(text)]
    return [text[begin:end].strip().rstrip(";\uff1b").strip() for (_, begin), end in zip(tokens, ends, strict=True)]


def _place(letter: str) -> int:
    number = ord(letter)
    number -= 0xFEE0 if number > 0xFF00 else 0
    return ord(chr(number).upper()) - 65
