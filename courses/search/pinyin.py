"""Pinyin without tones: what a title sounds like, and what whoever typed pinyin, or a homophone, may have meant."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import import_module
from itertools import islice, pairwise, product
from typing import Any

from .tokens import HAN, normalise

LONGEST_PINYIN = 40
MOST_READINGS = 3
VOWEL = re.compile("[aeiouv]")


@cache
def _pypinyin() -> Any:
    """Its tables take a third of a second to load: not before they are needed."""
    return import_module("pypinyin")


def syllables_of(text: str) -> list[list[str]]:
    """Each run of Chinese in `text` as its syllables."""
    return [_syllables(run) for run in HAN.findall(normalise(text))]


@lru_cache(maxsize=20_000)
def _syllables(run: str) -> list[str]:
    return [one.replace("ü", "v") for one in _pypinyin().lazy_pinyin(run, errors="ignore")]


def readings(character: str) -> list[str]:
    """All that a character may sound like, the usual first."""
    package = _pypinyin()
    found = package.pinyin(character, style=package.Style.NORMAL, heteronym=True, errors="ignore")
    return list(islice(dict.fromkeys(one.replace("ü", "v") for one in (found[0] if found else ())), MOST_READINGS))


def homophones(run: str) -> list[list[str]]:
    """For each pair of neighbours in a run of Chinese the joined sounds it may have."""
    sounds = [readings(character) for character in run]
    return [["".join(pair) for pair in product(left, right)] for left, right in pairwise(sounds)]


@cache
def _all_syllables() -> frozenset[str]:
    """Every syllable of the standard language, from the table of characters in common use."""
    common = (code for code in import_module("pypinyin.constants").PINYIN_DICT if 0x4E00 <= code <= 0x9FFF)
    sounds = {one for code in common for one in readings(chr(code)) if one.isascii() and one.isalpha()}
    return frozenset(one for one in sounds if VOWEL.search(one))  # hm, ng and the like are no pinyin anybody types


def split(letters: str) -> list[str] | None:
    """`laonian` -> lao, nian: the fewest syllables; None where it cannot be read as pinyin."""
    if not letters or len(letters) > LONGEST_PINYIN:
        return None
    best: list[list[str] | None] = [[]]
    for end in range(1, len(letters) + 1):
        found: list[str] | None = None
        for start in range(max(0, end - 6), end):
            before = best[start]
            if before is not None and letters[start:end] in _all_syllables():
                longer = [*before, letters[start:end]]
                found = longer if found is None or len(longer) < len(found) else found
        best.append(found)
    return best[-1]
