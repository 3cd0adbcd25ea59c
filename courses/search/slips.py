"""Typing slips: one character too many, one missing, two neighbours swapped, or one letter of pinyin wrong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from string import ascii_lowercase

from .pinyin import split

SHORTEST_RUN = 3
LONGEST_RUN = 14
SHORTEST_LETTERS = 4
LONGEST_LETTERS = 16
MOST_GUESSES = 80

Guess = list[str]


def guesses(run: str) -> list[Guess]:
    """What a run of Chinese may have been meant to be: each as the pairs of neighbours that must be there."""
    if not SHORTEST_RUN <= len(run) <= LONGEST_RUN:
        return []
    found: dict[tuple[str, ...], None] = {}
    for place in range(len(run)):
        found[tuple(_pairs(run[:place] + run[place + 1 :]))] = None  # one too many
    for place in range(len(run) - 1):
        swapped = run[:place] + run[place + 1] + run[place] + run[place + 2 :]
        found[tuple(_pairs(swapped))] = None
        found[tuple(_parts(run[: place + 1]) + _parts(run[place + 1 :]))] = None  # one missing in between
    return [list(guess) for guess in found if guess]


def _pairs(run: str) -> Guess:
    return list(map("".join, pairwise(run)))


def _parts(run: str) -> Guess:
    return _pairs(run) or [run]


def pinyin_guesses(letters: str) -> list[list[str]]:
    """What pinyin with one wrong letter may have been meant to be, as syllables; at most MOST_GUESSES."""
    if not SHORTEST_LETTERS <= len(letters) <= LONGEST_LETTERS:
        return []
    found: dict[tuple[str, ...], None] = {}
    for guess in _edits(letters):
        read = split(guess)
        if read and len(read) > 1:
            found[tuple(read)] = None
    return [list(guess) for guess in sorted(found, key=len)[:MOST_GUESSES]]


def _edits(letters: str) -> Iterator[str]:
    """The likeliest slips first."""
    places = range(len(letters))
    for place in places[:-1]:
        yield letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]
    for place in places:
        yield letters[:place] + letters[place + 1 :]
    for place in range(len(letters) + 1):
        for letter in ascii_lowercase:
            yield letters[:place] + letter + letters[place:]
    for place in places:
        for letter in ascii_lowercase:
            yield letters[:place] + letter + letters[place + 1 :]
