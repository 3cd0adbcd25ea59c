"""A pair of a matching question in one cell: left -> right."""

from __future__ import annotations

import re

from . import escaped

ARROW = re.compile("\\\\.|(?P<arrow>->|=>|\u2192|\u21d2|\u2014\u2014|--+>)", re.DOTALL)
SIGNS = ("->", "=>", "\u2192", "\u21d2", "\u2014\u2014")


def read_pair(text: str) -> tuple[str, str] | None:
    """None where the text is no pair; an empty left side is a right side that fits nothing."""
    for found in ARROW.finditer(text):
        if found["arrow"]:
            left, right = text[: found.start()], text[found.end() :]
            return escaped.plain(left).strip(), escaped.plain(right).strip()
    return None


def write_pair(left: str, right: str) -> str:
    return f"{_escape(left)} -> {_escape(right)}".strip()


def _escape(text: str) -> str:
    return escaped.escape(text, SIGNS)
