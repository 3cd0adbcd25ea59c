"""The confidentiality guard: what in a text could tell who a client is. It warns; a person decides.

Ethics of the profession ask that a case is told so that nobody can be recognised. A machine finds numbers reliably and
names by the words around them (courses/data/name_words.csv), never all of them.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from people.names import HAN, MIDDLE_DOT, mask

from ..enums.talk import Telltale
from .numbers import id_numbers, phone_numbers

WORDS = Path(__file__).parents[1] / "data" / "name_words.csv"
STAR = "*"


@dataclass(frozen=True)
class Finding:
    """Characters `[start, end)` that tell who somebody is."""

    kind: Telltale
    start: int
    end: int


def findings(text: str) -> list[Finding]:
    """In order of place, never overlapping; a number is an ID number before it is anything else."""
    found = [Finding(Telltale.ID_NUMBER, spot.start, spot.end) for spot in id_numbers(text)]
    found += [Finding(Telltale.PHONE, spot.start, spot.end) for spot in phone_numbers(text)]
    found += [Finding(Telltale.NAME, start, end) for start, end in _names(text)]
    kept: list[Finding] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def without(text: str, found: list[Finding]) -> str:
    """The text with what was found covered: of a name its first character stays, of a number nothing."""
    for one in sorted(found, key=lambda one: one.start, reverse=True):
        told = text[one.start : one.end]
        covered = mask(told[:2]) if one.kind == Telltale.NAME else STAR * 4
        text = text[: one.start] + covered + text[one.end :]
    return text


@cache
def _words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    with WORDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            words.setdefault(row["kind"], []).append(row["text"])
    return words


def _any(kind: str) -> str:
    return "|".join(re.escape(word) for word in sorted(_words()[kind], key=len, reverse=True))


@cache
def _patterns() -> list[re.Pattern[str]]:
    """Three surroundings: `name is X`, `X, male`, and `client X` where nothing but punctuation follows."""
    given = f"(?:(?!{_any('no_given')})[{HAN}])"
    sole = f"(?:(?!{_any('no_sole_given')}){given})"
    surname = f"(?!{_any('no_name')})(?:{_any('surname')})"
    name = f"(?P<name>{surname}(?:{given}{{2}}|{sole}))"
    short = f"(?P<name>{surname}(?:{sole}|{given}{{2}}))"
    dotted = f"(?P<name>{given}{{1,12}}{MIDDLE_DOT}{given}{{1,12}})"
    return [
        re.compile(f"(?:{_any('named')})\\s*[:\uff1a]?\\s*{name}"),
        re.compile(f"{short}(?={_any('after')})"),
        re.compile(f"(?:{_any('role')})\\s*[:\uff1a]?\\s*{name}(?![{HAN}])"),
        re.compile(dotted),
    ]


def _names(text: str) -> list[tuple[int, int]]:
    return [found.span("name") for pattern in _patterns() for found in pattern.finditer(text)]
