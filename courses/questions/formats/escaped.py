"""Separators inside of a cell: a backslash in front of one takes its meaning away."""

from __future__ import annotations

from collections.abc import Iterable


def split(text: str, separators: str) -> list[str]:
    """The parts between separators, still escaped."""
    parts, start, position = [], 0, 0
    while position < len(text):
        if text[position] == "\\":
            position += 2
            continue
        if text[position] in separators:
            parts.append(text[start:position])
            start = position + 1
        position += 1
    parts.append(text[start:])
    return parts


def plain(text: str) -> str:
    """Without the backslashes; \\n is a line break."""
    if "\\" not in text:
        return text
    parts, position = [], 0
    while position < len(text):
        character = text[position]
        if character == "\\" and position + 1 < len(text):
            position += 1
            character = "\n" if text[position] == "n" else text[position]
        parts.append(character)
        position += 1
    return "".join(parts)


def escape(text: str, separators: Iterable[str]) -> str:
    text = text.replace("\\", "\\\\")
    for separator in separators:
        text = text.replace(separator, f"\\{separator}")
    return text.replace("\n", "\\n")
