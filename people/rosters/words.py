"""How rosters word things: levels, categories, genders, nothing at all, lines with totals, kinds of bodies."""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..typing_traces import without_invisible

WORDS = Path(__file__).parents[1] / "data" / "roster_words.csv"


@cache
def words(kind: str) -> Mapping[str, str]:
    """Word to value, for one kind of `people/data/roster_words.csv`, in the order of the file."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    with WORDS.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["kind"]][plain_word(row["word"])] = row["value"]
    return found[kind]


def plain_word(text: str) -> str:
    """Half width, small letters, one space between words, none at the ends."""
    return " ".join(unicodedata.normalize("NFKC", without_invisible(text)).lower().split())


def value_of(kind: str, text: str) -> str | None:
    """What the text stands for, or None for a word that nobody knows."""
    return words(kind).get(plain_word(text))


def is_nothing(text: str) -> bool:
    """Empty, or a sign or word for "none"."""
    return not (word := plain_word(text)) or word in words("nothing")


def is_total(text: str) -> bool:
    return plain_word(text).replace(" ", "").startswith(tuple(words("total")))
