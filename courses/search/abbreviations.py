"""The field's abbreviations (data/abbreviations.csv): a text is found by the short and by the long form."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "data" / "abbreviations.csv"


@cache
def _pairs() -> dict[str, str]:
    """Short form -> long form."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines if line and not line.startswith("#")]
    return {short.strip(): long.strip() for short, long in rows}


@cache
def _pattern(*, is_long: bool) -> re.Pattern[str]:
    words = _pairs().values() if is_long else _pairs()
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


@cache
def _shorts() -> dict[str, str]:
    short: dict[str, str] = {}
    for abbreviation, long in _pairs().items():
        short.setdefault(long, abbreviation)
    return short


def written_out(text: str) -> str:
    """With all abbreviations in their long form."""
    return _pattern(is_long=False).sub(lambda found: _pairs()[found[0]], text)


def abbreviated(text: str) -> str:
    """With all long forms abbreviated."""
    return _pattern(is_long=True).sub(lambda found: _shorts()[found[0]], text)


def spellings(text: str) -> list[str]:
    """The text itself first, then written out and abbreviated where that is something else."""
    return list(dict.fromkeys([text, written_out(text), abbreviated(text)]))
