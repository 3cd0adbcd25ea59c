"""How question files word things: kinds, difficulties, right and wrong, labels, settings, headings."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from people.rosters.columns import plain
from people.rosters.words import plain_word

DATA = Path(__file__).parents[2] / "data"
LONGEST_WORD = 60


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    with (DATA / "question_words.csv").open(encoding="utf-8", newline="") as lines:
        return tuple((row["kind"], row["value"], row["word"]) for row in csv.DictReader(lines))


@cache
def words(kind: str) -> Mapping[str, str]:
    """Word to value, for one kind of `courses/data/question_words.csv`."""
    return {plain_word(word): value for of, value, word in _rows() if of == kind}


@cache
def written(kind: str, value: str) -> str:
    """The word that we write for a value: the first in the file."""
    return next(word for of, held, word in _rows() if (of, held) == (kind, value))


@cache
def spellings(kind: str) -> tuple[str, ...]:
    """All words of a kind, the longest first."""
    return tuple(sorted({word for of, _, word in _rows() if of == kind}, key=len, reverse=True))


def value_of(kind: str, text: str) -> str | None:
    """What the text stands for, or None for a word that nobody knows."""
    if len(text) > LONGEST_WORD:
        return None
    return words(kind).get(plain_word(text).strip(" .:\u3002\uff1a"))


@cache
def headings() -> Mapping[str, str]:
    """Heading as `plain` makes it, to the column it names."""
    with (DATA / "question_headings.csv").open(encoding="utf-8", newline="") as lines:
        return {plain(row["heading"]): row["column"] for row in csv.DictReader(lines)}


@cache
def heading_of(column: str) -> str:
    """The heading that we write above a column: the first in the file."""
    with (DATA / "question_headings.csv").open(encoding="utf-8", newline="") as lines:
        named: dict[str, list[str]] = defaultdict(list)
        for row in csv.DictReader(lines):
            named[row["column"]].append(row["heading"])
    return named[column][0]
