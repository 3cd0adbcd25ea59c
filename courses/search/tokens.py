"""Text to tokens. A run of Chinese gives its characters and its pairs of neighbours: any part of it is found."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice, pairwise

HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
PIECES = re.compile(rf"({HAN.pattern})|([^\W_]+)")
LONGEST_TOKEN = 40
LONGEST_QUERY = 60
MOST_TOKENS = 40


def normalise(text: str) -> str:
    """One width, one case, nothing that a database could not keep."""
    return unicodedata.normalize("NFKC", text).casefold().replace("\x00", " ")


def pieces(text: str) -> list[tuple[bool, str]]:
    """Runs of Chinese (True) and words of other scripts (False), in order. `text` is normalised."""
    found: list[tuple[bool, str]] = []
    for run in PIECES.finditer(text):
        if run[1]:
            found.append((True, run[1]))
        else:
            found += _split_word(run[2])
    return found


def _split_word(word: str) -> list[tuple[bool, str]]:
    """A word that goes on in Chinese, such as `b2老年`, is a word and a run."""
    parts = re.split(f"({HAN.pattern})", word)
    return [(bool(place % 2), part[: None if place % 2 else LONGEST_TOKEN]) for place, part in enumerate(parts) if part]


def index_tokens(text: str) -> list[str]:
    """Everything a text is found by."""
    tokens: list[str] = []
    for is_han, piece in pieces(normalise(text)):
        tokens += [*piece, *map("".join, pairwise(piece))] if is_han else [piece]
    return tokens


def query_tokens(text: str) -> list[str]:
    """What a text must hold to be found: pairs of neighbours, or the character that stands alone."""
    tokens: list[str] = []
    for is_han, piece in pieces(cut(text)):
        tokens += list(map("".join, pairwise(piece))) if is_han and len(piece) > 1 else [piece]
    return list(islice(dict.fromkeys(tokens), MOST_TOKENS))


def cut(text: str) -> str:
    """The part of a query that is looked at, normalised."""
    return normalise(text[: 4 * LONGEST_QUERY])[:LONGEST_QUERY].strip()
