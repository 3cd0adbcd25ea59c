"""Fields of a question in the product's layout."""

from __future__ import annotations

from .found import Cells
from .plain_text import tidy


def text_in(cells: Cells, name: str) -> str:
    value = cells.get(name, "")
    return value if isinstance(value, str) else ""


def options_in(cells: Cells) -> list[str]:
    """The options without the empty ones at the end."""
    given = cells.get("options", [])
    options = [tidy(text) if isinstance(text, str) else "" for text in given] if isinstance(given, list) else []
    while options and not options[-1]:
        options.pop()
    return options


def all_texts(cells: Cells) -> list[str]:
    options = cells.get("options", [])
    listed = [text for text in options if isinstance(text, str)] if isinstance(options, list) else []
    return [*(value for value in cells.values() if isinstance(value, str)), *listed]
